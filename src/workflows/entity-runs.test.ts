import { describe, expect, test } from 'vitest'
import { freshId, newWorld } from '../../test/support/entity-world.ts'
import { SYSTEM_ACTOR } from '../model/core/actor.ts'
import { asFindingId, asRunNo } from '../model/core/ids.ts'
import type { CollectionKind } from '../model/core/runs.ts'
import type { RunWish } from './entity-runs.ts'
import {
  checkRunAt,
  requestRecheck,
  requestRun,
  runEnded,
  runRead,
  runRecorded,
  runRefused,
  runStarted,
} from './entity-runs.ts'
import type { EntityState } from './entity-state.ts'
import { withEveryLane } from './entity-state.ts'

const NOW_MS = 1_000
const fresh = () => newWorld().state
const wish = (kind: CollectionKind, policy: RunWish['policy'] = 'afterOpen'): RunWish => ({
  kind,
  policy,
  runId: freshId(),
  actor: SYSTEM_ACTOR,
})
const asked = (state: EntityState, kind: CollectionKind) => requestRun(state, wish(kind)).state
const stranger = { runId: freshId(), runNo: asRunNo(41), kind: 'incremental' } as const

describe('asking', () => {
  test('a run that is open answers who wants what is there, not who wants what comes', () => {
    const open = runStarted(asked(fresh(), 'full'), 'full', NOW_MS)
    expect(requestRun(open, wish('full', 'joinOpen')).ticket).toMatchObject({ runNo: 1, joined: true })
    expect(requestRun(open, wish('full', 'afterOpen')).ticket).toMatchObject({ runNo: 2, joined: false })
  })

  test('a run that only judges what it has read is joined by nobody; those who ask meanwhile share the next', () => {
    const open = runStarted(asked(fresh(), 'full'), 'full', NOW_MS)
    expect(runRead(open, 'full', 40)).toBe(open)
    const judging = runRead(open, 'full', 1)
    const first = requestRun(judging, wish('full', 'joinOpen'))
    expect(first.ticket).toMatchObject({ runNo: 2, joined: false })
    expect(requestRun(first.state, wish('full', 'joinOpen')).ticket).toMatchObject({ runNo: 2, joined: true })
  })

  test('two kinds in one lane wait beside each other, neither swallows the other', () => {
    const both = asked(asked(fresh(), 'incremental'), 'key_check')
    const again = asked(asked(both, 'key_check'), 'incremental')
    expect(again).toEqual(both)
    expect(again.lanes.incremental.waiting.map(({ kind }) => kind)).toEqual(['incremental', 'key_check'])
    expect(again.lanes.full.waiting).toEqual([])
  })

  test('a run of another kind that holds the lane answers nobody', () => {
    const open = runStarted(asked(fresh(), 'key_check'), 'incremental', NOW_MS)
    expect(requestRun(open, wish('incremental', 'joinOpen')).ticket.joined).toBe(false)
  })
})

describe('rechecks', () => {
  const finding = (n: number) => asFindingId(`01890000-0000-7000-8000-${String(n).padStart(12, '0')}`)
  const recheckOf = (state: EntityState, n: number) =>
    requestRecheck(state, { findingId: finding(n), runId: freshId(), actor: SYSTEM_ACTOR })
  const held = runStarted(
    runStarted(asked(asked(fresh(), 'full'), 'incremental'), 'full', NOW_MS),
    'incremental',
    NOW_MS,
  )

  test('wait for no collection, and share a run until it starts, each finding once', () => {
    const first = recheckOf(held, 1)
    expect(first.ticket).toMatchObject({ runNo: 3, kind: 'recheck', joined: false })
    const recorded = runRecorded(first.state, 'recheck', first.ticket.runId)
    const again = recheckOf(recorded, 1)
    const other = recheckOf(again.state, 2)
    expect([again.ticket, other.ticket]).toEqual([
      { ...first.ticket, joined: true },
      { ...first.ticket, joined: true },
    ])
    const [request] = other.state.lanes.recheck.waiting
    expect(request).toMatchObject({ findingIds: [finding(1), finding(2)], recorded: true })
    expect(other.state.lanes.recheck.waiting).toHaveLength(1)
  })

  test('one that has started is joined by nobody: what it read may be older than the fix', () => {
    const started = runStarted(recheckOf(fresh(), 1).state, 'recheck', NOW_MS)
    const next = recheckOf(started, 1)
    expect(next.ticket).toMatchObject({ runNo: 2, joined: false })
    expect(runEnded(next.state, 'recheck', 1).lanes.recheck.open).toBeNull()
  })

  test('find their lane free in a state of a history from before there was one', () => {
    const { recheck: _, ...lanes } = held.lanes
    const old = { ...held, lanes } as EntityState
    expect(withEveryLane(old).lanes).toEqual(held.lanes)
    expect(withEveryLane(held)).toBe(held)
  })
})

