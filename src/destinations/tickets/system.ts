import type { SendAnswer } from '../sender.ts'
import type { ExternalTicket } from './book.ts'
import type { TicketText } from './text.ts'

/**
 * What keeps tickets. Each call throws `TicketFailure` where it is refused. `gone`: somebody deleted the ticket there, or took
 * it out of our sight, which these systems answer alike.
 */
export interface TicketSystem {
  readonly canReopen: boolean
  /** Whether we are let in and the place for tickets is there: what answers is read, since a page for signing in may be any 200. */
  check(): Promise<void>
  find(marker: string): Promise<ExternalTicket | null>
  create(marker: string, text: TicketText): Promise<ExternalTicket>
  comment(ticket: ExternalTicket, lines: readonly string[]): Promise<Done>
  close(ticket: ExternalTicket, lines: readonly string[]): Promise<Done>
  reopen(ticket: ExternalTicket, lines: readonly string[]): Promise<Done>
}

export type Done = 'done' | 'gone'

export type Refusal = Exclude<SendAnswer, { readonly kind: 'handed_over' | 'unfinished' }>

/** Why something was not done, as an answer of the attempt. It quotes nothing of what came. */
export class TicketFailure extends Error {
  override readonly name = 'TicketFailure'
  readonly answer: Refusal

  constructor(answer: Refusal) {
    super('code' in answer && answer.code ? answer.code : answer.kind)
    this.answer = answer
  }

  /** It was answered that nothing was done; else it may have been. */
  get isRefusal(): boolean {
    const { answer } = this
    if (answer.kind === 'refused') return true
    return answer.kind === 'answered' && answer.status >= LEAST_REFUSAL && answer.status < LEAST_FAILURE
  }

  /** Of this one ticket alone: others may still be taken. */
  get isOfOne(): boolean {
    const { answer } = this
    if (answer.kind !== 'answered') return answer.code === NOT_SETTLED || answer.code === NO_TRANSITION
    return this.isRefusal && !OF_ALL.has(answer.status)
  }
}

const LEAST_REFUSAL = 400
const LEAST_FAILURE = 500
/** Not let in, gone for good, too many requests. */
const OF_ALL: ReadonlySet<number> = new Set([401, 403, 410, 429])

/** One may have been made, and is not to be found yet. */
export const NOT_SETTLED = 'ticket_not_settled'
/** From where it is, no way leads to the status that the settings name. */
export const NO_TRANSITION = 'transition_not_available'
/** What came is not what its API says. */
export const UNEXPECTED = 'unexpected_answer'
