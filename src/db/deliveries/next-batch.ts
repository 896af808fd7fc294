import { randomUUIDv7 } from 'node:crypto'
import { and, asc, desc, eq, inArray, isNull, lte, min, sql } from 'drizzle-orm'
import { DIGEST_EVENT } from '../../model/core/deliveries.ts'
import type { BatchId, DeliveryId, DestinationId } from '../../model/core/ids.ts'
import { asBatchId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { deliveries, deliveryBatches, destinations } from '../schema/access.ts'

export interface DueBatch {
  readonly id: BatchId
  /** Attempts that have failed. */
  readonly attempts: number
  /** As it was when this attempt began; one that was hastened since says another. */
  readonly dueAt: string
  readonly deliveryIds: readonly DeliveryId[]
}

/** What to send now; or in how many milliseconds there is something, null where nothing is open. */
export type NextBatch = DueBatch | { readonly waitMs: number | null }

export interface Cutting {
  readonly windowMs: number
  /** Deliveries a batch; as many are due at once. */
  readonly most: number
}

/**
 * A batch keeps its deliveries and its id over all its attempts, so that a receiver can tell a repetition, and one that a
 * receiver cannot digest holds up no other. What was cut before and is due comes first; else what waits for its first batch, once
 * the oldest of it has waited for the window or there is enough. The destination's row is held, so that a straggler of another
 * attempt cuts no second batch of the same.
 *
 * A digest waits for nothing and goes by itself: it is a message of its own.
 */
export function nextBatch(db: Db, id: DestinationId, cutting: Cutting): Promise<NextBatch> {
  return db.transaction(async (tx) => {
    await tx.select({ id: destinations.id }).from(destinations).where(eq(destinations.id, id)).for('update')
    return (
      (await dueBatch(tx, id)) ??
      (await freshBatch(tx, id, cutting)) ?? { waitMs: await dueIn(tx, id, cutting) }
    )
  })
}

const OPEN = inArray(deliveries.state, ['pending', 'failed'])

/** By the clock, not by when this transaction began: one that waited for the destination's row sees what was cut meanwhile as due. */
async function dueBatch(tx: Db, id: DestinationId): Promise<DueBatch | null> {
  const due = await tx
    .select({ id: deliveryBatches.id, attempts: deliveryBatches.attempts, dueAt: deliveryBatches.dueAt })
    .from(deliveryBatches)
    .where(and(eq(deliveryBatches.destinationId, id), lte(deliveryBatches.dueAt, sql`clock_timestamp()`)))
    .orderBy(asc(deliveryBatches.dueAt), asc(deliveryBatches.id))
  for (const batch of due) {
    const rows = await tx
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(and(eq(deliveries.destinationId, id), eq(deliveries.batchId, batch.id), OPEN))
      .orderBy(asc(deliveries.createdAt), asc(deliveries.id))
    if (rows.length > 0) return { ...batch, deliveryIds: rows.map((row) => row.id) }
    // All of it has ended another way: its findings were purged.
    await tx.delete(deliveryBatches).where(eq(deliveryBatches.id, batch.id))
  }
  return null
}

const unbatched = (id: DestinationId) =>
  and(eq(deliveries.destinationId, id), eq(deliveries.state, 'pending'), isNull(deliveries.batchId))

const IS_DIGEST = sql<boolean>`(${deliveries.eventType} = ${DIGEST_EVENT})`

async function freshBatch(tx: Db, id: DestinationId, { windowMs, most }: Cutting): Promise<DueBatch | null> {
  const rows = await tx
    .select({
      id: deliveries.id,
      isDigest: IS_DIGEST,
      isDue: sql<boolean>`${deliveries.createdAt} + make_interval(secs => ${windowMs / 1_000}) <= now()`,
    })
    .from(deliveries)
    .where(unbatched(id))
    .orderBy(desc(IS_DIGEST), asc(deliveries.createdAt), asc(deliveries.id))
    .limit(most)
  const [first] = rows
  if (first === undefined || !(first.isDigest || first.isDue || rows.length === most)) return null
  const batchId = asBatchId(randomUUIDv7())
  const deliveryIds = (first.isDigest ? [first] : rows).map((row) => row.id)
  const [cut] = await tx
    .insert(deliveryBatches)
    .values({ id: batchId, destinationId: id })
    .returning({ dueAt: deliveryBatches.dueAt })
  if (cut === undefined) throw new Error('an insert without a conflict clause returned no row')
  await tx
    .update(deliveries)
    .set({ batchId, workflowStartedAt: sql`coalesce(${deliveries.workflowStartedAt}, now())` })
    .where(inArray(deliveries.id, deliveryIds))
  return { id: batchId, attempts: 0, dueAt: cut.dueAt, deliveryIds }
}

async function dueIn(tx: Db, id: DestinationId, { windowMs }: Cutting): Promise<number | null> {
  const [again] = await tx
    .select({ at: min(deliveryBatches.dueAt) })
    .from(deliveryBatches)
    .where(eq(deliveryBatches.destinationId, id))
  const [fresh] = await tx
    .select({ at: min(deliveries.createdAt) })
    .from(deliveries)
    .where(unbatched(id))
  const [left] = await tx.execute<{ ms: number | null }>(sql`
    select ceil(extract(epoch from least(
      ${again?.at ?? null}::timestamptz,
      ${fresh?.at ?? null}::timestamptz + make_interval(secs => ${windowMs / 1_000})) - now()) * 1000)::float8 as ms`)
  const ms = left?.ms ?? null
  return ms === null ? null : Math.max(1, ms)
}
