import { and, desc, eq, isNull, lt } from 'drizzle-orm'
import type { IntegrationId, RunId } from '../../model/core/ids.ts'
import type { RunKind } from '../../model/core/runs.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import { runs } from '../schema/collecting.ts'
import { within } from '../scope.ts'

export type Run = typeof runs.$inferSelect

export interface RunFilter {
  readonly integrationId?: IntegrationId | undefined
  readonly kind?: RunKind | undefined
  /** Only those that have not ended. */
  readonly open?: boolean | undefined
  /** Keyset: runs before this one, newest first (ids are UUIDv7). */
  readonly before?: RunId | undefined
  readonly limit: number
}

/** Newest first. */
export function listRuns(db: Db, scope: Scope, filter: RunFilter): Promise<Run[]> {
  return db
    .select()
    .from(runs)
    .where(
      and(
        within(scope, runs.integrationId),
        filter.integrationId && eq(runs.integrationId, filter.integrationId),
        filter.kind && eq(runs.kind, filter.kind),
        filter.open ? isNull(runs.endedAt) : undefined,
        filter.before && lt(runs.id, filter.before),
      ),
    )
    .orderBy(desc(runs.id))
    .limit(filter.limit)
}

export async function getRun(db: Db, scope: Scope, runId: RunId): Promise<Run | null> {
  const [row] = await db
    .select()
    .from(runs)
    .where(and(eq(runs.id, runId), within(scope, runs.integrationId)))
  return row ?? null
}
