import type { Db } from '../db/client.ts'
import { changeTicket } from '../db/tickets/change-ticket.ts'
import { claimTicket, releaseTicket } from '../db/tickets/claim-ticket.ts'
import { forgottenTickets } from '../db/tickets/forgotten-tickets.ts'
import type { TicketRow } from '../db/tickets/look-at-ticket.ts'
import { lookAtTicket } from '../db/tickets/look-at-ticket.ts'
import type { Ticket, TicketBook } from '../destinations/tickets/book.ts'
import type { DestinationId } from '../model/core/ids.ts'

/**
 * Milliseconds for which a claim holds. Longer than an activity has (a minute), so that no two make the same; and than
 * Jira Cloud's search needs to find what was made: seconds mostly, minutes at worst. The third attempt at a batch comes after it.
 */
const SETTLE_MS = 4.5 * 60_000

const NOTHING = { open: 0, severity: null }

/** Tickets of one destination, in Postgres. */
export const ticketBook = (db: Db, destinationId: DestinationId, waitFactor: number): TicketBook => ({
  owner: destinationId,
  async look(key, integrationId, findingIds) {
    const { row, standing } = await lookAtTicket(db, { destinationId, integrationId, key }, findingIds)
    return { ticket: ticketOf(row), standing }
  },
  async forgotten() {
    const rows = await forgottenTickets(db, destinationId)
    return rows.map((row) => ({ ticket: ticketOf(row), standing: NOTHING }))
  },
  claim: ({ id }, generation) => claimTicket(db, id, generation, SETTLE_MS * waitFactor),
  release: ({ id }) => releaseTicket(db, id),
  change: ({ id }, { external, told, ...rest }) =>
    changeTicket(db, id, {
      ...rest,
      ...(told && { toldOpen: told.open, toldSeverity: told.severity }),
      ...(external !== undefined && {
        externalId: external?.id ?? null,
        externalKey: external?.key ?? null,
        url: external?.url ?? null,
      }),
    }),
})

function ticketOf(row: TicketRow): Ticket {
  const { id, key, generation, state, externalId, externalKey, url } = row
  const isThere = externalId !== null && externalKey !== null && url !== null
  return {
    ...{ id, key, generation, state },
    external: isThere ? { id: externalId, key: externalKey, url } : null,
    told: { open: row.toldOpen, severity: row.toldSeverity },
  }
}
