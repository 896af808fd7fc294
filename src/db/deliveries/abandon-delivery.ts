import { and, eq, inArray } from 'drizzle-orm'
import type { DeliveryId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { deliveries } from '../schema/access.ts'

/** No attempt follows. The reason is a code, null keeps the last attempt's; a delivered one stays delivered. */
export async function abandonDelivery(db: Db, id: DeliveryId, reason: string | null): Promise<void> {
  await db
    .update(deliveries)
    .set({ state: 'abandoned', ...(reason !== null && { lastError: reason }) })
    .where(and(eq(deliveries.id, id), inArray(deliveries.state, ['pending', 'failed'])))
}
