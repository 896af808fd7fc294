import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import type { DeliveryId, IntegrationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { deliveries } from '../schema/access.ts'
import { findingEvents } from '../schema/meaning.ts'

/**
 * Deliveries of an integration that nobody has tried yet, in id order: their workflows may not have been started,
 * for instance because the process died between the commit and the start. Starting one twice changes nothing.
 */
export async function listUnstartedDeliveries(
  db: Db,
  integrationId: IntegrationId,
  { after, limit }: { readonly after: DeliveryId | null; readonly limit: number },
): Promise<DeliveryId[]> {
  const ofIntegration = db
    .select({ id: findingEvents.id })
    .from(findingEvents)
    .where(eq(findingEvents.integrationId, integrationId))
  const rows = await db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.state, 'pending'),
        eq(deliveries.attempts, 0),
        inArray(deliveries.findingEventId, ofIntegration),
        after === null ? undefined : gt(deliveries.id, after),
      ),
    )
    .orderBy(asc(deliveries.id))
    .limit(limit)
  return rows.map((row) => row.id)
}
