import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ProbeSummary } from '../activities/contract.ts'
import { SYSTEM_ACTOR } from '../model/core/actor.ts'
import { DEFAULT_ENTITY_TIMINGS } from '../model/core/commands.ts'
import { asIntegrationId, asRunId } from '../model/core/ids.ts'
import { SCHEDULE_KINDS } from '../model/core/names.ts'
import { canMovePhase } from '../model/core/phases.ts'
import { LANES } from '../model/core/runs.ts'
import { collectNow, refusal, requestTest } from './entity-commands.ts'
import type { Duty } from './entity-duties.ts'
import { nextDuty } from './entity-duties.ts'
import { accessGivenUp, credentialRejected, testEnded, tick } from './entity-events.ts'
import { phaseOf } from './entity-phase.ts'
import { checkRunAt, runEnded, runRecorded, runStarted } from './entity-runs.ts'
import type { EntityState } from './entity-state.ts'
import { newEntity } from './entity-state.ts'

/**
 * The state machine without Temporal: random news and commands, and a main loop that does its duties
 * at once. What must hold holds after every step.
 */
const ids = () => ({ full: asRunId(randomUUID()), incremental: asRunId(randomUUID()) })
const fresh = () => newEntity(asIntegrationId(randomUUID()), DEFAULT_ENTITY_TIMINGS)

const GRANTED: ProbeSummary = {
  granted: ['chatgpt.gpts_read', 'chatgpt.logs.AUTH_LOG', 'platform.project_read'],
  awaiting: [],
  denied: [],
  rejected: [],
}
const AWAITING: ProbeSummary = { granted: [], awaiting: ['chatgpt.gpts_read'], denied: [], rejected: [] }
const HALF: ProbeSummary = { ...AWAITING, granted: ['platform.project_read'] }
const REFUSED: ProbeSummary = {
  granted: [],
  awaiting: [],
  denied: [{ capability: 'chatgpt.gpts_read', code: 'invalid_key' }],
  rejected: [{ kind: 'compliance_key', code: 'invalid_key' }],
}
const PROBES = [GRANTED, AWAITING, HALF, REFUSED]

/** What the main loop would do, done at once; `null` where it begins something that ends by news. */
function settle(state: EntityState, nowMs: number): EntityState {
  let next = state
  for (let step = 0; step < 100; step += 1) {
    const duty = nextDuty(next, { nowMs, testUnderWay: next.tests.length > 0, modeUnderWay: null })
    if (duty === null) return next
    next = perform(next, duty, nowMs)
  }
  throw new Error('the loop does not come to rest')
}

function perform(state: EntityState, duty: Duty, nowMs: number): EntityState {
  switch (duty.do) {
    case 'savePhase':
      return { ...state, applied: { ...state.applied, phase: duty.phase, note: duty.note } }
    case 'syncSchedules':
      return { ...state, applied: { ...state.applied, schedules: { pausedNote: duty.pausedNote } } }
    case 'applyMode':
    case 'stopMode':
      return { ...state, modeWanted: null }
    case 'recordRun':
      return runRecorded(state, duty.lane, duty.request.runId)
    case 'startRun':
      return runStarted(state, duty.lane, nowMs)
    case 'tellRuns':
      return { ...state, toldEpoch: state.credentialsEpoch }
    case 'checkRun':
      return checkRunAt(state, duty.lane, nowMs + state.timings.runCheckEveryMs)
    case 'probeAccess':
      return requestTest(state, 'access', SYSTEM_ACTOR, null)
    case 'giveUpAccess':
      return accessGivenUp(state)
    case 'startTest':
      throw new Error('tests are under way as soon as they are asked for')
  }
}

type Step = (state: EntityState, nowMs: number) => EntityState

const unlessRefused =
  (command: Parameters<typeof refusal>[1], step: Step): Step =>
  (state, nowMs) =>
    refusal(state, command) === null ? step(state, nowMs) : state

const STEPS: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>(
    unlessRefused('collectNow', (state) => collectNow(state, { actor: SYSTEM_ACTOR, runIds: ids() }).state),
  ),
  fc.constant<Step>(
    unlessRefused('testConnection', (state) =>
      requestTest(state, 'asked', SYSTEM_ACTOR, asRunId(randomUUID())),
    ),
  ),
  fc.constant<Step>(
    unlessRefused('replaceCredentials', (state) =>
      requestTest(state, 'credentials', SYSTEM_ACTOR, ids().full),
    ),
  ),
  fc.constant<Step>(unlessRefused('pause', (state) => ({ ...state, pausedNote: 'a reason' }))),
  fc.constant<Step>(unlessRefused('resume', (state) => ({ ...state, pausedNote: null }))),
  fc.constantFrom(...SCHEDULE_KINDS).map<Step>((kind) => (state) => tick(state, { kind, runId: ids().full })),
  fc
    .constantFrom(...PROBES)
    .map<Step>(
      (probe) => (state, nowMs) => (state.tests.length === 0 ? state : testEnded(state, probe, nowMs, ids())),
    ),
  fc
    .constantFrom(...LANES)
    .map<Step>((lane) => (state) => runEnded(state, lane, state.lanes[lane].open?.runNo ?? 0)),
  fc.nat(3).map<Step>(
    (behind) => (state) =>
      credentialRejected(state, {
        runNo: null,
        credentialKind: 'admin_key',
        code: 'invalid_key',
        epoch: state.credentialsEpoch - behind,
      }),
  ),
)

