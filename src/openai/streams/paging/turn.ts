import type { Draft, QuarantinedRecord } from '../../../model/core/records.ts'
import type { Cursor } from '../../../model/core/slices.ts'
import type { StreamName } from '../../../model/core/streams.ts'
import { NotThere, UpstreamContractChanged } from '../../failures.ts'
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
export const isRefusedCursor = (error: unknown, after: string | null): boolean =>
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

export async function fromStartIfRefused<T>(
  after: string | null,
  read: (after: string | null) => Promise<T>,
): Promise<T> {
  try {
    return await read(after)
  } catch (error) {
    if (!isRefusedCursor(error, after)) throw error
    return read(null)
  }
}

export async function unlessGone<T>(read: () => Promise<T>): Promise<T | NotThere> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof NotThere) return error
    throw error
  }
}
