import type { z } from 'zod'
import type { Draft, QuarantinedRecord } from '../../../model/core/records.ts'
import type { Cursor } from '../../../model/core/slices.ts'
import type { StreamName } from '../../../model/core/streams.ts'
import { NotThere, UpstreamContractChanged } from '../../failures.ts'
import type { ListPage, ListQuery } from '../../list-page.ts'
import type { Upstream } from '../../upstream.ts'
import type { ReadContext, ReadPage, StreamReader } from '../stream-reader.ts'
import type { CursorStyle } from './cursors.ts'
import { cursorText, stepAfter } from './cursors.ts'
import { LenientReader } from './lenient.ts'

/** A stream that is one list: what asks for a page, what a record must have, what becomes of it. */
export interface ListStream<R> {
  readonly name: StreamName
  readonly schema: z.ZodType<R>
  readonly pageSize?: number
  readonly cursorStyle?: CursorStyle
  list(upstream: Upstream, query: ListQuery): Promise<ListPage>
  /** Null for a record that does not belong to the stream; the reason is noted as drift. */
  draft(record: R): Draft | { readonly skipped: string }
}

/** A stream that is one list under each parent. */
export interface ChildListStream<R> {
  readonly name: StreamName
  readonly schema: z.ZodType<R>
  readonly pageSize?: number
  list(upstream: Upstream, parentId: string, query: ListQuery): Promise<ListPage>
  draft(record: R, parentId: string): Draft
}

/**
 * So many records on one page may be broken at once before the page itself is taken for another than we know. The list
 * of one parent is often this short, and one parent in disorder must not stop the reading of all others.
 */
const ILLEGIBLE_BY_CHANCE = 10

/**
 * What a list lacks is gone, so a list in which a record cannot even be told apart is not complete: it may hold what
 * seems to be missing. Where that is so of a whole page, upstream has changed, and the stream says so.
 */
function refuseIllegible(
  { records }: ListPage,
  quarantined: readonly QuarantinedRecord[],
  stream: StreamName,
): boolean {
  const illegible = quarantined.filter(({ locator }) => locator.recordId === null).length
  if (illegible > ILLEGIBLE_BY_CHANCE && illegible === records.length)
    throw new UpstreamContractChanged('$.data[].id', stream)
  return illegible > 0
}

const wasBlind = (cursor: Cursor | null): boolean => cursor?.blind === true

/** One page of one list, read and mapped, with where it leads. */
interface Turn {
  /** A record was set aside of which not even the id is legible: what is missing from the list cannot be told. */
  readonly isBlind: boolean
  readonly drafts: readonly Draft[]
  readonly quarantined: ReadPage['quarantined']
  readonly drift: ReadPage['drift']
  readonly next: string | null
  readonly reached: string | null
}

const query = (after: string | null, pageSize: number | undefined): ListQuery =>
  pageSize === undefined ? { after } : { after, limit: pageSize }

/** Upstream refused our `after`: the thing it names was deleted meanwhile. The list is then read from its beginning. */
export const isRefusedCursor = (error: unknown, after: string | null): boolean =>
  after !== null && error instanceof UpstreamContractChanged && error.path === 'query.after'

/**
 * Reads a list from its cursor `{after}` on. A list read again from any older cursor ends in the same
 * assets, so a restart costs requests and nothing else.
 */
export function listStream<R>(stream: ListStream<R>): StreamReader {
  const lenient = new LenientReader(stream.schema)
  const turnOf = async (context: ReadContext, after: string | null): Promise<Turn> => {
    const page = await stream.list(context.upstream, query(after, stream.pageSize))
    const { records, quarantined, drift } = lenient.read(page.records, after)
    const isBlind = refuseIllegible(page, quarantined, stream.name)
    const drafts: Draft[] = []
    const notes = [...drift]
    for (const record of records) {
      const draft = stream.draft(record)
      if ('skipped' in draft) notes.push({ path: draft.skipped, count: 1 })
      else drafts.push(draft)
    }
    const step = stepAfter(page, after, stream.cursorStyle ?? 'last_id', stream.name)
    return { isBlind, drafts, quarantined, drift: notes, ...step }
  }
  return {
    name: stream.name,
    async sample(context) {
      const { records } = await stream.list(context.upstream, query(null, stream.pageSize))
      return { records, drift: lenient.read(records, null).drift }
    },
    async *read(context) {
      let after = cursorText(context.cursor, 'after')
      let isBlind = wasBlind(context.cursor)
      for (;;) {
        const turn = await fromStartIfRefused(after, (from) => turnOf(context, from))
        isBlind ||= turn.isBlind
        const done = turn.next === null
        const cursor: Cursor = isBlind ? { after: turn.reached, blind: true } : { after: turn.reached }
        yield pageOf(turn, cursor, done && !isBlind ? [''] : [], done)
        if (done) return
        after = turn.next
      }
    },
  }
}

