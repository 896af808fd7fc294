import { and, asc, gt, gte, inArray, isNull, lt, or } from 'drizzle-orm'
import type { RunId } from '../../model/core/ids.ts'
import type { Period } from '../../model/core/period.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import type { RunStream } from '../run-streams/list-run-streams.ts'
import type { Run } from '../runs/list-runs.ts'
import { collectionGaps, runStreams, runs } from '../schema/collecting.ts'
import { within } from '../scope.ts'

/** Runs that were under way at some time of a period. */
export function nextPeriodRuns(
  db: Db,
  scope: Scope,
  { from, until }: Period,
  page: { readonly after: RunId | null; readonly limit: number },
): Promise<Run[]> {
  return db
    .select()
    .from(runs)
    .where(
      and(
        within(scope, runs.integrationId),
        lt(runs.createdAt, until),
        or(isNull(runs.endedAt), gte(runs.endedAt, from)),
        page.after === null ? undefined : gt(runs.id, page.after),
      ),
    )
    .orderBy(asc(runs.id))
    .limit(page.limit)
}

/** The streams of these runs, which were read within a scope before. */
export function streamsOfRuns(db: Db, ids: readonly RunId[]): Promise<RunStream[]> {
  return db
    .select()
    .from(runStreams)
    .where(inArray(runStreams.runId, [...ids]))
    .orderBy(asc(runStreams.runId), asc(runStreams.stream))
}

/** History that was lost of a period, however often that is: an integration that is hardly ever on has some a week. */
export function periodGaps(
  db: Db,
  scope: Scope,
  { from, until }: Period,
): Promise<(typeof collectionGaps.$inferSelect)[]> {
  return db
    .select()
    .from(collectionGaps)
    .where(
      and(
        within(scope, collectionGaps.integrationId),
        lt(collectionGaps.lostFrom, until),
        gt(collectionGaps.lostUntil, from),
      ),
    )
    .orderBy(asc(collectionGaps.integrationId), asc(collectionGaps.stream), asc(collectionGaps.lostFrom))
}
