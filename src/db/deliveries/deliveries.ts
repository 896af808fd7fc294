import { and, asc, eq, gt, isNull, lt, or, sql } from 'drizzle-orm'
import type { DeliveryState } from '../../model/core/deliveries.ts'
import type { DestinationKind } from '../../model/core/destinations.ts'
import type { DeliveryId, DestinationId, IntegrationId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { Db } from '../client.ts'
import { deliveries, destinations } from '../schema/access.ts'

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
  readonly sealedPreviousSecret: Uint8Array | null
  readonly previousSecretUntil: string | null
  /** Milliseconds for which the destination is to be left in peace. */
  readonly throttledForMs: number
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
      sealedPreviousSecret: destinations.sealedPreviousSecret,
      previousSecretUntil: destinations.previousSecretUntil,
      throttledForMs: sql<number>`coalesce(greatest(0, ceil(extract(epoch from throttled_until - now()) * 1000)), 0)::float8`,
      disabledAt: destinations.disabledAt,
    })
    .from(deliveries)
    .innerJoin(destinations, eq(destinations.id, deliveries.destinationId))
    .where(eq(deliveries.id, id))
  if (!row) return null
  const { disabledAt, ...task } = row
  return { ...task, disabled: disabledAt !== null }
}

/**
 * Deliveries that nobody may have started: made a while ago, or to be sent again, and no start noted. A process can die between
 * the commit of the outbox and the start of the workflows, or before it has noted that; starting one twice is refused by
 * its workflow id. What merely waits for a slow receiver was started and is not among them, however many there are.
 */
export function unstartedDeliveries(
  db: Db,
  { olderThanMs, limit }: { readonly olderThanMs: number; readonly limit: number },
): Promise<StartableDelivery[]> {
  return db
    .select({
      ...{ id: deliveries.id, replays: deliveries.replays, destinationId: deliveries.destinationId },
      kind: KIND_OR_WEBHOOK,
    })
    .from(deliveries)
    .leftJoin(destinations, eq(destinations.id, deliveries.destinationId))
    .where(
      and(
        eq(deliveries.state, 'pending'),
        isNull(deliveries.workflowStartedAt),
        or(
          gt(deliveries.replays, 0),
          lt(deliveries.createdAt, sql`now() - make_interval(secs => ${olderThanMs / 1_000})`),
        ),
      ),
    )
    .orderBy(asc(deliveries.id))
    .limit(limit)
}

/** One that is gone is asked after as a webhook is, and then given up. */
const KIND_OR_WEBHOOK = sql<DestinationKind>`coalesce(${destinations.kind}, 'webhook')`

/** Each replay of a webhook has a workflow of its own; a destination of another kind has one for all. */
export interface StartableDelivery {
  readonly id: DeliveryId
  readonly destinationId: DestinationId
  readonly kind: DestinationKind
  readonly replays: number
}
