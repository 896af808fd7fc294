import { and, eq, inArray, sql } from 'drizzle-orm'
import type { BatchId, DeliveryId, DestinationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import type { Consequences } from '../destinations/note-outcome.ts'
import { noteOutcome } from '../destinations/note-outcome.ts'
import { deliveries, deliveryAttempts, deliveryBatches, destinations } from '../schema/access.ts'
import type { Attempt } from './record-attempt.ts'

export interface SentBatch {
  readonly id: BatchId
  readonly destinationId: DestinationId
  readonly deliveryIds: readonly DeliveryId[]
}

export interface BatchConsequences extends Consequences {
  /** Milliseconds until the next attempt, where this one failed; null: it was the last. */
  readonly againInMs: number | null
}

/**
 * One attempt's end: of all deliveries of the batch, of the batch, and of the receiver, in one transaction. For the receiver it
 * counts once, however many it had. True where the receiver was disabled by it.
 */
export function recordBatch(
  db: Db,
  batch: SentBatch,
  attempt: Attempt,
  consequences: BatchConsequences,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    // First, as whoever deletes the destination does.
    await tx
      .select({ id: destinations.id })
      .from(destinations)
      .where(eq(destinations.id, batch.destinationId))
      .for('update')
    const isOver = attempt.taken || consequences.againInMs === null
    await moveDeliveries(tx, batch, attempt, isOver)
    if (isOver) await tx.delete(deliveryBatches).where(eq(deliveryBatches.id, batch.id))
    else await putOff(tx, batch.id, consequences.againInMs ?? 0)
    return noteOutcome(tx, batch.destinationId, attempt, consequences)
  })
}

async function moveDeliveries(
  tx: Db,
  { id, deliveryIds }: SentBatch,
  { at, taken, status, error, latencyMs }: Attempt,
  isOver: boolean,
): Promise<void> {
  const ids = [...deliveryIds]
  const counted = await tx
    .update(deliveries)
    .set({ attempts: sql`${deliveries.attempts} + 1` })
    .where(inArray(deliveries.id, ids))
    .returning({ deliveryId: deliveries.id, no: deliveries.attempts })
  // Purged while they were on their way.
  if (counted.length === 0) return
  await tx.insert(deliveryAttempts).values(counted.map((one) => ({ ...one, at, status, error, latencyMs })))
  await tx
    .update(deliveries)
    .set({
      state: taken ? 'delivered' : isOver ? 'abandoned' : 'failed',
      ...{ lastStatus: status, lastError: error },
      ...(taken && { deliveredAt: sql`now()` }),
    })
    .where(
      and(
        inArray(deliveries.id, ids),
        // Else it has been asked for again since, and goes with others.
        eq(deliveries.batchId, id),
        inArray(deliveries.state, ['pending', 'failed']),
      ),
    )
}

async function putOff(tx: Db, id: BatchId, ms: number): Promise<void> {
  await tx
    .update(deliveryBatches)
    .set({
      attempts: sql`${deliveryBatches.attempts} + 1`,
      dueAt: sql`now() + make_interval(secs => ${ms / 1_000})`,
    })
    .where(eq(deliveryBatches.id, id))
}
