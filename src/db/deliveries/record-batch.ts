import { and, eq, inArray, ne, sql } from 'drizzle-orm'
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
  /** When it was due as this attempt began. */
  readonly dueAt: string
}

export interface BatchConsequences extends Consequences {
  /** Milliseconds until the next attempt, where this one failed; null: it was the last. */
  readonly againInMs: number | null
}

/**
 * One attempt's end: of all deliveries of the batch, of the batch, and of the receiver, in one transaction. For the receiver it
 * counts once, however many it had. True where the receiver was disabled by it.
 *
 * One that was hastened while it was on its way was tried with what somebody has replaced since: it stays due, and was not the last.
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
    const againInMs = (await wasHastened(tx, batch)) ? STAYS_DUE : consequences.againInMs
    const isOver = attempt.taken || againInMs === null
    await moveDeliveries(tx, batch, attempt, isOver)
    if (isOver) await tx.delete(deliveryBatches).where(eq(deliveryBatches.id, batch.id))
    else await putOff(tx, batch.id, againInMs)
    return noteOutcome(tx, batch.destinationId, attempt, consequences)
  })
}

const STAYS_DUE = 'stays due'

async function wasHastened(tx: Db, { id, dueAt }: SentBatch): Promise<boolean> {
  const rows = await tx
    .select({ id: deliveryBatches.id })
    .from(deliveryBatches)
    .where(and(eq(deliveryBatches.id, id), ne(deliveryBatches.dueAt, dueAt)))
  return rows.length > 0
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

async function putOff(tx: Db, id: BatchId, ms: number | typeof STAYS_DUE): Promise<void> {
  await tx
    .update(deliveryBatches)
    .set({
      attempts: sql`${deliveryBatches.attempts} + 1`,
      ...(ms !== STAYS_DUE && { dueAt: sql`now() + make_interval(secs => ${ms / 1_000})` }),
    })
    .where(eq(deliveryBatches.id, id))
}
