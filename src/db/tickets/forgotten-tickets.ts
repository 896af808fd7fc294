import { and, asc, eq, inArray, notExists, sql } from 'drizzle-orm'
import type { DestinationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { ticketFindings, tickets } from '../schema/access.ts'
import { findings } from '../schema/meaning.ts'
import type { TicketRow } from './look-at-ticket.ts'

/** A look; the next one finds the rest. */
const MOST = 50

/**
 * Open ones of which nothing is open any more: their findings were purged, or what was told of them was given up, or the
 * destination's filters pass over them by now. Those that were tried last come last.
 */
export function forgottenTickets(db: Db, destinationId: DestinationId): Promise<TicketRow[]> {
  const open = db
    .select({ one: sql`1` })
    .from(ticketFindings)
    .innerJoin(findings, eq(findings.id, ticketFindings.findingId))
    .where(and(eq(ticketFindings.ticketId, tickets.id), sql`${findings.state} <> 'resolved'`))
  return db
    .select()
    .from(tickets)
    .where(
      and(
        eq(tickets.destinationId, destinationId),
        inArray(tickets.state, ['open', 'moving']),
        notExists(open),
      ),
    )
    .orderBy(asc(tickets.changedAt), asc(tickets.id))
    .limit(MOST)
}
