import { and, eq, inArray } from 'drizzle-orm'
import type { DestinationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { deliveries, deliveryBatches, destinations } from '../schema/access.ts'

/**
 * All that is on its way to a destination that is disabled or gone is given up. The reason is a code, null keeps the last
 * attempt's. False where somebody has enabled it since: what there is by now is for it.
 */
export function abandonOpen(db: Db, id: DestinationId, reason: string | null): Promise<boolean> {
  return db.transaction(async (tx) => {
    // Held, so that whoever enables it does so before, and is seen, or after, and finds all given up.
    const [held] = await tx
      .select({ disabledAt: destinations.disabledAt })
      .from(destinations)
      .where(eq(destinations.id, id))
      .for('update')
    if (held?.disabledAt === null) return false
    await tx
      .update(deliveries)
      .set({ state: 'abandoned', ...(reason !== null && { lastError: reason }) })
      .where(and(eq(deliveries.destinationId, id), inArray(deliveries.state, ['pending', 'failed'])))
    await tx.delete(deliveryBatches).where(eq(deliveryBatches.destinationId, id))
    return true
  })
}
