import type { Db } from '../db/client.ts'
import { listRunStreams } from '../db/run-streams/list-run-streams.ts'
import { setStreamState as moveStream } from '../db/run-streams/set-stream-state.ts'
import type { Run } from '../db/runs/list-runs.ts'
import { lockRun } from '../db/runs/lock-run.ts'
import { endRun, setRunStage as moveStage, setRunState } from '../db/runs/move-run.ts'
import { openRun as insertRun, lastRunNo } from '../db/runs/open-run.ts'
import type { RunState, StreamState, TerminalRunState } from '../model/core/runs.ts'
import { isTerminalRunState } from '../model/core/runs.ts'
import type {
  FinishRunInput,
  LaneHolder,
  OpenRunAnswer,
  OpenRunInput,
  SetRunStageInput,
  SetStreamStateInput,
} from './contract.ts'
import type { ActivityDeps } from './deps.ts'

type RunDeps = Pick<ActivityDeps, 'database'>

/** Writes the run's row. A connection test has no stages, so it runs from its first moment. */
export async function openRun({ database }: RunDeps, input: OpenRunInput): Promise<OpenRunAnswer> {
  const { runId, actor, kind, ...rest } = input
  const opened = await insertRun(database.drizzle, { id: runId, requestedBy: actor, kind, ...rest })
  if (!opened.opened) {
    const last = await lastRunNo(database.drizzle, input.integrationId)
    return { opened: false, by: holderOf(opened.by), lastRunNo: last }
  }
  if (kind === 'connection_test') await setRunState(database.drizzle, runId, 'running')
  return { opened: true }
}

/** A connection test holds no lane. */
function holderOf(run: Run | null): LaneHolder | null {
  if (run === null || run.kind === 'connection_test') return null
  return { runId: run.id, runNo: run.runNo, kind: run.kind }
}

export async function setRunStage({ database }: RunDeps, { runId, stage }: SetRunStageInput): Promise<void> {
  await setRunState(database.drizzle, runId, 'running')
  await moveStage(database.drizzle, runId, stage)
}

/**
 * Says where a stream stands, and with it the run: a run waits when all of its streams under way do.
 * The run's row is locked first, so that two streams that change at once see each other.
 */
export async function setStreamState({ database }: RunDeps, input: SetStreamStateInput): Promise<void> {
  await database.drizzle.transaction((tx) => moveStreamOfRun(tx, input))
}

/** The same in a transaction of the caller's. */
export async function moveStreamOfRun(tx: Db, input: SetStreamStateInput): Promise<void> {
  const { runId, stream, state, cause, waitingUntilMs, waitedMs } = input
  await lockRun(tx, runId)
  const waitingUntil = waitingUntilMs === null ? null : new Date(waitingUntilMs).toISOString()
  await moveStream(tx, { runId, stream, state, cause, waitingUntil, waitedMs })
  const runState = stateOfRun((await listRunStreams(tx, runId)).map((row) => row.state))
  if (runState !== null) await setRunState(tx, runId, runState)
}

/** The run's state as its streams make it; null where none of them is under way. */
export function stateOfRun(streams: readonly StreamState[]): Exclude<RunState, TerminalRunState> | null {
  if (streams.includes('running')) return 'running'
  if (streams.includes('waiting_for_rate_limit')) return 'waiting_for_rate_limit'
  // A person can end this one; what has stalled goes on once upstream does.
  if (streams.includes('waiting_for_credentials')) return 'waiting_for_credentials'
  return streams.includes('stalled') ? 'stalled' : null
}

export async function finishRun(
  { database }: RunDeps,
  { runId, state, outcome }: FinishRunInput,
): Promise<void> {
  if (!isTerminalRunState(state)) throw new Error(`A run cannot end as ${state}.`)
  await endRun(database.drizzle, runId, state, outcome)
}
