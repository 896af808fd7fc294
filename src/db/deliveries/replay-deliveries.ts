import { and, asc, count, eq, gte, inArray, sql } from 'drizzle-orm'
import type { DeliveryId, DestinationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { deliveries } from '../schema/access.ts'

/**
 * Sends deliveries again. A replay is the same delivery: same id, same payload, and so the same `webhook-id`, by which
 * its receiver knows what it has taken already. The row goes back to `pending` without a workflow, and whoever hands the
 * outbox on starts one under the next number; asking twice before that finds nothing to do. Only what has ended can be
 * sent again: what is on its way is coming anyway, and two workflows of one delivery would count each other's attempts.
 */
const again = {
  state: 'pending' as const,
  replays: sql`${deliveries.replays} + 1`,
  workflowStartedAt: null,
  deliveredAt: null,
  // It goes into a new message, with what else there is by then.
  batchId: null,
}

/** False where it is on its way. */
export async function replayDelivery(db: Db, id: DeliveryId): Promise<boolean> {
  const rows = await db
    .update(deliveries)
    .set(again)
    .where(and(eq(deliveries.id, id), inArray(deliveries.state, ['delivered', 'abandoned'])))
    .returning({ id: deliveries.id })
  return rows.length > 0
}

export interface Replayed {
  readonly replayed: number
  /** Others that failed in that time, for another request. */
  readonly left: number
}

/** Those that were given up, made since then; oldest first, `limit` at most. */
export function replayFailed(
  db: Db,
  destinationId: DestinationId,
  { since, limit }: { readonly since: string; readonly limit: number },
): Promise<Replayed> {
  const failed = and(
    eq(deliveries.destinationId, destinationId),
    eq(deliveries.state, 'abandoned'),
    gte(deliveries.createdAt, since),
  )
  return db.transaction(async (tx) => {
    const chosen = tx
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(failed)
      .orderBy(asc(deliveries.id))
      .limit(limit)
      .for('update')
    const rows = await tx.update(deliveries).set(again).where(inArray(deliveries.id, chosen)).returning({
      id: deliveries.id,
    })
    const [left] = await tx.select({ n: count() }).from(deliveries).where(failed)
    return { replayed: rows.length, left: left?.n ?? 0 }
  })
}
