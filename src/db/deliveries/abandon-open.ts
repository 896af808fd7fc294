import { and, eq, inArray } from 'drizzle-orm'
import type { DestinationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { deliveries, deliveryBatches } from '../schema/access.ts'

/** All that is on its way to a destination is given up. The reason is a code, null keeps the last attempt's. */
export async function abandonOpen(db: Db, id: DestinationId, reason: string | null): Promise<void> {
  await db.transaction(async (tx) => {
    await tx
      .update(deliveries)
      .set({ state: 'abandoned', ...(reason !== null && { lastError: reason }) })
      .where(and(eq(deliveries.destinationId, id), inArray(deliveries.state, ['pending', 'failed'])))
    await tx.delete(deliveryBatches).where(eq(deliveryBatches.destinationId, id))
  })
}
