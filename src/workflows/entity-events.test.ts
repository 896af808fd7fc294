import { expect, test } from 'vitest'
import type { ProbeSummary } from '../activities/contract.ts'
import { SYSTEM_ACTOR } from '../model/core/actor.ts'
import type { EntityTimings } from '../model/core/commands.ts'
import { asIntegrationId, asRunId } from '../model/core/ids.ts'
import { requestTest } from './entity-commands.ts'
import { nextDuty } from './entity-duties.ts'
import { testEnded, testLost, tick } from './entity-events.ts'
import type { EntityState } from './entity-state.ts'
import { newEntity } from './entity-state.ts'

const HOUR_MS = 3_600_000
const NOW_MS = 40 * HOUR_MS
const TIMINGS: EntityTimings = {
  accessProbeEveryMs: HOUR_MS,
  accessWaitMs: 30 * 24 * HOUR_MS,
  runCheckEveryMs: HOUR_MS,
  sliceHeartbeatMs: 30_000,
}

/** Everything said and applied; only access is awaited, and its probe is due. */
function awaitingAccess(): EntityState {
  const state = newEntity(asIntegrationId('01890000-0000-7000-8000-000000000001'), TIMINGS)
  return {
    ...state,
    probe: { granted: [], awaiting: ['chatgpt.gpts_read'], denied: [], rejected: [] },
    access: { sinceMs: NOW_MS - 2 * HOUR_MS, nextProbeAtMs: NOW_MS },
  }
}

const dutyAt = (state: EntityState, nowMs: number) =>
  nextDuty(settled(state, nowMs), { nowMs, testUnderWay: false, modeUnderWay: null })

/** As it is once the loop has done what comes before the probe. */
function settled(state: EntityState, nowMs: number): EntityState {
  const duty = nextDuty(state, { nowMs, testUnderWay: false, modeUnderWay: null })
  const { applied } = state
  switch (duty?.do) {
    case 'savePhase': {
      const { phase, note } = duty
      return settled({ ...state, applied: { ...applied, phase, note } }, nowMs)
    }
    case 'syncSchedules': {
      const { pausedNote } = duty
      return settled({ ...state, applied: { ...applied, schedules: { pausedNote } } }, nowMs)
    }
    default:
      return state
  }
}

test('a probe for access that failed at once is made again an hour later, not at once', () => {
  const due = awaitingAccess()
  expect(dutyAt(due, NOW_MS)).toEqual({ do: 'probeAccess' })
  const lost = testLost(requestTest(due, 'access', SYSTEM_ACTOR, null), NOW_MS)
  expect(dutyAt(lost, NOW_MS)).toBeNull()
  expect(dutyAt(lost, NOW_MS + HOUR_MS)).toEqual({ do: 'probeAccess' })
})

const NOTHING = { granted: [], awaiting: [], denied: [], rejected: [] }
const keyCheck = { kind: 'key-check', runId: asRunId('01890000-0000-7000-8000-000000000002') } as const
const ids = {
  full: asRunId('01890000-0000-7000-8000-000000000003'),
  incremental: asRunId('01890000-0000-7000-8000-000000000004'),
}

/** An integration that reads the workspace's users, and was denied the keys of the platform. */
const lackingKeys = (): EntityState => ({
  ...awaitingAccess(),
  access: null,
  probe: {
    ...NOTHING,
    granted: ['chatgpt.directory_read'],
    denied: [{ capability: 'platform.project_read', code: 'missing_scope' }],
  },
})

test('a tick starts only a run that could read something', () => {
  const state = lackingKeys()
  expect(tick(state, keyCheck).lanes.incremental.waiting).toEqual([])
  expect(tick(state, { ...keyCheck, kind: 'full' }).lanes.full.waiting).toHaveLength(1)
})

test('what was denied is asked for again with the daily key check, and read once it is allowed', () => {
  const asked = tick(lackingKeys(), keyCheck)
  expect(asked.tests).toMatchObject([{ reason: 'recheck', run: null }])
  expect(tick(asked, keyCheck).tests).toHaveLength(1)
  expect(tick(lackingKeys(), { ...keyCheck, kind: 'full' }).tests).toEqual([])

  const allowed = {
    ...NOTHING,
    granted: ['chatgpt.directory_read', 'platform.project_read'],
  } as const satisfies ProbeSummary
  const next = testEnded(asked, allowed, NOW_MS, ids)
  expect(next.lanes.full.waiting).toHaveLength(1)
  expect(next.news).toMatch(/^OpenAI granted access to the API platform: /)
  // A person who tests the connection presses Collect Now by themselves.
  const byHand = requestTest(lackingKeys(), 'asked', SYSTEM_ACTOR, null)
  expect(testEnded(byHand, allowed, NOW_MS, ids).lanes.full.waiting).toEqual([])
})
