import type { ProbeSummary } from '../activities/contract.ts'
import type { Actor } from '../model/core/actor.ts'
import type { CollectionMode } from '../model/core/collection-mode.ts'
import type { EntityTimings } from '../model/core/commands.ts'
import type { FindingId, IntegrationId, RunId, RunNo } from '../model/core/ids.ts'
import type { Phase } from '../model/core/phases.ts'
import type { Lane, LaneKind } from '../model/core/runs.ts'
import { LANES } from '../model/core/runs.ts'

/**
 * The entity's state machine, in three pure parts so that it can be tested without Temporal:
 *
 * - this file: the facts that it remembers (and carries through continue-as-new);
 * - `entity-commands.ts` and `entity-events.ts`: how commands and news change the facts, and which commands are refused;
 * - `entity-duties.ts`: what is to be done next, *derived* from the facts each time.
 *
 * The phase is never set, it is derived (`entity-phase.ts`): two flags cannot contradict each other
 * when there is only one truth. Duties are level-triggered: what was not done because a worker died
 * or a new run took over is still due, so nothing has to be remembered as "in progress".
 */
export interface EntityState {
  readonly integrationId: IntegrationId
  readonly timings: EntityTimings
  readonly nextRunNo: number
  readonly nextTestNo: number
  readonly lanes: Readonly<Record<Lane, LaneState>>
  /** Connection tests asked for, oldest first; the first of them may be under way. */
  readonly tests: readonly TestRequest[]
  /** What the last connection test found; null before the first. */
  readonly probe: ProbeSummary | null
  readonly attention: Attention | null
  readonly access: AccessWait | null
  readonly pausedNote: string | null
  readonly closing: boolean
  readonly modeWanted: CollectionMode | null
  /** How many replacements of credentials have been probed. */
  readonly credentialsEpoch: number
  /** The epoch that open runs have been told of. */
  readonly toldEpoch: number
  /** What people should read beside the phase when nothing is wrong: the last good news. */
  readonly news: string | null
  /** What the database and Temporal's Schedules were last made to say. */
  readonly applied: Applied
}

export interface LaneState {
  readonly open: OpenRun | null
  /**
   * Runs that wait for the lane. At most one of a kind: whatever asks again joins it, so that ticks
   * that pile up during a long run become one. (Two kinds only meet in the incremental lane, where
   * a key check and an incremental read different streams and neither may swallow the other.) A recheck that waits
   * takes on what others want rechecked.
   */
  readonly waiting: readonly RunRequest[]
}

export interface RunRequest {
  readonly runId: RunId
  readonly runNo: RunNo
  readonly kind: LaneKind
  readonly actor: Actor
  /** Of a recheck: what it is about. */
  readonly findingIds?: readonly FindingId[]
  /** Whether its row in `runs` is written. */
  readonly recorded: boolean
}

export interface OpenRun {
  readonly runId: RunId
  readonly runNo: RunNo
  readonly kind: LaneKind
  /** Whether it may still see what is upstream now; once it only judges, nobody who asks to collect joins it. */
  readonly reading: boolean
  /** When to ask Temporal whether it still lives. */
  readonly checkAtMs: number
}

/** `access` and `recheck` are the entity's own: it asks again for what is awaited, hourly, and for what was denied, daily. */
export type TestReason = 'connect' | 'asked' | 'credentials' | 'access' | 'recheck'

export interface TestRequest {
  readonly testNo: number
  readonly reason: TestReason
  readonly actor: Actor
  /** Null for the entity's own probes, which leave no row in `runs`. */
  readonly run: { readonly runId: RunId; readonly runNo: RunNo } | null
}

export interface Attention {
  readonly code: string
  readonly credentialKind: string | null
}

export interface AccessWait {
  readonly sinceMs: number
  readonly nextProbeAtMs: number
}

export interface Applied {
  readonly phase: Phase | null
  readonly note: string | null
  /** Undefined: no Schedules yet. */
  readonly schedules: { readonly pausedNote: string | null } | null
}

const EMPTY_LANE: LaneState = { open: null, waiting: [] }

export function newEntity(integrationId: IntegrationId, timings: EntityTimings): EntityState {
  return {
    integrationId,
    timings,
    nextRunNo: 1,
    nextTestNo: 1,
    lanes: { full: EMPTY_LANE, incremental: EMPTY_LANE, recheck: EMPTY_LANE },
    tests: [],
    probe: null,
    attention: null,
    access: null,
    pausedNote: null,
    closing: false,
    modeWanted: null,
    credentialsEpoch: 0,
    toldEpoch: 0,
    news: null,
    applied: { phase: null, note: null, schedules: null },
  }
}

/** A state that a history from before some lane was built has carried over has that lane free. */
export const withEveryLane = (state: EntityState): EntityState =>
  LANES.filter((lane) => state.lanes[lane] === undefined).reduce(
    (next, lane) => withLane(next, lane, EMPTY_LANE),
    state,
  )

export const withLane = (state: EntityState, lane: Lane, change: Partial<LaneState>): EntityState => ({
  ...state,
  lanes: { ...state.lanes, [lane]: { ...state.lanes[lane], ...change } },
})
