import { and, asc, desc, eq, getTableColumns, gte, inArray, lt } from 'drizzle-orm'
import type { DeliveryState } from '../../model/core/deliveries.ts'
import type { DestinationKind } from '../../model/core/destinations.ts'
import type { DeliveryId, DestinationId } from '../../model/core/ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import { deliveries, deliveryAttempts, deliveryBatches, destinations } from '../schema/access.ts'
import { within } from '../scope.ts'

export type Delivery = typeof deliveries.$inferSelect & {
  readonly kind: DestinationKind
  /** When its batch is sent next; null where it is in none that is on its way. */
  readonly nextAttemptAt: string | null
}
export type DeliveryAttempt = typeof deliveryAttempts.$inferSelect

const SHOWN = {
  ...getTableColumns(deliveries),
  kind: destinations.kind,
  nextAttemptAt: deliveryBatches.dueAt,
}
/** A batch is gone once it was taken or given up; the deliveries that were in it still name it. */
const IN_BATCH = eq(deliveryBatches.id, deliveries.batchId)

export interface DeliveryFilter {
  readonly destinationId?: DestinationId | undefined
  readonly states?: readonly DeliveryState[] | undefined
  readonly types?: readonly string[] | undefined
  /** ISO: made then or later. */
  readonly since?: string | undefined
  /** Keyset: those before this one. */
  readonly before?: DeliveryId | undefined
  readonly limit: number
}

/** Newest first, of destinations that are still there and within the scope. */
export async function listDeliveries(db: Db, scope: Scope, filter: DeliveryFilter): Promise<Delivery[]> {
  const { destinationId, states, types, since, before, limit } = filter
  return db
    .select(SHOWN)
    .from(deliveries)
    .innerJoin(destinations, eq(destinations.id, deliveries.destinationId))
    .leftJoin(deliveryBatches, IN_BATCH)
    .where(
      and(
        within(scope, destinations.integrationId),
        destinationId && eq(deliveries.destinationId, destinationId),
        states && inArray(deliveries.state, [...states]),
        types && inArray(deliveries.eventType, [...types]),
        since === undefined ? undefined : gte(deliveries.createdAt, since),
        before && lt(deliveries.id, before),
      ),
    )
    .orderBy(desc(deliveries.id))
    .limit(limit)
}

export async function getDelivery(
  db: Db,
  scope: Scope,
  id: DeliveryId,
): Promise<{ readonly delivery: Delivery; readonly attempts: readonly DeliveryAttempt[] } | null> {
  const [delivery] = await db
    .select(SHOWN)
    .from(deliveries)
    .innerJoin(destinations, eq(destinations.id, deliveries.destinationId))
    .leftJoin(deliveryBatches, IN_BATCH)
    .where(and(eq(deliveries.id, id), within(scope, destinations.integrationId)))
  if (delivery === undefined) return null
  const attempts = await db
    .select()
    .from(deliveryAttempts)
    .where(eq(deliveryAttempts.deliveryId, id))
    .orderBy(asc(deliveryAttempts.no))
  return { delivery, attempts }
}
