import type { Draft, QuarantinedRecord } from '../../../model/core/records.ts'
import type { Cursor } from '../../../model/core/slices.ts'
import type { StreamName } from '../../../model/core/streams.ts'
import { CursorStuck, NotThere, UpstreamContractChanged } from '../../failures.ts'
import type { ListPage, ListQuery } from '../../list-page.ts'
import type { ReadPage } from '../stream-reader.ts'

/** One page of one list, read and mapped, with where it leads. */
export interface Turn {
  /** A record was set aside of which not even the id is legible: what is missing from the list cannot be told. */
  readonly isBlind: boolean
  readonly drafts: readonly Draft[]
  readonly quarantined: ReadPage['quarantined']
  readonly drift: ReadPage['drift']
  readonly next: string | null
  readonly reached: string | null
  readonly requests: number
}

export const listQuery = (after: string | null, pageSize: number | undefined): ListQuery =>
  pageSize === undefined ? { after } : { after, limit: pageSize }

/** Upstream refused our `after`: the thing it names was deleted meanwhile. The list is then read from its beginning. */
const isRefusedCursor = (error: unknown, after: string | null): boolean =>
  after !== null && error instanceof UpstreamContractChanged && error.path === 'query.after'

/**
 * So many records on one page may be broken at once before the page itself is taken for another than we know. The list
 * of one parent is often this short, and one parent in disorder must not stop the reading of all others.
 */
const ILLEGIBLE_BY_CHANCE = 10

/**
 * What a list lacks is gone, so a list in which a record cannot even be told apart is not complete: it may hold what
 * seems to be missing. Where that is so of a whole page, upstream has changed, and the stream says so.
 */
export function refuseIllegible(
  { records }: ListPage,
  quarantined: readonly QuarantinedRecord[],
  stream: StreamName,
): boolean {
  const illegible = quarantined.filter(({ locator }) => locator.recordId === null).length
  if (illegible > ILLEGIBLE_BY_CHANCE && illegible === records.length)
    throw new UpstreamContractChanged('$.data[].id', stream)
  return illegible > 0
}

export function pageOf(turn: Turn, cursor: Cursor, completed: readonly string[], done: boolean): ReadPage {
  const { drafts, quarantined, drift } = turn
  return {
    drafts,
    quarantined,
    drift,
    cursor,
    completed,
    done,
    fetched: turn.requests,
    cursorTime: null,
    coveredFrom: null,
  }
}

/** Where in a list we stand, and how often it was begun anew since its beginning. */
export interface ListPlace {
  readonly after: string | null
  readonly restarts: number
}

/** So often, and the thing that a cursor names was not deleted by chance: upstream refuses what it has itself named. */
const MOST_RESTARTS = 3

/** Reads from `after`, or from the list's beginning where upstream refuses it. Throws `CursorStuck` where that goes on. */
export async function fromStartIfRefused<T>(
  { after, restarts }: ListPlace,
  where: string,
  read: (after: string | null) => Promise<T>,
): Promise<{ readonly turn: T; readonly restarts: number }> {
  try {
    return { turn: await read(after), restarts }
  } catch (error) {
    if (!isRefusedCursor(error, after)) throw error
    if (restarts >= MOST_RESTARTS) throw new CursorStuck(where)
    return { turn: await read(null), restarts: restarts + 1 }
  }
}

/** What a cursor says of restarts, and how it says it; left out where there were none. */
export const restartsIn = (cursor: Cursor | null): number =>
  typeof cursor?.restarts === 'number' ? cursor.restarts : 0
export const withRestarts = (restarts: number): Cursor => (restarts === 0 ? {} : { restarts })

export async function unlessGone<T>(read: () => Promise<T>): Promise<T | NotThere> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof NotThere) return error
    throw error
  }
}
