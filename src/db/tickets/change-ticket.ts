import { eq, sql } from 'drizzle-orm'
import type { TicketId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { tickets } from '../schema/access.ts'
import type { TicketRow } from './look-at-ticket.ts'

export type TicketValues = Partial<
  Pick<TicketRow, 'state' | 'generation' | 'externalId' | 'externalKey' | 'url' | 'toldOpen' | 'toldSeverity'>
>

/** What was done there. Whoever claimed it is done with it. */
export async function changeTicket(db: Db, id: TicketId, values: TicketValues): Promise<void> {
  await db
    .update(tickets)
    .set({ ...values, claimedAt: null, changedAt: sql`now()` })
    .where(eq(tickets.id, id))
}
