import { PING_EVENT } from '../../model/core/deliveries.ts'
import type { TicketScope } from '../../model/core/tickets.ts'
import type { Outgoing, SendAnswer } from '../sender.ts'
import type { TicketBook } from './book.ts'
import { isOfFinding, keyOf } from './marker.ts'
import { syncTickets } from './sync.ts'
import type { TicketSystem } from './system.ts'
import { TicketFailure } from './system.ts'

interface Sending {
  readonly per: TicketScope
  readonly publicUrl: string | null
  readonly book: TicketBook | undefined
}

/** A test looks whether tickets could be made, and makes none. Of what is no finding there are no tickets. */
export async function sendTickets(
  system: TicketSystem,
  { per, publicUrl, book }: Sending,
  { events }: Outgoing,
): Promise<SendAnswer> {
  const startedAt = performance.now()
  const answer = await (events.every(({ type }) => type === PING_EVENT)
    ? checked(system)
    : syncTickets(
        { system, publicUrl, book: needed(book), keyOf: (event) => keyOf(per, event) },
        events.filter(isOfFinding),
      ))
  return { ...answer, latencyMs: Math.round(performance.now() - startedAt) }
}

async function checked(system: TicketSystem): Promise<SendAnswer> {
  try {
    await system.check()
    return { kind: 'answered', status: 200, retryAfter: null, latencyMs: 0 }
  } catch (error) {
    if (error instanceof TicketFailure) return error.answer
    throw error
  }
}

function needed(book: TicketBook | undefined): TicketBook {
  if (book === undefined) throw new Error('tickets need a book')
  return book
}
