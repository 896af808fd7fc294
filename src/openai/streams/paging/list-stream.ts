import type { z } from 'zod'
import type { Draft } from '../../../model/core/records.ts'
import type { Cursor } from '../../../model/core/slices.ts'
import type { StreamName } from '../../../model/core/streams.ts'
import { NotThere, UpstreamContractChanged } from '../../failures.ts'
import type { ListPage, ListQuery } from '../../list-page.ts'
import type { Upstream } from '../../upstream.ts'
import type { ReadContext, StreamReader } from '../stream-reader.ts'
import type { CursorStyle } from './cursors.ts'
import { cursorText, stepAfter } from './cursors.ts'
import { LenientReader } from './lenient.ts'
import { mapInTurns } from './map-in-turns.ts'
import { readAgain } from './reread.ts'
import type { Turn } from './turn.ts'
import {
  fromStartIfRefused,
  listQuery,
  pageOf,
  refuseIllegible,
  restartsIn,
  unlessGone,
  withRestarts,
} from './turn.ts'

/** A stream that is one list: what asks for a page, what a record must have, what becomes of it. */
export interface ListStream<R> {
  readonly name: StreamName
  readonly schema: z.ZodType<R>
  readonly pageSize?: number
  readonly cursorStyle?: CursorStyle
  list(upstream: Upstream, query: ListQuery): Promise<ListPage>
  /** One record by its id, where upstream has a route for it. */
  one?(upstream: Upstream, id: string): Promise<ListPage>
  /** Null for a record that does not belong to the stream; the reason is noted as drift. */
  draft(record: R): Draft | { readonly skipped: string }
}

/** A stream that is one list under each parent. */
export interface ChildListStream<R> {
  readonly name: StreamName
  readonly schema: z.ZodType<R>
  readonly pageSize?: number
  readonly cursorStyle?: CursorStyle
  list(upstream: Upstream, parentId: string, query: ListQuery): Promise<ListPage>
  draft(record: R, parentId: string): Draft
}

/** A sample asks so many parents for a record, since the first may have nothing. */
const SAMPLED_PARENTS = 20

const idsOf = (drafts: readonly Draft[]): string[] =>
  drafts.flatMap((draft) => (draft.type === 'asset' ? [draft.externalId] : []))

const wasBlind = (cursor: Cursor | null): boolean => cursor?.blind === true

/**
 * Reads a list from its cursor `{after}` on. A list read again from any older cursor ends in the same
 * assets, so a restart costs requests and nothing else.
 */
export function listStream<R>(stream: ListStream<R>): StreamReader {
  const lenient = new LenientReader(stream.schema)
  const mapped = async (page: ListPage, after: string | null) => {
    const { records, quarantined, drift } = lenient.read(page.records, after)
    const isBlind = refuseIllegible(page, quarantined, stream.name)
    const drafts: Draft[] = []
    const notes = [...drift]
    for (const draft of await mapInTurns(records, (record) => stream.draft(record))) {
      if ('skipped' in draft) notes.push({ path: draft.skipped, count: 1 })
      else drafts.push(draft)
    }
    return { isBlind, drafts, quarantined, drift: notes, requests: page.requests ?? 1 }
  }
  const turnOf = async (context: ReadContext, after: string | null): Promise<Turn> => {
    const page = await stream.list(context.upstream, listQuery(after, stream.pageSize))
    return {
      ...(await mapped(page, after)),
      ...stepAfter(page, after, stream.cursorStyle ?? 'last_id', stream.name),
    }
  }
  const { one } = stream
  const single = async (context: ReadContext, id: string, ask: NonNullable<typeof one>): Promise<Turn> => ({
    ...(await mapped(await ask(context.upstream, id), null)),
    next: null,
    reached: null,
  })
  return {
    name: stream.name,
    async sample(context) {
      const page = await stream.list(context.upstream, listQuery(null, stream.pageSize))
      const { drafts, drift } = await mapped(page, null)
      return { records: page.records, drift, ids: idsOf(drafts) }
    },
    async *read(context) {
      let after = cursorText(context.cursor, 'after')
      let isBlind = wasBlind(context.cursor)
      let restarts = restartsIn(context.cursor)
      for (;;) {
        const read = await fromStartIfRefused({ after, restarts }, stream.name, (from) =>
          turnOf(context, from),
        )
        const { turn } = read
        restarts = read.restarts
        isBlind ||= turn.isBlind
        const done = turn.next === null
        const cursor: Cursor = {
          after: turn.reached,
          ...withRestarts(restarts),
          ...(isBlind ? { blind: true } : {}),
        }
        yield pageOf(turn, cursor, done && !isBlind ? [''] : [], done)
        if (done) return
        after = turn.next
      }
    },
    readsOneById: one !== undefined,
    reread: (context) =>
      readAgain(context, {
        page: (at, _target, after) => turnOf(at, after),
        ...(one === undefined ? {} : { one: (at, id) => single(at, id, one) }),
      }),
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
    const page = await stream.list(context.upstream, parent, listQuery(after, stream.pageSize))
    const { records, quarantined, drift } = lenient.read(page.records, after)
    const isBlind = refuseIllegible(page, quarantined, stream.name)
    const step = stepAfter(page, after, stream.cursorStyle ?? 'last_id', stream.name)
    const drafts = await mapInTurns(records, (record) => stream.draft(record, parent))
    return { isBlind, drafts, quarantined, drift, requests: page.requests ?? 1, ...step }
  }
  /** Returns how many parents were gone so far while nobody answered; null once one has. */
  async function* readParent(context: ReadContext, parent: string, from: string | null, gone: Gone) {
    let after = from
    let isBlind = from !== null && wasBlind(context.cursor)
    let restarts = from === null ? 0 : restartsIn(context.cursor)
    for (;;) {
      const read = await unlessGone(() =>
        fromStartIfRefused({ after, restarts }, stream.name, (at) => turnOf(context, parent, at)),
      )
      if (read instanceof NotThere) {
        const still =
          read.what === 'gone' && gone !== null ? { count: gone.count + 1, route: read.route } : null
        yield { ...pageOf(NOTHING, cursorThrough(parent, still), [], false), passed: 1 }
        return still
      }
      const { turn } = read
      const { next } = turn
      restarts = read.restarts
      isBlind ||= turn.isBlind
      const within = { parent, after: next, ...withRestarts(restarts), ...(isBlind ? { blind: true } : {}) }
      const cursor: Cursor = next === null ? { through: parent } : within
      const isPassed = next === null && isBlind
      yield {
        ...pageOf(turn, cursor, next === null && !isBlind ? [parent] : [], false),
        passed: isPassed ? 1 : 0,
      }
      if (next === null) return null
      after = next
    }
  }
  return {
    name: stream.name,
    async sample(context) {
      let parent = await context.nextParent(null)
      for (let asked = 1; parent !== null; asked += 1) {
        const { records } = await stream.list(context.upstream, parent, listQuery(null, stream.pageSize))
        const read = lenient.read(records, null)
        const within = parent
        const ids = idsOf(await mapInTurns(read.records, (record) => stream.draft(record, within)))
        if (records.length > 0 || asked === SAMPLED_PARENTS) return { records, drift: read.drift, ids }
        parent = await context.nextParent(parent)
      }
      return { records: [], drift: [], ids: [] }
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
    reread: (context) => readAgain(context, { page: turnOf }),
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

const NOTHING: Turn = {
  isBlind: false,
  drafts: [],
  quarantined: [],
  drift: [],
  next: null,
  reached: null,
  requests: 1,
}
