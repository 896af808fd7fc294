import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { RunId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { RunState, Stage, TerminalRunState } from '../../model/core/runs.ts'
import { canMoveRun, RUN_STATES } from '../../model/core/runs.ts'
import type { Db } from '../client.ts'
import { runStreams, runs } from '../schema/collecting.ts'

/** States from which a run may come to `state`, itself among them: a step told twice is one step. */
const comesFrom = (state: RunState): RunState[] =>
  RUN_STATES.filter((from) => from === state || canMoveRun(from, state))

/** Moves an open run. False where the run is not there or may not move so (it has ended meanwhile). */
export async function setRunState(
  db: Db,
  runId: RunId,
  state: Exclude<RunState, TerminalRunState>,
): Promise<boolean> {
  const moved = await db
    .update(runs)
    .set({
      state,
      startedAt: sql`case when ${state} = 'queued' then started_at else coalesce(started_at, now()) end`,
    })
    .where(and(eq(runs.id, runId), isNull(runs.endedAt), inArray(runs.state, comesFrom(state))))
    .returning({ id: runs.id })
  return moved.length > 0
}

export async function setRunStage(db: Db, runId: RunId, stage: Stage): Promise<void> {
  await db
    .update(runs)
    .set({ stage })
    .where(and(eq(runs.id, runId), isNull(runs.endedAt)))
}

/**
 * Ends a run and so frees its lane; streams that were still under way end with it. False where it had ended
 * already: the first outcome stands.
 */
export async function endRun(
  db: Db,
  runId: RunId,
  state: TerminalRunState,
  outcome: JsonObject,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const ended = await tx
      .update(runs)
      .set({ state, outcome, endedAt: sql`now()` })
      .where(and(eq(runs.id, runId), isNull(runs.endedAt)))
      .returning({ id: runs.id })
    if (ended.length === 0) return false
    await tx
      .update(runStreams)
      .set({ state: state === 'failed' ? 'failed' : 'cancelled', waitingUntil: null, endedAt: sql`now()` })
      .where(and(eq(runStreams.runId, runId), isNull(runStreams.endedAt)))
    return true
  })
}
