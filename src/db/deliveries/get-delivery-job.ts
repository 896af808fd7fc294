import { eq } from 'drizzle-orm'
import type { DeliveryId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { deliveries, destinations } from '../schema/access.ts'

export interface DeliveryJob {
  readonly delivery: typeof deliveries.$inferSelect
  /** Null where the destination was deleted meanwhile. */
  readonly destination: typeof destinations.$inferSelect | null
}

/** All that one attempt needs, the sealed secret included. */
export async function getDeliveryJob(db: Db, id: DeliveryId): Promise<DeliveryJob | null> {
  const [row] = await db
    .select({ delivery: deliveries, destination: destinations })
    .from(deliveries)
    .leftJoin(destinations, eq(destinations.id, deliveries.destinationId))
    .where(eq(deliveries.id, id))
  return row ?? null
}
