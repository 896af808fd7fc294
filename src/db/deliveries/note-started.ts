import { inArray, sql } from 'drizzle-orm'
import type { DeliveryId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { deliveries } from '../schema/access.ts'

/** Their workflows are there: nobody need start these again. */
export async function noteStarted(db: Db, ids: readonly DeliveryId[]): Promise<void> {
  if (ids.length === 0) return
  await db
    .update(deliveries)
    .set({ workflowStartedAt: sql`now()` })
    .where(inArray(deliveries.id, [...ids]))
}
