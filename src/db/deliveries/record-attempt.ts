import { and, eq, inArray, sql } from 'drizzle-orm'
import type { DeliveryId, DestinationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import type { Consequences } from '../destinations/note-outcome.ts'
import { noteOutcome } from '../destinations/note-outcome.ts'
import { deliveries, deliveryAttempts } from '../schema/access.ts'

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

/**
 * One attempt's end: of its delivery, in the list of its attempts, and of its receiver, in one transaction. A delivered
 * one stays delivered, whatever a straggler says; the straggler's attempt is in the list all the same, since it was
 * sent. True where the receiver was disabled by it.
 */
export function recordAttempt(
  db: Db,
  { deliveryId, destinationId }: AttemptOf,
  attempt: Attempt,
  consequences: Consequences,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    await moveDelivery(tx, deliveryId, attempt)
    return noteOutcome(tx, destinationId, attempt, consequences)
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
