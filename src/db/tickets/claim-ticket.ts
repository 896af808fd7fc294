import { and, eq, isNull, lt, or, sql } from 'drizzle-orm'
import type { TicketId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { tickets } from '../schema/access.ts'

/**
 * Says that one of this generation is about to be made. False where somebody said so less than `settleMs` ago: it may be at
 * it still, or what it made may not be found yet.
 */
export async function claimTicket(
  db: Db,
  id: TicketId,
  generation: number,
  settleMs: number,
): Promise<boolean> {
  const settled = sql`now() - make_interval(secs => ${settleMs / 1_000})`
  const claimed = await db
    .update(tickets)
    .set({
      ...{ state: 'opening', generation, claimedAt: sql`now()`, changedAt: sql`now()` },
      ...{ externalId: null, externalKey: null, url: null },
    })
    .where(and(eq(tickets.id, id), or(isNull(tickets.claimedAt), lt(tickets.claimedAt, settled))))
    .returning({ id: tickets.id })
  return claimed.length > 0
}

/** Nothing was made by this claim, and there is nothing to wait for. */
export async function releaseTicket(db: Db, id: TicketId): Promise<void> {
  await db.update(tickets).set({ claimedAt: null }).where(eq(tickets.id, id))
}
