import type { Reread, RereadProgress } from '../../../model/core/rereads.ts'
import { WHOLE_LIST } from '../../../model/core/rereads.ts'
import type { Cursor } from '../../../model/core/slices.ts'
import { NotThere } from '../../failures.ts'
import type { ReadPage, RereadContext } from '../stream-reader.ts'
import { cursorText } from './cursors.ts'
import type { Turn } from './turn.ts'
import { fromStartIfRefused, pageOf, restartsIn, unlessGone, withRestarts } from './turn.ts'

/** How a stream reads one target again. */
export interface RereadableStream {
  /** One page of the whole list, or of one parent's. */
  page(context: RereadContext, target: string, after: string | null): Promise<Turn>
  /** One thing by its id, where upstream has a route for it; a target is a list otherwise. */
  one?(context: RereadContext, id: string): Promise<Turn>
}

/**
 * Reads target after target. Cursor: `{target, asked, after}` inside a list, `{through}` once a target is done. With
 * its last page a target is settled, in the transaction that stores the page.
 *
 * A single thing that upstream does not know is gone where an event had said so. Otherwise a 404 may as well mean that
 * the route is: the whole list is asked for then, which alone can tell (`childListStream` thinks the same of parents).
 * A recheck cannot wait for that, and asks a witness.
 */
export async function* readAgain(context: RereadContext, stream: RereadableStream): AsyncGenerator<ReadPage> {
  let through = cursorText(context.cursor, 'through')
  const begun = begunIn(context.cursor)
  if (begun !== null) {
    const isBlind = context.cursor?.blind === true
    yield* readList(context, stream, begun, cursorText(context.cursor, 'after'), isBlind)
    through = begun.target
  }
  for (;;) {
    const reread = await context.nextReread(through)
    if (reread === null) break
    const isSingle = stream.one !== undefined && reread.target !== WHOLE_LIST
    if (isSingle) yield await readOne(context, stream, reread)
    else yield* readList(context, stream, reread, null, false)
    through = reread.target
  }
  yield { ...pageOf(EMPTY, through === null ? {} : { through }, [], true), fetched: 0, reread: NOTHING_DONE }
}

const EMPTY: Turn = {
  isBlind: false,
  drafts: [],
  quarantined: [],
  drift: [],
  next: null,
  reached: null,
  requests: 1,
}
const NOTHING_DONE: RereadProgress = { settled: [], gone: [], asksForList: false }

const settledWith = ({ target, asked }: Reread, more: Partial<RereadProgress> = {}): RereadProgress => ({
  ...NOTHING_DONE,
  settled: [{ target, asked }],
  ...more,
})

async function* readList(
  context: RereadContext,
  stream: RereadableStream,
  reread: Reread,
  from: string | null,
  wasBlind: boolean,
): AsyncGenerator<ReadPage> {
  const { target, asked } = reread
  let after = from
  let isBlind = wasBlind
  let restarts = from === null ? 0 : restartsIn(context.cursor)
  for (;;) {
    const read = await unlessGone(() =>
      fromStartIfRefused({ after, restarts }, `re-read of ${target}`, (at) =>
        stream.page(context, target, at),
      ),
    )
    // The parent is not there: its own listing or re-read says so, and takes what is under it along.
    if (read instanceof NotThere) {
      yield { ...pageOf(EMPTY, { through: target }, [], false), reread: settledWith(reread) }
      return
    }
    const { turn } = read
    restarts = read.restarts
    isBlind ||= turn.isBlind
    if (turn.next === null) {
      const completed = isBlind ? [] : [target]
      yield { ...pageOf(turn, { through: target }, completed, false), reread: settledWith(reread) }
      return
    }
    const cursor: Cursor = {
      ...{ target, asked, after: turn.next },
      ...withRestarts(restarts),
      ...(isBlind ? { blind: true } : {}),
    }
    yield { ...pageOf(turn, cursor, [], false), reread: NOTHING_DONE }
    after = turn.next
  }
}

async function readOne(context: RereadContext, stream: RereadableStream, reread: Reread): Promise<ReadPage> {
  const { target, removal } = reread
  const cursor: Cursor = { through: target }
  const turn = await unlessGone(async () => (await stream.one?.(context, target)) ?? EMPTY)
  if (turn instanceof NotThere) {
    const isGone = removal || (await othersAnswer(context, stream, target))
    const found = isGone ? { gone: [target] } : { asksForList: true }
    return { ...pageOf(EMPTY, cursor, [], false), reread: settledWith(reread, found) }
  }
  return { ...pageOf(turn, cursor, [], false), reread: settledWith(reread) }
}

/**
 * The thing answered 404 and the route still answers for another, so it is the thing that is gone. Where there is no
 * other, or it is gone as well, the first page of the list may tell: if it is the only one and lacks the thing.
 */
async function othersAnswer(
  context: RereadContext,
  stream: RereadableStream,
  target: string,
): Promise<boolean> {
  if (context.witnessBeside === undefined) return false
  const witness = await context.witnessBeside(target)
  if (witness !== null) {
    const answer = await unlessGone(async () => await stream.one?.(context, witness))
    if (!(answer instanceof NotThere)) return true
  }
  const list = await unlessGone(() => stream.page(context, WHOLE_LIST, null))
  if (list instanceof NotThere || list.isBlind || list.next !== null) return false
  const isListed = list.drafts.some((draft) => draft.type === 'asset' && draft.externalId === target)
  return !isListed && !list.quarantined.some(({ locator }) => locator.recordId === target)
}

function begunIn(cursor: Cursor | null): Reread | null {
  const target = cursorText(cursor, 'target')
  const asked = cursor?.asked
  return target === null || typeof asked !== 'number' ? null : { target, asked, removal: false }
}
