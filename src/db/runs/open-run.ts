import { and, eq, isNull, max } from 'drizzle-orm'
import type { Actor } from '../../model/core/actor.ts'
import type { IntegrationId, RunId, RunNo } from '../../model/core/ids.ts'
import { asRunNo } from '../../model/core/ids.ts'
import type { Lane, RunKind } from '../../model/core/runs.ts'
import type { Db } from '../client.ts'
import { runs } from '../schema/collecting.ts'
import type { Run } from './list-runs.ts'

export interface NewRun {
  readonly id: RunId
  readonly integrationId: IntegrationId
  readonly runNo: RunNo
  readonly kind: RunKind
  /** Null for a connection test, which runs beside both lanes. */
  readonly lane: Lane | null
  readonly workflowId: string
  readonly requestedBy: Actor
}

export type Opened =
  | { readonly opened: true; readonly run: Run }
  /** The lane is taken by another run, or (null) the number is, or it is behind the lane's last. */
  | { readonly opened: false; readonly by: Run | null }

/**
 * Opens a run; the same run opened again is the same run. The index `runs_open_lane` allows one a lane, and
 * a lane's numbers only rise: they order fences, so that a run with a lesser one could claim no checkpoint.
 */
export async function openRun(db: Db, run: NewRun): Promise<Opened> {
  const lastOfLane = await lastRunNo(db, run.integrationId, run.lane ?? undefined)
  if (run.lane === null || lastOfLane < run.runNo) {
    const [made] = await db
      .insert(runs)
      .values({ ...run, state: 'queued' })
      .onConflictDoNothing()
      .returning()
    if (made) return { opened: true, run: made }
  }
  const [same] = await db.select().from(runs).where(eq(runs.id, run.id))
  if (same) return { opened: true, run: same }
  if (run.lane === null) return { opened: false, by: null }
  return { opened: false, by: await openRunOf(db, run.integrationId, run.lane) }
}

/** The run that a lane has open, if it has one. */
export async function openRunOf(db: Db, integrationId: IntegrationId, lane: Lane): Promise<Run | null> {
  const [row] = await db
    .select()
    .from(runs)
    .where(and(eq(runs.integrationId, integrationId), eq(runs.lane, lane), isNull(runs.endedAt)))
  return row ?? null
}

/** The greatest run number given so far (in one lane, if it is named), 0 where there was no run yet. */
export async function lastRunNo(db: Db, integrationId: IntegrationId, lane?: Lane): Promise<RunNo> {
  const [row] = await db
    .select({ last: max(runs.runNo) })
    .from(runs)
    .where(and(eq(runs.integrationId, integrationId), lane && eq(runs.lane, lane)))
  return asRunNo(row?.last ?? 0)
}