function walk(
  steps: readonly { readonly step: Step; readonly waitMs: number }[],
  check: (state: EntityState) => void,
) {
  let nowMs = 1_750_000_000_000
  let state = settle(requestTest(fresh(), 'connect', SYSTEM_ACTOR, ids().full), nowMs)
  for (const { step, waitMs } of steps) {
    nowMs += waitMs
    state = settle(step(state, nowMs), nowMs)
    check(state)
  }
}

const WALKS = fc.array(
  fc.record({ step: STEPS, waitMs: fc.constantFrom(0, 1_000, 4_000_000, 40 * 86_400_000) }),
  { maxLength: 60 },
)

test('the loop always comes to rest, with nothing left that could be done', () => {
  fc.assert(
    fc.property(WALKS, (steps) => {
      walk(steps, (state) => {
        for (const lane of LANES) {
          const { open, waiting } = state.lanes[lane]
          const isHeldUp = open !== null || state.pausedNote !== null || state.probe === null
          if (!isHeldUp) expect(waiting).toEqual([])
        }
        expect(state.applied.phase).toBe(phaseOf(state))
      })
    }),
  )
})

test('run numbers never repeat, and of each kind at most one run waits', () => {
  fc.assert(
    fc.property(WALKS, (steps) => {
      const seen = new Map<number, string>()
      walk(steps, (state) => {
        for (const lane of LANES) {
          const { open, waiting } = state.lanes[lane]
          expect(new Set(waiting.map(({ kind }) => kind)).size).toBe(waiting.length)
          for (const { runNo, runId } of [...waiting, ...(open === null ? [] : [open])]) {
            expect(runNo).toBeLessThan(state.nextRunNo)
            expect(seen.get(runNo) ?? runId).toBe(runId)
            seen.set(runNo, runId)
          }
        }
      })
    }),
  )
})

test('the phase only moves where the table of transitions allows it', () => {
  fc.assert(
    fc.property(WALKS, (steps) => {
      let last = phaseOf(fresh())
      walk(steps, (state) => {
        const phase = phaseOf(state)
        expect(phase === last || canMovePhase(last, phase)).toBe(true)
        last = phase
      })
    }),
  )
})

test('a run that was open when access went away is found collecting when it comes back', () => {
  const connected = testEnded(requestTest(fresh(), 'connect', SYSTEM_ACTOR, null), GRANTED, 0, ids())
  const collecting = settle(collectNow(connected, { actor: SYSTEM_ACTOR, runIds: ids() }).state, 0)
  const gone = testEnded(requestTest(collecting, 'asked', SYSTEM_ACTOR, null), AWAITING, 0, ids())
  expect(phaseOf(gone)).toBe('awaiting_access')
  const back = testEnded(requestTest(gone, 'access', SYSTEM_ACTOR, null), GRANTED, 0, ids())
  expect(phaseOf(back)).toBe('collecting')
  expect(canMovePhase('awaiting_access', 'collecting')).toBe(true)
})

test('what is carried into a new history is plain data', () => {
  fc.assert(
    fc.property(WALKS, (steps) => {
      walk(steps, (state) => expect(JSON.parse(JSON.stringify(state))).toEqual(state))
    }),
  )
})

test('a rejection older than the last replacement says nothing of the new key', () => {
  const connected = testEnded(requestTest(fresh(), 'connect', SYSTEM_ACTOR, null), GRANTED, 0, ids())
  const rejection = { runNo: null, credentialKind: 'admin_key', code: 'invalid_key' } as const
  const attention = credentialRejected(connected, { ...rejection, epoch: 0 })
  expect(phaseOf(attention)).toBe('needs_attention')
  const replaced = testEnded(requestTest(attention, 'credentials', SYSTEM_ACTOR, null), GRANTED, 0, ids())
  expect(phaseOf(replaced)).toBe('idle')
  expect(replaced.credentialsEpoch).toBe(1)
  expect(phaseOf(credentialRejected(replaced, { ...rejection, epoch: 0 }))).toBe('idle')
})

test('access that comes starts both lanes, and says so', () => {
  const waiting = testEnded(requestTest(fresh(), 'connect', SYSTEM_ACTOR, null), AWAITING, 0, ids())
  expect(phaseOf(waiting)).toBe('awaiting_access')
  const granted = testEnded(requestTest(waiting, 'access', SYSTEM_ACTOR, null), GRANTED, 0, ids())
  expect(granted.lanes.full.waiting.map(({ kind }) => kind)).toEqual(['full'])
  expect(granted.lanes.incremental.waiting.map(({ kind }) => kind)).toEqual(['incremental'])
  expect(granted.news).toContain('ChatGPT workspace')
})
