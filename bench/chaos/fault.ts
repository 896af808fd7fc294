import type { CollectTickets } from '../../src/cli/run-view.ts'
import type { StackOptions } from '../../test/support/stack.ts'
import type { House } from '../house.ts'
import type { Cell } from './cell.ts'

/** One way in which something breaks, and what is done about it from outside. */
export interface ChaosFault {
  readonly name: string
  /** `process`: processes and sockets die at moments drawn from the seed. `upstream`: answers are bad. */
  readonly of: 'process' | 'upstream'
  /** Set where upstream's waiting times are part of it: its clock must run. */
  readonly clockRuns?: true
  /** Seconds within which streams go on, where that is not the heartbeat's business. */
  readonly resumesWithinS?: number
  /** How the stack is started, where that matters. */
  stack?(house: House, opened: AsyncDisposableStack): Promise<StackOptions>
  /** Starts a collection and breaks things, up to the moment when nothing is broken any more. */
  disturb(cell: Cell): Promise<CollectTickets>
  /**
   * What must be noticed, if it is to mean anything that nothing was: `fence` lets a stale attempt write, `damage`
   * takes a row away and counts another twice, `impatience` asks upstream again before its time.
   */
  readonly control: 'fence' | 'damage' | 'impatience'
}
