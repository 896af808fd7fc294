import { and, eq, inArray, sql } from 'drizzle-orm'
import type { DeliveryId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { deliveries } from '../schema/access.ts'

export interface Attempt {
  /** HTTP status, or null where nobody answered. */
  readonly status: number | null
  /** A code, never a body. */
  readonly error: string | null
  readonly delivered: boolean
}

export async function recordAttempt(db: Db, id: DeliveryId, attempt: Attempt): Promise<void> {
  await db
    .update(deliveries)
    .set({
      attempts: sql`${deliveries.attempts} + 1`,
      lastStatus: attempt.status,
      lastError: attempt.error,
      state: attempt.delivered ? 'delivered' : 'failed',
      deliveredAt: attempt.delivered ? sql`now()` : null,
    })
    .where(eq(deliveries.id, id))
}

/** No attempt follows; the reason is a code. A delivered one stays delivered. */
export async function abandonDelivery(db: Db, id: DeliveryId, reason: string | null): Promise<void> {
  await db
    .update(deliveries)
    .set({ state: 'abandoned', ...(reason === null ? {} : { lastError: reason }) })
    .where(and(eq(deliveries.id, id), inArray(deliveries.state, ['pending', 'failed'])))
}
