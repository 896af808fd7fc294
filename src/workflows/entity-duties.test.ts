import { describe, expect, test } from 'vitest'
import { doDuty, dutyOf, freshId, newWorld } from '../../test/support/entity-world.ts'
import { SYSTEM_ACTOR } from '../model/core/actor.ts'
import { CAPABILITIES } from '../model/core/capabilities.ts'
import { collectNow, requestTest } from './entity-commands.ts'
import { nextDuty, wakeAt } from './entity-duties.ts'
import type { EntityState } from './entity-state.ts'

const NOW_MS = newWorld().nowMs
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Connected, with everything said and applied. */
function atRest(change: Partial<EntityState> = {}): EntityState {
  const probe = { granted: CAPABILITIES, awaiting: [], denied: [], rejected: [] }
  let world = { ...newWorld(), state: { ...newWorld().state, probe, ...change } }
  while (dutyOf(world)?.do === 'savePhase' || dutyOf(world)?.do === 'syncSchedules') world = doDuty(world)
  return world.state
}

const duty = (state: EntityState, nowMs = NOW_MS, testUnderWay = false) =>
  nextDuty(state, { nowMs, testUnderWay, modeUnderWay: null })

const collected = (state: EntityState): EntityState =>
  collectNow(state, { actor: SYSTEM_ACTOR, runIds: { full: freshId(), incremental: freshId() } }).state

test('an integration that is well has nothing to do, and nothing to wake for', () => {
  expect([duty(atRest()), wakeAt(atRest())]).toEqual([null, null])
})

test('first what people see, then what they decided, then the clock, tests and runs', () => {
  const busy = collected(
    requestTest(
      { ...atRest(), pausedNote: 'an audit is on', modeWanted: 'none', credentialsEpoch: 1 },
      'asked',
      SYSTEM_ACTOR,
      freshId(),
    ),
  )
  const order: string[] = []
  let world = { ...newWorld(), state: busy }
  for (let next = dutyOf(world); next !== null; next = dutyOf(world)) {
    order.push(next.do)
    world = doDuty(world)
  }
  expect(order).toEqual(['savePhase', 'applyMode', 'syncSchedules', 'startTest', 'tellRuns'])
})

describe('runs', () => {
  test('are recorded, then started, one a lane; what is paused or untested starts none', () => {
    const waiting = collected(atRest())
    expect(duty(waiting)).toMatchObject({ do: 'recordRun', lane: 'full' })
    const [request] = waiting.lanes.full.waiting
    const recorded = { ...request, recorded: true } as NonNullable<typeof request>
    const lanes = { ...waiting.lanes, full: { open: null, waiting: [recorded] } }
    expect(duty({ ...waiting, lanes })).toEqual({ do: 'startRun', lane: 'full', request: recorded })
    expect(duty(collected(atRest({ pausedNote: 'an audit is on' })))).toBeNull()
    expect(duty(collected(atRest({ probe: null })))).toBeNull()
  })

  test('that are open are looked at when it is time, in either lane, and hold up no other lane', () => {
    const { runId, runNo } = { runId: freshId(), runNo: 1 as never }
    const open = { runId, runNo, kind: 'full', reading: true, checkAtMs: NOW_MS + HOUR_MS } as const
    const waiting = collected(atRest())
    const held = { ...waiting, lanes: { ...waiting.lanes, full: { ...waiting.lanes.full, open } } }
    const said = { ...held, applied: { ...held.applied, phase: 'collecting' as const } }
    expect(duty(said)).toMatchObject({ do: 'recordRun', lane: 'incremental' })
    expect(wakeAt(said)).toBe(NOW_MS + HOUR_MS)
    expect(duty(said, NOW_MS + HOUR_MS)).toEqual({ do: 'checkRun', lane: 'full', run: open })
  })
})

describe('connection tests', () => {
  test('are made one at a time, the oldest first', () => {
    const two = [1, 2].reduce((state) => requestTest(state, 'asked', SYSTEM_ACTOR, freshId()), atRest())
    expect(duty(two)).toEqual({ do: 'startTest', test: two.tests[0] })
    expect(duty(two, NOW_MS, true)).toBeNull()
  })
})

describe('awaited access', () => {
  const access = { sinceMs: NOW_MS, nextProbeAtMs: NOW_MS + HOUR_MS }
  const awaiting = atRest({ access })

  test('is probed when it is time, and given up in the end', () => {
    expect([duty(awaiting), wakeAt(awaiting)]).toEqual([null, NOW_MS + HOUR_MS])
    expect(duty(awaiting, NOW_MS + HOUR_MS)).toEqual({ do: 'probeAccess' })
    expect(duty(awaiting, NOW_MS + 30 * DAY_MS)).toEqual({ do: 'giveUpAccess' })
  })

  test('is not asked for twice at once, nor while paused', () => {
    const asked = requestTest(awaiting, 'access', SYSTEM_ACTOR, null)
    expect([duty(asked, NOW_MS + HOUR_MS, true), wakeAt(asked)]).toEqual([null, null])
    const paused = atRest({ access, pausedNote: 'an audit is on' })
    expect([duty(paused, NOW_MS + HOUR_MS), wakeAt(paused)]).toEqual([null, null])
  })
})
