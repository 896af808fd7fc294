import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { NoticeEvent } from '../../model/core/deliveries.ts'
import type { RunId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { RunKind, RunState, Stage, TerminalRunState } from '../../model/core/runs.ts'
import { canMoveRun, RUN_STATES } from '../../model/core/runs.ts'
import type { Db } from '../client.ts'
import { addNotice } from '../notices/add-notice.ts'
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
  return db.transaction(async (tx) => {
    const before = await heldRun(tx, runId)
    const [moved] = await tx
      .update(runs)
      .set({
        state,
        startedAt: sql`case when ${state} = 'queued' then started_at else coalesce(started_at, now()) end`,
      })
      .where(and(eq(runs.id, runId), isNull(runs.endedAt), inArray(runs.state, comesFrom(state))))
      .returning(TOLD)
    if (moved === undefined) return false
    if (before?.startedAt === null && moved.startedAt !== null) await tellOfRun(tx, moved, 'run.started')
    if (state === 'stalled' && before?.state !== 'stalled') await tellOfRun(tx, moved, 'run.stalled')
    return true
  })
}

async function heldRun(tx: Db, runId: RunId) {
  const [row] = await tx
    .select({ state: runs.state, startedAt: runs.startedAt })
    .from(runs)
    .where(eq(runs.id, runId))
    .for('update')
  return row
}

const TOLD = {
  id: runs.id,
  integrationId: runs.integrationId,
  runNo: runs.runNo,
  kind: runs.kind,
  state: runs.state,
  startedAt: runs.startedAt,
}

/** A run that a person ended is no news to anybody. */
const END_EVENT = {
  completed: 'run.completed',
  completed_with_gaps: 'run.completed',
  failed: 'run.failed',
  cancelled: null,
} as const satisfies Record<TerminalRunState, NoticeEvent | null>

/** Connection tests and rechecks are answers to the person who asked. */
const TOLD_OF = new Set<RunKind>(['full', 'incremental', 'key_check'])

async function tellOfRun(
  tx: Db,
  run: Pick<typeof runs.$inferSelect, keyof typeof TOLD>,
  type: NoticeEvent,
): Promise<void> {
  if (!TOLD_OF.has(run.kind)) return
  const { id, integrationId, runNo, kind, state } = run
  const data = { run_id: id, run_no: runNo, kind, state, href: `/api/v1/runs/${id}` }
  await addNotice(tx, { integrationId, type, subjectId: id, data })
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
      .returning(TOLD)
    const [run] = ended
    if (run === undefined) return false
    const event = END_EVENT[state]
    if (event !== null) await tellOfRun(tx, run, event)
    await tx
      .update(runStreams)
      .set({ state: state === 'failed' ? 'failed' : 'cancelled', waitingUntil: null, endedAt: sql`now()` })
      .where(and(eq(runStreams.runId, runId), isNull(runStreams.endedAt)))
    return true
  })
}
