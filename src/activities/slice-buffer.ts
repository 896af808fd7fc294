import type { Batch } from '../db/batches/batch.ts'
import type { AskedBy } from '../db/rereads/ask-for-rereads.ts'
import type { CollectionMode } from '../model/core/collection-mode.ts'
import type { EventDraft } from '../model/core/records.ts'
import type { RereadProgress } from '../model/core/rereads.ts'
import { BATCH_LIMITS } from '../model/core/slices.ts'
import type { StreamName } from '../model/core/streams.ts'
import { rereadsAskedBy } from '../openai/rereads.ts'
import type { ReadPage } from '../openai/streams/stream-reader.ts'
import { retain } from '../privacy/retain.ts'
import type { Retained, StreamRecord } from '../privacy/retained.ts'

/** What of a batch the pages decide; the rest is the slice's. */
export type BufferedBatch = Pick<
  Batch,
  | 'records'
  | 'cursor'
  | 'completed'
  | 'passed'
  | 'done'
  | 'cursorTime'
  | 'pages'
  | 'quarantined'
  | 'drift'
  | 'coveredFrom'
  | 'gap'
  | 'asks'
  | 'reread'
>

/**
 * Gathers pages into batches, each record through the gate as it comes in: what the mode does not
 * allow is not even buffered. A page is never cut in two, since its cursor stands at its end.
 */
export class SliceBuffer {
  readonly #mode: CollectionMode
  readonly #stream: StreamName
  readonly #now: () => number
  #pages: ReadPage[] = []
  #records: Retained<StreamRecord>[] = []
  #asks: AskedBy[] = []
  #since = 0

  constructor(mode: CollectionMode, stream: StreamName, now: () => number) {
    this.#mode = mode
    this.#stream = stream
    this.#now = now
  }

  add(page: ReadPage): void {
    if (this.#pages.length === 0) this.#since = this.#now()
    this.#pages.push({ ...page, drafts: [] })
    for (const draft of page.drafts) {
      const record = retain(this.#mode, this.#stream, draft)
      if (record === null) continue
      this.#records.push(record)
      if (record.type === 'event') this.#asks.push(...asksOf(this.#stream, record))
    }
  }

  /** Upstream pages gathered and not yet taken. */
  get pages(): number {
    return this.#pages.reduce((sum, page) => sum + page.fetched, 0)
  }

  /** Records gathered and not yet taken. */
  get records(): number {
    return this.#records.length
  }

  isDue(): boolean {
    if (this.#pages.length === 0) return false
    const { records, durationMs } = BATCH_LIMITS
    const last = this.#pages.at(-1)
    return this.#records.length >= records || this.#now() - this.#since >= durationMs || last?.done === true
  }

  /** Everything gathered, as one batch; null where there is nothing. */
  take(): BufferedBatch | null {
    const pages = this.#pages
    const records = this.#records
    const last = pages.at(-1)
    if (last === undefined) return null
    const asks = this.#asks
    const reread = joined(pages.flatMap(({ reread }) => reread ?? []))
    this.#pages = []
    this.#records = []
    this.#asks = []
    return {
      records,
      cursor: last.cursor,
      completed: pages.flatMap((page) => page.completed),
      passed: pages.reduce((sum, { passed }) => sum + (passed ?? 0), 0),
      done: last.done,
      cursorTime: newest(pages, (page) => page.cursorTime),
      pages: pages.reduce((sum, page) => sum + page.fetched, 0),
      quarantined: pages.flatMap((page) => page.quarantined),
      drift: pages.flatMap((page) => page.drift),
      coveredFrom: newest(pages, (page) => page.coveredFrom),
      gap: newest(pages, (page) => page.gap ?? null),
      asks,
      ...(reread === null ? {} : { reread }),
    }
  }
}

/** What an event names as changed, from what the gate has left of it. */
function asksOf(stream: StreamName, event: Retained<StreamRecord> & EventDraft): readonly AskedBy[] {
  const { eventId, occurredAt } = event
  return rereadsAskedBy(stream, event).map((request) => ({ ...request, eventId, occurredAt }))
}

function joined(parts: readonly RereadProgress[]): RereadProgress | null {
  if (parts.length === 0) return null
  return {
    settled: parts.flatMap(({ settled }) => settled),
    gone: parts.flatMap(({ gone }) => gone),
    asksForList: parts.some(({ asksForList }) => asksForList),
  }
}

const newest = <Value>(pages: readonly ReadPage[], of: (page: ReadPage) => Value | null): Value | null =>
  pages.map(of).findLast((value) => value !== null) ?? null
