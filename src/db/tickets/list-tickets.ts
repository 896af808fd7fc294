import { and, desc, eq, inArray, lt } from 'drizzle-orm'
import type { DestinationId, TicketId } from '../../model/core/ids.ts'
import type { TicketState } from '../../model/core/tickets.ts'
import type { Db } from '../client.ts'
import { tickets } from '../schema/access.ts'
import type { TicketRow } from './look-at-ticket.ts'

export interface TicketFilter {
  readonly destinationId: DestinationId
  readonly states?: readonly TicketState[] | undefined
  /** Keyset: those before this one. */
  readonly before?: TicketId | undefined
  readonly limit: number
}

/** Newest first. Whoever asks has looked whether the destination is theirs to see. */
export function listTickets(
  db: Db,
  { destinationId, states, before, limit }: TicketFilter,
): Promise<TicketRow[]> {
  return db
    .select()
    .from(tickets)
    .where(
      and(
        eq(tickets.destinationId, destinationId),
        inArray(tickets.state, [...(states ?? SHOWN)]),
        before && lt(tickets.id, before),
      ),
    )
    .orderBy(desc(tickets.id))
    .limit(limit)
}

/** What never became one is of no use to anybody. */
const SHOWN: readonly TicketState[] = ['opening', 'open', 'moving', 'closed']
