import { eq } from 'drizzle-orm'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { checkpoints } from '../schema/collecting.ts'

export type Checkpoint = typeof checkpoints.$inferSelect

/** Where every stream of an integration stands; rules read `completeRunNo` and `coveredFrom` from it. */
export function listCheckpoints(db: Db, integrationId: IntegrationId): Promise<Checkpoint[]> {
  return db.select().from(checkpoints).where(eq(checkpoints.integrationId, integrationId))
}