/**
 * Parents that may answer 404 or 410, with nobody answering otherwise, before the route itself is taken for retired.
 * So few may well have been deleted between being listed and being read.
 */
const GONE_BY_CHANCE = 3
/** In a large tenant the verdict need not wait for the last parent: so many in a row, from the first on. */
const GONE_IN_A_ROW = 25

/**
 * Reads the lists of all parents in the order of their ids. Cursor: `{parent, after}` inside a parent's
 * list, `{through}` once all parents up to that id are done, `{through, gone, route}` as long as each of them was gone.
 *
 * A 404 or 410 says that the parent is gone, or that the route is: only the parents' own listing can tell, and its
 * sweep takes children along. So it completes nothing here, and neither does an archived parent, which cannot be
 * read. Where every parent is gone, the stream must not pass for read to its end: it fails with the route's name.
 */
export function childListStream<R>(stream: ChildListStream<R>): StreamReader {
  const lenient = new LenientReader(stream.schema)
  const turnOf = async (context: ReadContext, parent: string, after: string | null): Promise<Turn> => {
    const page = await stream.list(context.upstream, parent, query(after, stream.pageSize))
    const { records, quarantined, drift } = lenient.read(page.records, after)
    const isBlind = refuseIllegible(page, quarantined, stream.name)
    const step = stepAfter(page, after, 'last_id', stream.name)
    const drafts = records.map((record) => stream.draft(record, parent))
    return { isBlind, drafts, quarantined, drift, ...step }
  }
  /** Returns how many parents were gone so far while nobody answered; null once one has. */
  async function* readParent(context: ReadContext, parent: string, from: string | null, gone: Gone) {
    let after = from
    let isBlind = from !== null && wasBlind(context.cursor)
    for (;;) {
      const turn = await unlessGone(() => fromStartIfRefused(after, (at) => turnOf(context, parent, at)))
      if (turn instanceof NotThere) {
        const still =
          turn.what === 'gone' && gone !== null ? { count: gone.count + 1, route: turn.route } : null
        yield pageOf(NOTHING, cursorThrough(parent, still), [], false)
        return still
      }
      const { next } = turn
      isBlind ||= turn.isBlind
      const within: Cursor = isBlind ? { parent, after: next, blind: true } : { parent, after: next }
      const cursor: Cursor = next === null ? { through: parent } : within
      yield pageOf(turn, cursor, next === null && !isBlind ? [parent] : [], false)
      if (next === null) return null
      after = next
    }
  }
  return {
    name: stream.name,
    async sample(context) {
      const parent = await context.nextParent(null)
      if (parent === null) return { records: [], drift: [] }
      const { records } = await stream.list(context.upstream, parent, query(null, stream.pageSize))
      return { records, drift: lenient.read(records, null).drift }
    },
    async *read(context) {
      let through = cursorText(context.cursor, 'through')
      let gone = goneSoFar(context.cursor)
      const begun = cursorText(context.cursor, 'parent')
      if (begun !== null) {
        gone = yield* readParent(context, begun, cursorText(context.cursor, 'after'), gone)
        through = begun
      }
      for (;;) {
        refuseRetired(gone, GONE_IN_A_ROW)
        const parent = await context.nextParent(through)
        if (parent === null) break
        gone = yield* readParent(context, parent, null, gone)
        through = parent
      }
      refuseRetired(gone, GONE_BY_CHANCE + 1)
      yield { ...pageOf(NOTHING, { through }, [], true), fetched: 0 }
    },
  }
}

/** Parents that were gone while none has answered; null once one has. */
type Gone = { readonly count: number; readonly route: string } | null

const cursorThrough = (parent: string, gone: Gone): Cursor =>
  gone === null ? { through: parent } : { through: parent, gone: gone.count, route: gone.route }

/** Nobody has been asked at a stream's beginning; elsewhere the cursor says what the slices before have seen. */
function goneSoFar(cursor: Cursor | null): Gone {
  if (cursor === null) return { count: 0, route: '' }
  const { gone: count } = cursor
  return typeof count === 'number' ? { count, route: cursorText(cursor, 'route') ?? '' } : null
}

function refuseRetired(gone: Gone, atLeast: number): void {
  if (gone !== null && gone.count >= atLeast)
    throw new UpstreamContractChanged('$ (404 for every parent)', gone.route)
}

const NOTHING: Turn = { isBlind: false, drafts: [], quarantined: [], drift: [], next: null, reached: null }

function pageOf(turn: Turn, cursor: Cursor, completed: readonly string[], done: boolean): ReadPage {
  const { drafts, quarantined, drift } = turn
  return {
    drafts,
    quarantined,
    drift,
    cursor,
    completed,
    done,
    fetched: 1,
    cursorTime: null,
    coveredFrom: null,
  }
}

async function fromStartIfRefused<T>(
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

async function unlessGone<T>(read: () => Promise<T>): Promise<T | NotThere> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof NotThere) return error
    throw error
  }
}
