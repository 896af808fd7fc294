import type { OpenRunAnswer } from '../../src/activities/contract.ts'
import { SYSTEM_ACTOR } from '../../src/model/core/actor.ts'
import { DEFAULT_ENTITY_TIMINGS } from '../../src/model/core/commands.ts'
import type { RunId, RunNo } from '../../src/model/core/ids.ts'
import { asIntegrationId, asRunId, asRunNo } from '../../src/model/core/ids.ts'
import type { Lane, LaneKind } from '../../src/model/core/runs.ts'
import { requestTest } from '../../src/workflows/entity-commands.ts'
import type { Duty } from '../../src/workflows/entity-duties.ts'
import { nextDuty } from '../../src/workflows/entity-duties.ts'
import { accessGivenUp } from '../../src/workflows/entity-events.ts'
import { checkRunAt, runEnded, runRecorded, runRefused, runStarted } from '../../src/workflows/entity-runs.ts'
import type { EntityState } from '../../src/workflows/entity-state.ts'
import { newEntity } from '../../src/workflows/entity-state.ts'

/** A row of `runs`, as far as the entity depends on it. */
export interface Row {
  readonly runId: RunId
  readonly runNo: RunNo
  readonly kind: LaneKind
  readonly lane: Lane
  readonly ended: boolean
}

/**
 * The entity without Temporal: its state, and a world that answers as the `runs` table and the workflows
 * would. One step of it is one thing that can happen between two looks at the state.
 */
export interface World {
  readonly state: EntityState
  readonly nowMs: number
  readonly testUnderWay: boolean
  readonly rows: readonly Row[]
  /** Runs whose workflow was started, and has not ended. */
  readonly alive: ReadonlySet<RunId>
}

let lastId = 0
/** Ids of a length and an order, so that a counterexample can be read. */
export function freshId(): RunId {
  lastId += 1
  return asRunId(`01890000-0000-7000-8000-${String(lastId).padStart(12, '0')}`)
}

export const newWorld = (): World => ({
  state: newEntity(asIntegrationId('01890000-0000-7000-8000-00000000000a'), DEFAULT_ENTITY_TIMINGS),
  nowMs: 1_750_000_000_000,
  testUnderWay: false,
  rows: [],
  alive: new Set(),
})

export const openIn = (world: World, lane: Lane): Row | null =>
  world.rows.find((row) => row.lane === lane && !row.ended) ?? null

export const dutyOf = ({ state, nowMs, testUnderWay }: World, atMs = nowMs): Duty | null =>
  state.closing ? null : nextDuty(state, { nowMs: atMs, testUnderWay, modeUnderWay: null })

/** What the main loop does with its next duty; nothing where there is none. */
export function doDuty(world: World): World {
  const duty = dutyOf(world)
  return duty === null ? world : done(world, duty)
}

function done(world: World, duty: Duty): World {
  const { state, nowMs } = world
  const { applied } = state
  const become = (next: EntityState): World => ({ ...world, state: next })
  switch (duty.do) {
    case 'savePhase':
      return become({ ...state, applied: { ...applied, phase: duty.phase, note: duty.note } })
    case 'syncSchedules':
      return become({ ...state, applied: { ...applied, schedules: { pausedNote: duty.pausedNote } } })
    case 'applyMode':
    case 'stopMode':
      return become({ ...state, modeWanted: null })
    case 'tellRuns':
      return become({ ...state, toldEpoch: state.credentialsEpoch })
    case 'startTest':
      return { ...world, testUnderWay: true }
    case 'probeAccess':
      return become(requestTest(state, 'access', SYSTEM_ACTOR, null))
    case 'giveUpAccess':
      return become(accessGivenUp(state))
    case 'recordRun':
      return recorded(world, duty.lane, duty.request)
    case 'startRun': {
      const alive = new Set([...world.alive, duty.request.runId])
      return { ...world, state: runStarted(state, duty.lane, nowMs), alive }
    }
    case 'checkRun':
      return checked(world, duty.lane, duty.run)
  }
}

function recorded(world: World, lane: Lane, request: Omit<Row, 'lane' | 'ended'>): World {
  const { state, rows, nowMs } = world
  const { runId, runNo, kind } = request
  const answer = answerOf(world, lane, runNo)
  if (!answer.opened) return { ...world, state: runRefused(state, lane, answer, nowMs) }
  const row: Row = { runId, runNo, kind, lane, ended: false }
  return { ...world, state: runRecorded(state, lane, runId), rows: [...rows, row] }
}

function answerOf(world: World, lane: Lane, runNo: RunNo): OpenRunAnswer {
  const by = openIn(world, lane)
  const taken = world.rows.some((row) => row.runNo === runNo || (row.lane === lane && row.runNo > runNo))
  if (by === null && !taken) return { opened: true }
  const lastRunNo = asRunNo(Math.max(...world.rows.map((row) => row.runNo)))
  return { opened: false, by, lastRunNo }
}

/** As `describeRun`: the row of a run whose workflow is no more is closed by asking for it. */
function checked(world: World, lane: Lane, { runId, runNo }: Pick<Row, 'runId' | 'runNo'>): World {
  const { state, nowMs } = world
  const lives = world.alive.has(runId)
  const nextCheckMs = nowMs + state.timings.runCheckEveryMs
  if (lives) return { ...world, state: checkRunAt(state, lane, nextCheckMs) }
  return { ...ended(world, runId), state: runEnded(state, lane, runNo) }
}

/** A run ends, and the entity has not heard of it yet. */
export function ended(world: World, runId: RunId): World {
  const rows = world.rows.map((row) => (row.runId === runId ? { ...row, ended: true } : row))
  return dead({ ...world, rows }, runId)
}

/** A run's workflow is no more, and its row says nothing of it. */
export const dead = (world: World, runId: RunId): World => ({
  ...world,
  alive: new Set([...world.alive].filter((id) => id !== runId)),
})

/** A run that the entity knows nothing of takes a lane that is free. */
export function stranger(world: World, lane: Lane, kind: LaneKind, lives: boolean): World {
  if (openIn(world, lane) !== null) return world
  const runNo = asRunNo(Math.max(world.state.nextRunNo, ...world.rows.map((row) => row.runNo)) + 1)
  const row: Row = { runId: freshId(), runNo, kind, lane, ended: false }
  const alive = lives ? new Set([...world.alive, row.runId]) : world.alive
  return { ...world, rows: [...world.rows, row], alive }
}
