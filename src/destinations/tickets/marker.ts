import { createHash } from 'node:crypto'
import type { TicketScope } from '../../model/core/tickets.ts'
import type { ToldEvent, ToldFinding } from '../sender.ts'

export type OfFinding = ToldEvent & {
  readonly finding: ToldFinding
  readonly integration: NonNullable<ToldEvent['integration']>
}

export const isOfFinding = (event: ToldEvent): event is OfFinding =>
  event.finding !== null && event.integration !== null

/** What the ticket for this is about. */
export const keyOf = (per: TicketScope, { finding, integration }: OfFinding): string =>
  per === 'finding' ? `finding/${finding.id}` : `group/${finding.ruleId}/${integration.id}`

/** Hexadecimal digits: 128 bits, which nothing else has. */
const DIGITS = 32

/**
 * By which one that was made is found again. Made of what it is about alone, so that it is the same after a crash, and after
 * the database was restored from before it was made.
 */
export const markerOf = (owner: string, key: string, generation: number): string =>
  `casbah-${createHash('sha256').update(`${owner}\n${key}`).digest('hex').slice(0, DIGITS)}-${generation}`
