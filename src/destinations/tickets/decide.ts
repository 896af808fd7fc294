import type { Severity } from '../../model/core/severity.ts'
import type { Standing, Ticket } from './book.ts'

/**
 * What is to be done about one ticket. Events only say where to look: what is decided goes by how the findings stand now and
 * what was done before, so that neither the order of events nor their repetition matters.
 */
export type TicketAction =
  /** Find the one of this generation that somebody may have made, or make it. */
  | { readonly do: 'open'; readonly generation: number }
  /** One may have been made, of which nothing is open any more: find it, so that it can be closed. */
  | { readonly do: 'find' }
  | { readonly do: 'reopen' }
  | { readonly do: 'close' }
  | {
      readonly do: 'comment'
      /** How many more are open than it says; 0: no more. */
      readonly more: number
      /** From which severity it changed; null: it did not. */
      readonly from: Severity | null
    }
  /** Fewer are open than it says: nobody need be told, but the next that comes is one more. */
  | { readonly do: 'note' }

export function decide(
  { state, generation, told }: Pick<Ticket, 'state' | 'generation' | 'told'>,
  standing: Standing,
  canReopen: boolean,
): TicketAction | null {
  if (standing.open === 0) {
    if (state === 'opening') return { do: 'find' }
    return state === 'open' || state === 'moving' ? { do: 'close' } : null
  }
  if (state === 'none' || state === 'opening') return { do: 'open', generation }
  // Nobody knows whether it is closed: where it is not opened again, that must be sure before there is another.
  if (state === 'moving') return canReopen ? { do: 'reopen' } : { do: 'close' }
  if (state === 'closed') return canReopen ? { do: 'reopen' } : { do: 'open', generation: generation + 1 }
  const from = told.severity === standing.severity ? null : told.severity
  const more = Math.max(0, standing.open - told.open)
  if (more > 0 || from !== null) return { do: 'comment', more, from }
  return standing.open < told.open ? { do: 'note' } : null
}
