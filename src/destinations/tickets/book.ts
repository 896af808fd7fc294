import type { FindingId, IntegrationId, TicketId } from '../../model/core/ids.ts'
import type { Severity } from '../../model/core/severity.ts'
import type { TicketState } from '../../model/core/tickets.ts'

/** What Casbah knows of one ticket. */
export interface Ticket {
  readonly id: TicketId
  /** What it is about: the same over all that were made for it. */
  readonly key: string
  /** Counts the tickets that were made for it one after the other. */
  readonly generation: number
  readonly state: TicketState
  /** Where it is there; null: nowhere yet. */
  readonly external: ExternalTicket | null
  /** What it says at present: of how many, and how bad the worst. */
  readonly told: Standing
}

export interface ExternalTicket {
  readonly id: string
  /** As people name it: `SEC-12`, `INC0010023`. */
  readonly key: string
  readonly url: string
}

/** How things stand with the findings of one ticket. */
export interface Standing {
  /** How many are open. */
  readonly open: number
  /** Of the worst that is open; null where none is. */
  readonly severity: Severity | null
}

export interface TicketAndStanding {
  readonly ticket: Ticket
  readonly standing: Standing
}

/** What changes of one. */
export type TicketChange = Partial<Pick<Ticket, 'state' | 'generation' | 'external' | 'told'>>

/** Where tickets are written down. Each step is committed when its promise is kept. */
export interface TicketBook {
  /** The installation's and the destination's own part of each marker, so that two never find each other's tickets. */
  readonly owner: string
  /** Notes that these findings belong to it, and says how all that belong to it stand. */
  look(
    key: string,
    integrationId: IntegrationId,
    findingIds: readonly FindingId[],
  ): Promise<TicketAndStanding>
  /** Open ones of which nothing is open any more, though nobody was told so. */
  forgotten(): Promise<TicketAndStanding[]>
  /**
   * Says that one of this generation is about to be made. False where somebody said so not long ago, and has neither
   * written down that it was made nor that it was refused.
   */
  claim(ticket: Ticket, generation: number): Promise<boolean>
  /** Takes the claim back: nothing was made by it. */
  release(ticket: Ticket): Promise<void>
  change(ticket: Ticket, change: TicketChange): Promise<void>
}
