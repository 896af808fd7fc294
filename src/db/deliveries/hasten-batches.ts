import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { DestinationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { deliveries, deliveryBatches } from '../schema/access.ts'

/**
 * What has failed at a destination is due now: somebody has just mended what it may have failed for, and would else wait for
 * hours to see whether that was it. Deliveries become such as nobody was told of, so that the next look at the outbox, which
 * comes within seconds, wakes the workflow; the API needs no Temporal for it. Whoever calls holds the destination's row.
 */
export async function hastenBatches(tx: Db, id: DestinationId): Promise<void> {
  await tx.update(deliveryBatches).set({ dueAt: sql`now()` }).where(eq(deliveryBatches.destinationId, id))
  await tx
    .update(deliveries)
    .set({ state: 'pending', workflowStartedAt: null })
    .where(
      and(eq(deliveries.destinationId, id), eq(deliveries.state, 'failed'), isNotNull(deliveries.batchId)),
    )
}
