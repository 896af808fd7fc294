import { and, eq, isNotNull, sql } from 'drizzle-orm'
import { DISABLE_AFTER_ATTEMPTS } from '../../model/core/deliveries.ts'
import type { DestinationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import type { Attempt } from '../deliveries/record-attempt.ts'
import { destinations } from '../schema/access.ts'
import { disableDestination } from './disable-destination.ts'

/** What an attempt says of its receiver, beside of its delivery. */
export interface Consequences {
  /** Milliseconds of failures without a success after which the receiver is disabled. */
  readonly disableAfterMs: number
  /** Milliseconds that nothing is sent there; null: it did not say "too much". */
  readonly throttleMs: number | null
}

/** What comes of an attempt for its receiver, in the transaction that records it. True where the receiver was disabled by it. */
export async function noteOutcome(
  tx: Db,
  id: DestinationId,
  attempt: Pick<Attempt, 'at' | 'taken'>,
  { disableAfterMs, throttleMs }: Consequences,
): Promise<boolean> {
  if (attempt.taken) {
    await forgiveDestination(tx, id)
    return false
  }
  if (throttleMs !== null) await throttle(tx, id, throttleMs)
  const { failingSince, failedAttempts } = await blameDestination(tx, id)
  const failingMs = failingSince === null ? 0 : Date.parse(attempt.at) - Date.parse(failingSince)
  if (failingMs < disableAfterMs || failedAttempts < DISABLE_AFTER_ATTEMPTS) return false
  await disableDestination(tx, id, 'failing')
  return true
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
