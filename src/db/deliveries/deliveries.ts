import { and, asc, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { DeliveryState } from '../../model/core/deliveries.ts'
import type { DeliveryId, DestinationId, IntegrationId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { Db } from '../client.ts'
import { deliveries, destinations } from '../schema/access.ts'

export type Delivery = typeof deliveries.$inferSelect

/** What an attempt needs; what is sealed is opened for the moment of the attempt, by `openDestination`. */
export interface DeliveryTask {
  readonly id: DeliveryId
  readonly destinationId: DestinationId
  /** The destination's: null for all. */
  readonly integrationId: IntegrationId | null
  readonly state: DeliveryState
  readonly eventType: string
  readonly payload: JsonObject
  readonly createdAt: string
  readonly sealedUrl: Uint8Array
  readonly sealedSecret: Uint8Array
  /** The destination was disabled meanwhile. */
  readonly disabled: boolean
}

/** Null where the delivery or its destination is gone. */
export async function deliveryTask(db: Db, id: DeliveryId): Promise<DeliveryTask | null> {
  const [row] = await db
    .select({
      id: deliveries.id,
      destinationId: deliveries.destinationId,
      integrationId: destinations.integrationId,
      state: deliveries.state,
      eventType: deliveries.eventType,
      payload: deliveries.payload,
      createdAt: deliveries.createdAt,
      sealedUrl: destinations.sealedUrl,
      sealedSecret: destinations.sealedSecret,
      disabledAt: destinations.disabledAt,
    })
    .from(deliveries)
    .innerJoin(destinations, eq(destinations.id, deliveries.destinationId))
    .where(eq(deliveries.id, id))
  if (!row) return null
  const { disabledAt, ...task } = row
  return { ...task, disabled: disabledAt !== null }
}

/** One attempt's end. A delivered one stays delivered, whatever a straggler says. */
export async function recordAttempt(
  db: Db,
  id: DeliveryId,
  attempt: { readonly state: DeliveryState; readonly status: number | null; readonly error: string | null },
): Promise<void> {
  await db
    .update(deliveries)
    .set({
      state: attempt.state,
      attempts: sql`${deliveries.attempts} + 1`,
      lastStatus: attempt.status,
      lastError: attempt.error,
      ...(attempt.state === 'delivered' && { deliveredAt: sql`now()` }),
    })
    .where(and(eq(deliveries.id, id), inArray(deliveries.state, ['pending', 'failed'])))
}

/** A destination's deliveries, newest first. The destination was read within a scope before. */
export function listDeliveries(
  db: Db,
  destinationId: DestinationId,
  page: { readonly before?: DeliveryId | undefined; readonly limit: number },
): Promise<Delivery[]> {
  return db
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.destinationId, destinationId), page.before && lt(deliveries.id, page.before)))
    .orderBy(desc(deliveries.id))
    .limit(page.limit)
}

/**
 * Deliveries that nobody may have started: made a while ago, and no start noted. A process can die between the commit of
 * the outbox and the start of the workflows, or before it has noted that; starting one twice is refused by its workflow
 * id. What merely waits for a slow receiver was started and is not among them, however many there are.
 */
export async function unstartedDeliveries(
  db: Db,
  { olderThanMs, limit }: { readonly olderThanMs: number; readonly limit: number },
): Promise<DeliveryId[]> {
  const rows = await db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.state, 'pending'),
        isNull(deliveries.workflowStartedAt),
        lt(deliveries.createdAt, sql`now() - make_interval(secs => ${olderThanMs / 1_000})`),
      ),
    )
    .orderBy(asc(deliveries.id))
    .limit(limit)
  return rows.map((row) => row.id)
}
