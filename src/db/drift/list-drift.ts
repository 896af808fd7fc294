import { desc, eq } from 'drizzle-orm'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { drift } from '../schema/collecting.ts'

export type DriftRow = typeof drift.$inferSelect

/** What of upstream was not as known, most recent first. Read the integration within a scope before. */
export function listDrift(db: Db, integrationId: IntegrationId): Promise<DriftRow[]> {
  return db
    .select()
    .from(drift)
    .where(eq(drift.integrationId, integrationId))
    .orderBy(desc(drift.lastSeenAt), drift.stream, drift.path)
}
