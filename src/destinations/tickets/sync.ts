import type { SendAnswer } from '../sender.ts'
import type { ExternalTicket, Standing, Ticket, TicketAndStanding, TicketBook, TicketChange } from './book.ts'
import type { TicketAction } from './decide.ts'
import { decide } from './decide.ts'
import type { OfFinding } from './marker.ts'
import { markerOf } from './marker.ts'
import type { Refusal, TicketSystem } from './system.ts'
import { NOT_SETTLED, TicketFailure } from './system.ts'
import { commentLines, ticketText } from './text.ts'

/**
 * Does what is to be done about tickets, one after the other, and writes each step down before the next. Whatever dies in
 * between, the same batch does the rest: what was done is in the book, and what was done and not written down is found
 * by its marker.
 */

/** Milliseconds after which nothing is done about another ticket: an activity has a minute. */
const ENOUGH_MS = 20_000
/** Steps for one ticket: find it, close it, make another. */
const MOST_STEPS = 4

export interface Sync {
  readonly system: TicketSystem
  readonly book: TicketBook
  readonly publicUrl: string | null
  keyOf(event: OfFinding): string
}

/** Of several requests: each was taken, or none was needed. */
const DONE: Refusal = { kind: 'answered', status: 200, retryAfter: null, latencyMs: 0 }
const UNFINISHED: SendAnswer = { kind: 'unfinished', latencyMs: 0 }

export async function syncTickets(sync: Sync, events: readonly OfFinding[]): Promise<SendAnswer> {
  const until = performance.now() + ENOUGH_MS
  let failure: Refusal | null = null
  let done = 0
  // To look is not counted, or a batch of which all is done would go on for ever; and each attempt does one thing at least.
  const mayBegin = () => performance.now() <= until || (done === 0 && failure === null)
  const groups = Map.groupBy(events, (event) => sync.keyOf(event))
  for (const [key, some] of shuffled(groups)) {
    const outcome = await settled(() => about(sync, key, some, mayBegin))
    // Where all that was tried was refused, nothing is gained by going on at once: it is a failed attempt as any other.
    if (outcome === null) return done === 0 && failure !== null ? failure : UNFINISHED
    if (!(outcome instanceof TicketFailure)) done += outcome
    else if (outcome.isOfOne) failure ??= outcome.answer
    else return outcome.answer
  }
  // Of others than were told of: what fails there is not this batch's, and is tried again with the next.
  const forgotten = await sync.book.forgotten()
  await closeForgotten(
    sync,
    forgotten.filter(({ ticket }) => !groups.has(ticket.key)),
    until,
  )
  return failure ?? DONE
}

async function closeForgotten(
  sync: Sync,
  forgotten: readonly TicketAndStanding[],
  until: number,
): Promise<void> {
  for (const one of forgotten) {
    if (performance.now() > until) return
    const outcome = await settled(() => steps(sync, one, [], () => true))
    if (!(outcome instanceof TicketFailure)) continue
    if (!outcome.isOfOne) return
    // Behind the others, so that one that cannot be closed keeps none of them open.
    await sync.book.change(one.ticket, {})
  }
}

/** Each attempt begins elsewhere, so that those which are refused, however many, hold up no other. */
const shuffled = <Item>(items: Iterable<Item>): Item[] =>
  Array.from(items, (item) => ({ item, at: Math.random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item)

async function settled<Result>(work: () => Promise<Result>): Promise<Result | TicketFailure> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof TicketFailure) return error
    throw error
  }
}

/** How many steps were done; null where the first would have to wait for the next attempt. */
async function about(
  sync: Sync,
  key: string,
  events: readonly OfFinding[],
  mayBegin: () => boolean,
): Promise<number | null> {
  const [first] = events
  if (first === undefined) return 0
  const ids = [...new Set(events.map(({ finding }) => finding.id))]
  return steps(sync, await sync.book.look(key, first.integration.id, ids), events, mayBegin)
}

async function steps(
  sync: Sync,
  { ticket: before, standing }: TicketAndStanding,
  events: readonly OfFinding[],
  mayBegin: () => boolean,
): Promise<number | null> {
  let ticket = before
  for (let step = 0; step < MOST_STEPS; step++) {
    const action = decide(ticket, standing, sync.system.canReopen)
    if (action === null) return step
    if (step === 0 && !mayBegin()) return null
    const change = await perform(sync, ticket, standing, action, events)
    await sync.book.change(ticket, change)
    ticket = { ...ticket, ...change }
  }
  return MOST_STEPS
}

async function perform(
  { system, book, publicUrl }: Sync,
  ticket: Ticket,
  standing: Standing,
  action: TicketAction,
  events: readonly OfFinding[],
): Promise<TicketChange> {
  if (action.do === 'open' || action.do === 'find') {
    const generation = action.do === 'open' ? action.generation : ticket.generation
    const isOurs = await book.claim(ticket, generation)
    const marker = markerOf(book.owner, ticket.key, generation)
    const found = await find({ system, book }, ticket, marker, isOurs)
    if (found !== null) return opened(found, generation, standing)
    // Whoever claimed it may be at it still, or has died: what was made is not always found at once.
    if (!isOurs) throw new TicketFailure({ kind: 'unreachable', code: NOT_SETTLED, latencyMs: 0 })
    if (action.do === 'find') return { state: 'none' }
    return opened(
      await create(system, book, ticket, marker, ticketText(events, standing, publicUrl)),
      generation,
      standing,
    )
  }
  if (action.do === 'note' || ticket.external === null) return { told: standing }
  if (action.do !== 'comment') await book.change(ticket, { state: 'moving' })
  const lines = commentLines(action, standing, events)
  const done = await system[action.do](ticket.external, lines)
  // Deleted there: what is still open gets another.
  if (done === 'gone') return { state: 'none', generation: ticket.generation + 1, external: null }
  return { state: action.do === 'close' ? 'closed' : 'open', told: standing }
}

const opened = (external: ExternalTicket, generation: number, told: Standing): TicketChange => ({
  ...{ state: 'open', external, generation, told },
})

/**
 * Where nothing can be looked for, our claim is taken back: nothing was made by it, and who mends what kept us out need not wait
 * until it is over.
 */
async function find(
  { system, book }: Pick<Sync, 'system' | 'book'>,
  ticket: Ticket,
  marker: string,
  isOurs: boolean,
): Promise<ExternalTicket | null> {
  try {
    return await system.find(marker)
  } catch (error) {
    if (isOurs && error instanceof TicketFailure) await book.release(ticket)
    throw error
  }
}

async function create(
  system: TicketSystem,
  book: TicketBook,
  ticket: Ticket,
  marker: string,
  text: Parameters<TicketSystem['create']>[1],
): Promise<ExternalTicket> {
  try {
    return await system.create(marker, text)
  } catch (error) {
    if (error instanceof TicketFailure && error.isRefusal) await book.release(ticket)
    throw error
  }
}
