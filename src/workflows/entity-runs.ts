import type { OpenRunAnswer } from '../activities/contract.ts'
import type { Actor } from '../model/core/actor.ts'
import type { RunTicket } from '../model/core/commands.ts'
import type { FindingId, RunId } from '../model/core/ids.ts'
import { asRunNo } from '../model/core/ids.ts'
import type { CollectionKind, Lane, LaneKind } from '../model/core/runs.ts'
import { LANE_OF_RUN_KIND } from '../model/core/runs.ts'
import type { EntityState, RunRequest } from './entity-state.ts'
import { withLane } from './entity-state.ts'

export interface RunWish {
  readonly kind: CollectionKind
  readonly runId: RunId
  readonly actor: Actor
  /**
   * `joinOpen`: an open run of the kind answers the wish (Collect Now), as long as it reads: whoever asks
   * because something has changed must not be given what was read before. `afterOpen`: only a run that
   * starts later does (ticks, access newly granted).
   */
  readonly policy: 'joinOpen' | 'afterOpen'
}

/** Asks for a run: joins what answers the wish already, else takes the next number and waits for the lane. */
export function requestRun(
  state: EntityState,
  wish: RunWish,
): { readonly state: EntityState; readonly ticket: RunTicket } {
  const lane = LANE_OF_RUN_KIND[wish.kind]
  const { open, waiting } = state.lanes[lane]
  if (wish.policy === 'joinOpen' && open?.kind === wish.kind && open.reading) {
    return { state, ticket: ticketOf(open, true) }
  }
  const same = waiting.find((request) => request.kind === wish.kind)
  if (same !== undefined) return { state, ticket: ticketOf(same, true) }
  const request: RunRequest = {
    runId: wish.runId,
    runNo: asRunNo(state.nextRunNo),
    kind: wish.kind,
    actor: wish.actor,
    recorded: false,
  }
  const numbered = { ...state, nextRunNo: state.nextRunNo + 1 }
  return {
    state: withLane(numbered, lane, { waiting: [...waiting, request] }),
    ticket: ticketOf(request, false),
  }
}

export interface RecheckWish {
  readonly findingId: FindingId
  readonly runId: RunId
  readonly actor: Actor
}

/**
 * Asks for a recheck: one that waits takes the finding on, and whoever asks for the same again joins it. One that is
 * open has begun to read, and what it read may be older than what the person has just mended.
 */
export function requestRecheck(
  state: EntityState,
  { findingId, runId, actor }: RecheckWish,
): { readonly state: EntityState; readonly ticket: RunTicket } {
  const { waiting } = state.lanes.recheck
  const [first] = waiting
  if (first !== undefined) {
    const findingIds = [...new Set([...(first.findingIds ?? []), findingId])]
    const next = withLane(state, 'recheck', { waiting: [{ ...first, findingIds }] })
    return { state: next, ticket: ticketOf(first, true) }
  }
  const runNo = asRunNo(state.nextRunNo)
  const request: RunRequest = {
    runId,
    runNo,
    kind: 'recheck',
    actor,
    findingIds: [findingId],
    recorded: false,
  }
  const numbered = { ...state, nextRunNo: state.nextRunNo + 1 }
  return { state: withLane(numbered, 'recheck', { waiting: [request] }), ticket: ticketOf(request, false) }
}

const ticketOf = (
  run: Pick<RunRequest, 'runId' | 'runNo'> & { readonly kind: LaneKind },
  joined: boolean,
): RunTicket => ({
  runId: run.runId,
  runNo: run.runNo,
  kind: run.kind,
  joined,
})

/** The row of a waiting run is written. */
export function runRecorded(state: EntityState, lane: Lane, runId: RunId): EntityState {
  const waiting = state.lanes[lane].waiting.map((request) =>
    request.runId === runId ? { ...request, recorded: true } : request,
  )
  return withLane(state, lane, { waiting })
}

/**
 * The `runs` table knows a run that this entity does not (it was reset to an earlier point of its
 * history, say). The table is believed: what holds the lane is an open run like any other, looked at
 * at once since its end may have been told before; what was asked for waits for it.
 */
export function runRefused(
  state: EntityState,
  lane: Lane,
  { by, lastRunNo }: Extract<OpenRunAnswer, { opened: false }>,
  nowMs: number,
): EntityState {
  const [first] = state.lanes[lane].waiting
  const isBehind = by === null || (first !== undefined && first.runNo < by.runNo)
  const next = isBehind ? renumbered(state, lane, lastRunNo) : state
  return by === null ? next : withLane(next, lane, { open: { ...by, reading: true, checkAtMs: nowMs } })
}

/** Run numbers order the fences of a lane's streams, so what waits there gets numbers above all others, in its order. */
function renumbered(state: EntityState, lane: Lane, lastRunNo: number): EntityState {
  const from = Math.max(state.nextRunNo, lastRunNo + 1)
  const waiting = state.lanes[lane].waiting.map((one, n) => ({ ...one, runNo: asRunNo(from + n) }))
  return withLane({ ...state, nextRunNo: from + waiting.length }, lane, { waiting })
}

/** The first waiting run of the lane takes it. */
export function runStarted(state: EntityState, lane: Lane, nowMs: number): EntityState {
  const [first, ...rest] = state.lanes[lane].waiting
  if (first === undefined) return state
  const { runId, runNo, kind } = first
  const checkAtMs = nowMs + state.timings.runCheckEveryMs
  return withLane(state, lane, { open: { runId, runNo, kind, reading: true, checkAtMs }, waiting: rest })
}

/** A run has read all that it will read. */
export function runRead(state: EntityState, lane: Lane, runNo: number): EntityState {
  const { open } = state.lanes[lane]
  return open?.runNo === runNo ? withLane(state, lane, { open: { ...open, reading: false } }) : state
}

/** A run is over: its lane is free, if it still held it (news may come twice, or late). */
export function runEnded(state: EntityState, lane: Lane, runNo: number): EntityState {
  return state.lanes[lane].open?.runNo === runNo ? withLane(state, lane, { open: null }) : state
}

/** Sets when an open run is looked at next; in the past means at once. */
export function checkRunAt(state: EntityState, lane: Lane, atMs: number): EntityState {
  const { open } = state.lanes[lane]
  return open === null ? state : withLane(state, lane, { open: { ...open, checkAtMs: atMs } })
}
