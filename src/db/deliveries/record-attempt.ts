import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { DISABLE_AFTER_ATTEMPTS } from '../../model/core/deliveries.ts'
import type { DeliveryId, DestinationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { disableDestination } from '../destinations/disable-destination.ts'
import { deliveries, deliveryAttempts, destinations } from '../schema/access.ts'

export interface Attempt {
  /** ISO: when it began. */
  readonly at: string
  readonly taken: boolean
  /** Null: no answer came. */
  readonly status: number | null
  /** A code; null where it was taken. */
  readonly error: string | null
  readonly latencyMs: number
}

export interface AttemptOf {
  readonly deliveryId: DeliveryId
  readonly destinationId: DestinationId
}

/** What an attempt says of its receiver, beside of its delivery. */
export interface Consequences {
  /** Milliseconds of failures without a success after which the receiver is disabled. */
  readonly disableAfterMs: number
  /** Milliseconds that nothing is sent there; null: it did not say "too much". */
  readonly throttleMs: number | null
}

/**
 * One attempt's end: of its delivery, in the list of its attempts, and of its receiver, in one transaction. A delivered
 * one stays delivered, whatever a straggler says; the straggler's attempt is in the list all the same, since it was
 * sent. True where the receiver was disabled by it.
 */
export function recordAttempt(
  db: Db,
  { deliveryId, destinationId }: AttemptOf,
  attempt: Attempt,
  { disableAfterMs, throttleMs }: Consequences,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    await moveDelivery(tx, deliveryId, attempt)
    if (attempt.taken) {
      await forgiveDestination(tx, destinationId)
      return false
    }
    if (throttleMs !== null) await throttle(tx, destinationId, throttleMs)
    const { failingSince, failedAttempts } = await blameDestination(tx, destinationId)
    const failingMs = failingSince === null ? 0 : Date.parse(attempt.at) - Date.parse(failingSince)
    if (failingMs < disableAfterMs || failedAttempts < DISABLE_AFTER_ATTEMPTS) return false
    await disableDestination(tx, destinationId, 'failing')
    return true
  })
}

async function moveDelivery(tx: Db, id: DeliveryId, attempt: Attempt): Promise<void> {
  const [counted] = await tx
    .update(deliveries)
    .set({ attempts: sql`${deliveries.attempts} + 1` })
    .where(eq(deliveries.id, id))
    .returning({ no: deliveries.attempts })
  // Purged while it was on its way.
  if (counted === undefined) return
  const { at, status, error, latencyMs } = attempt
  await tx.insert(deliveryAttempts).values({ deliveryId: id, no: counted.no, at, status, error, latencyMs })
  await tx
    .update(deliveries)
    .set({
      state: attempt.taken ? 'delivered' : 'failed',
      lastStatus: status,
      lastError: error,
      ...(attempt.taken && { deliveredAt: sql`now()` }),
    })
    .where(and(eq(deliveries.id, id), inArray(deliveries.state, ['pending', 'failed'])))
}

/**
 * Written only where there is something to forgive: a receiver that is well costs no row a delivery. A pause that it asked for
 * stays: none begins while it lasts, so one that is taken then was on its way before.
 */
async function forgiveDestination(tx: Db, id: DestinationId): Promise<void> {
  await tx
    .update(destinations)
    .set({ failingSince: null, failedAttempts: 0 })
    .where(and(eq(destinations.id, id), isNotNull(destinations.failingSince)))
}

async function throttle(tx: Db, id: DestinationId, ms: number): Promise<void> {
  await tx
    .update(destinations)
    .set({
      throttledUntil: sql`greatest(${destinations.throttledUntil}, now() + make_interval(secs => ${ms / 1_000}))`,
    })
    .where(eq(destinations.id, id))
}

async function blameDestination(tx: Db, id: DestinationId) {
  const [row] = await tx
    .update(destinations)
    .set({
      failingSince: sql`coalesce(${destinations.failingSince}, now())`,
      failedAttempts: sql`${destinations.failedAttempts} + 1`,
    })
    .where(eq(destinations.id, id))
    .returning({ failingSince: destinations.failingSince, failedAttempts: destinations.failedAttempts })
  return row ?? { failingSince: null, failedAttempts: 0 }
}
