import { desc, eq } from 'drizzle-orm'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { collectionGaps } from '../schema/collecting.ts'

export type GapRow = typeof collectionGaps.$inferSelect

/** More would be an integration that is hardly ever on. */
const MOST_GAPS = 100

/** What an integration has lost, newest first. */
export function listGaps(db: Db, integrationId: IntegrationId): Promise<GapRow[]> {
  return db
    .select()
    .from(collectionGaps)
    .where(eq(collectionGaps.integrationId, integrationId))
    .orderBy(desc(collectionGaps.lostUntil), collectionGaps.stream)
    .limit(MOST_GAPS)
}