describe('a life', () => {
  test('the first in line is recorded, takes the lane, is looked at later, and frees the lane once', () => {
    const waiting = asked(asked(fresh(), 'incremental'), 'key_check')
    const [first] = waiting.lanes.incremental.waiting
    if (first === undefined) throw new Error('nothing waits')
    const recorded = runRecorded(waiting, 'incremental', first.runId)
    expect(recorded.lanes.incremental.waiting.map((request) => request.recorded)).toEqual([true, false])
    const started = runStarted(recorded, 'incremental', NOW_MS)
    const { runId, runNo, kind } = first
    const checkAtMs = NOW_MS + started.timings.runCheckEveryMs
    expect(started.lanes.incremental.open).toEqual({ runId, runNo, kind, reading: true, checkAtMs })
    expect(checkRunAt(started, 'incremental', 7).lanes.incremental.open?.checkAtMs).toBe(7)

    const ended = runEnded(started, 'incremental', 1)
    expect(ended.lanes.incremental.open).toBeNull()
    const next = runStarted(ended, 'incremental', NOW_MS)
    expect(runEnded(next, 'incremental', 1), 'late news of the one before').toBe(next)
  })

  test('what is not there is not started, ended or looked at', () => {
    const state = fresh()
    expect(runStarted(state, 'full', NOW_MS)).toBe(state)
    expect(runEnded(state, 'full', 1)).toBe(state)
    expect(checkRunAt(state, 'full', 0)).toBe(state)
  })
})

describe('refused by the runs table', () => {
  test('whoever holds the lane is an open run, looked at now; what waits gets numbers above it, in order', () => {
    const waiting = asked(asked(fresh(), 'incremental'), 'key_check')
    const answer = { opened: false, by: stranger, lastRunNo: asRunNo(43) } as const
    const held = runRefused(waiting, 'incremental', answer, NOW_MS)
    expect(held.lanes.incremental.open).toEqual({ ...stranger, reading: true, checkAtMs: NOW_MS })
    expect(held.lanes.incremental.waiting).toEqual([
      { ...waiting.lanes.incremental.waiting[0], runNo: 44 },
      { ...waiting.lanes.incremental.waiting[1], runNo: 45 },
    ])
    expect(held.nextRunNo).toBe(46)
  })

  test('a number above the holder’s is kept: it has been told to people', () => {
    const waiting = asked({ ...fresh(), nextRunNo: 42 }, 'incremental')
    const answer = { opened: false, by: stranger, lastRunNo: asRunNo(43) } as const
    const held = runRefused(waiting, 'incremental', answer, NOW_MS)
    expect(held.lanes.incremental.waiting).toEqual(waiting.lanes.incremental.waiting)
    expect(held.nextRunNo).toBe(43)
  })

  test('a number that is taken is left for the next free one, and the lane stays free', () => {
    const waiting = asked(fresh(), 'full')
    const answer = { opened: false, by: null, lastRunNo: asRunNo(7) } as const
    const { lanes, nextRunNo } = runRefused(waiting, 'full', answer, NOW_MS)
    expect([lanes.full.open, lanes.full.waiting[0]?.runNo, nextRunNo]).toEqual([null, 8, 9])
  })
})
