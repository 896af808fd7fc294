import { setImmediate } from 'node:timers/promises'
import type { z } from 'zod'
import type { Draft, QuarantinedRecord } from '../../../model/core/records.ts'
import { BATCH_LIMITS } from '../../../model/core/slices.ts'
import type { StreamName } from '../../../model/core/streams.ts'
import { STREAMS } from '../../../model/core/streams.ts'
import { CursorStuck } from '../../failures.ts'
import type { LogFile, LogPage, LogPlace, LogsClient } from '../../logs.ts'
import { isLater, parseInstant, shiftMicros } from '../mapping/instants.ts'
import type { ReadContext, ReadPage, StreamReader } from '../stream-reader.ts'
import { DriftTally } from './drift.ts'
import type { JsonlPiece } from './jsonl.ts'
import { decodeJsonl } from './jsonl.ts'
import type { Place } from './lenient.ts'
import { LenientReader, setAside } from './lenient.ts'
import type { LogPosition } from './log-cursor.ts'
import { pastFiles, startingPoint, toCursor } from './log-cursor.ts'
import type { UnreadableFile } from './log-file.ts'
import { downloadAgain, downloadFile, groupByEndTime } from './log-file.ts'

/** A stream of log files of one event type: what a record must have and what becomes of it. */
export interface LogStream<R> {
  readonly name: StreamName
  readonly eventType: string
  /** Whose logs they are; the workspace's where nothing is said. */
  readonly place?: LogPlace
  readonly schema: z.ZodType<R>
  draft(record: R): Draft
}

const FILES_PER_LIST = 100
/** Bytes. A thousand usual records have one or two million; a thousand of the largest would be all of the memory. */
const MOST_BYTES_A_BATCH = 8 * 1024 * 1024

/**
 * Records that are read before the process sees to anything else. A batch takes tens of milliseconds to read, and the
 * one before it is being committed meanwhile, answer by answer; heartbeats wait too.
 */
const RECORDS_A_TURN = 64

/**
 * Reads files in the order of their end times, each record once.
 *
 * `after` is strict, so it may move to a time only when every file of that time is stored. Within a list
 * that is so once a later file follows; at the end of a list with more to come, files of the same end time
 * might stand on the next page, which a strict `after` would skip: they are asked for by themselves
 * (`siblings`). Files that come to the last time after the list's end are found by the next pass (`pollFrom`). Files are immutable, so a record's position in its file is a cursor too: a worker that
 * dies in the middle of a file downloads it again and goes on at the record.
 */
export function logStream<R>(stream: LogStream<R>): StreamReader {
  const lenient = new LenientReader(stream.schema)
  return {
    name: stream.name,
    async sample(context) {
      const logs = context.upstream.logs(STREAMS[stream.name].capability, stream.place ?? 'workspace')
      const { position } = startingPoint(null, context.since, context.now())
      const page = await logs.list({ eventType: stream.eventType, after: position.after, limit: 1 })
      const [file] = page.files
      const bytes = file === undefined ? new Uint8Array() : await logs.download(file)
      const pieces = decodeJsonl(bytes).take(BATCH_LIMITS.records)
      const records = [...pieces].flatMap((piece) => (piece.kind === 'record' ? [piece.value] : []))
      return { records, drift: lenient.read(records, null).drift, ids: [] }
    },
    async *read(context) {
      const logs = context.upstream.logs(STREAMS[stream.name].capability, stream.place ?? 'workspace')
      const start = startingPoint(context.cursor, context.since, context.now())
      const pass = new LogPass(stream, lenient, logs, start.position)
      let { coveredFrom, gap } = start
      for await (const page of pass.pages(context)) {
        yield { ...page, coveredFrom, gap }
        coveredFrom = null
        gap = null
      }
    },
  }
}

/** What is committed together. */
class Batch {
  readonly drafts: Draft[] = []
  readonly quarantined: QuarantinedRecord[] = []
  readonly drift = new DriftTally()

  /** Of the records read. */
  bytes = 0

  get isFull(): boolean {
    const size = this.drafts.length + this.quarantined.length
    return size >= BATCH_LIMITS.records || this.bytes >= MOST_BYTES_A_BATCH
  }
}

/** One pass from a position to the newest file; holds where it stands. */
class LogPass<R> {
  readonly #stream: LogStream<R>
  readonly #lenient: LenientReader<R>
  readonly #logs: LogsClient
  #position: LogPosition
  #fetched = 0

  constructor(stream: LogStream<R>, lenient: LenientReader<R>, logs: LogsClient, position: LogPosition) {
    this.#stream = stream
    this.#lenient = lenient
    this.#logs = logs
    this.#position = position
  }

  async *pages(context: ReadContext): AsyncGenerator<Omit<ReadPage, 'coveredFrom' | 'gap'>> {
    yield* this.#readAgain()
    let from = this.#position.recentFrom
    for (;;) {
      const page = await this.#list(from)
      const files = page.files.filter((file) => this.#isNew(file, from))
      yield* this.#readGroups(files, page.hasMore)
      if (!page.hasMore) break
      if (isLater(this.#position.after, from)) from = yield* this.#throughOverlap(page, files, from)
      else from = this.#pastStored(page, from)
    }
    this.#position = { ...this.#position, polled: context.now().toISOString() }
    yield this.#page(new Batch(), true)
  }

  /**
   * Files that were set aside, whole or in part: read from their beginning, since what is stored of them is not stored
   * twice. The position stays where it is; a file leaves the list with its last records.
   */
  async *#readAgain(): AsyncGenerator<Omit<ReadPage, 'coveredFrom' | 'gap'>> {
    for (let file = this.#position.again[0]; file !== undefined; file = this.#position.again[0]) {
      const known = { id: file.id, end_time: '', file_sha256: file.sha256 || null }
      const bytes = yield* this.#download(known, downloadAgain)
      const rest =
        typeof bytes === 'string' ? unreadable(known, bytes) : yield* this.#readRecords(known, bytes, null)
      this.#position = { ...this.#position, again: this.#position.again.slice(1) }
      yield this.#page(rest, false)
    }
  }

  /**
   * Goes on behind a page that ends no later than we stand: page by page, since a file that came late may be on any. A
   * page that ends with a stored file hides those of the same end time that are on the next one; they are read first.
   */
  async *#throughOverlap(
    page: LogPage,
    fresh: readonly LogFile[],
    from: string,
  ): AsyncGenerator<Omit<ReadPage, 'coveredFrom' | 'gap'>, string> {
    const last = page.files.at(-1)
    if (last === undefined) return this.#position.after
    if (isLater(from, last.end_time)) throw new CursorStuck(this.#stream.name)
    if (!fresh.includes(last)) {
      const beyond = await this.#siblings([last])
      yield* this.#readGroups(
        beyond.filter(({ id }) => !this.#isStored(id)),
        false,
      )
    }
    return isLater(last.end_time, from) ? last.end_time : shiftMicros(from, 1n)
  }

  /**
   * Reads files group by group of equal end time; with a group's last file `after` moves to its time. The
   * last records of a file come with a cursor that is already past the file: a cursor that stood still
   * for a page would make a worker that dies after each page go round in circles.
   */
  async *#readGroups(files: readonly LogFile[], hasMore: boolean) {
    const groups = groupByEndTime(files, this.#stream.name)
    for (const [index, group] of groups.entries()) {
      const isOpenEnded = hasMore && index === groups.length - 1
      const others = isOpenEnded ? await this.#siblings(group) : []
      const whole = [...group, ...others]
      const unread = whole.filter(({ id }) => !this.#isStored(id))
      for (const file of unread.slice(0, -1)) {
        const rest = yield* this.#readFile(file)
        yield this.#page(rest, false)
      }
      const last = unread.at(-1)
      const rest = last === undefined ? new Batch() : yield* this.#readFile(last)
      this.#closeGroup(whole)
      yield this.#page(rest, false)
    }
  }

  /** A file listed late, from before where we stand, is read like any; the cursor never goes back for it. */
  #closeGroup(group: readonly LogFile[]): void {
    const { after, ahead } = this.#position
    const ids = group.map(({ id }) => id)
    this.#position = {
      ...this.#position,
      ...pastFiles(this.#position, ids, group[0]?.end_time ?? after),
      ahead: ahead.filter((id) => !ids.includes(id)),
    }
  }

  #isStored(fileId: string): boolean {
    const { recent, ahead } = this.#position
    return recent.some(({ id }) => id === fileId) || ahead.includes(fileId)
  }

  /**
   * Whether a file's end time is still open for us: what is known by name is stored, and times finer than a microsecond
   * may lie before the overlap. Files that are ahead are stored too, but the position has yet to move past them.
   */
  #isNew({ id, end_time }: LogFile, from: string): boolean {
    const { after, recent, recentFrom } = this.#position
    return !recent.some((one) => one.id === id) && (from === after || isLater(end_time, recentFrom))
  }

  async #siblings(group: readonly LogFile[]): Promise<LogFile[]> {
    const [first] = group
    if (first === undefined) return []
    const after = shiftMicros(first.end_time, -1n)
    const page = await this.#list(after, shiftMicros(first.end_time, 1n))
    if (page.hasMore) throw new CursorStuck(this.#stream.name)
    const known = new Set(group.map(({ id }) => id))
    const time = parseInstant(first.end_time)
    return page.files.filter(({ id, end_time }) => !known.has(id) && parseInstant(end_time) === time)
  }

  /**
   * Yields full batches from within the file and returns the rest, which belongs to the file's end: the
   * position is past the file by then.
   */
  async *#readFile(file: LogFile): AsyncGenerator<Omit<ReadPage, 'coveredFrom'>, Batch> {
    const resumed = this.#position.file
    const skip = resumed?.id === file.id ? resumed.record : 0
    const bytes = yield* this.#download(file)
    const rest =
      typeof bytes === 'string' ? unreadable(file, bytes) : yield* this.#readRecords(file, bytes, skip)
    this.#position = { ...this.#position, file: null, ahead: [...this.#position.ahead, file.id] }
    return rest
  }

  /** The bytes, or why the file is left aside. A failure is counted in the cursor before it is thrown. */
  async *#download(
    file: LogFile,
    download = downloadFile,
  ): AsyncGenerator<Omit<ReadPage, 'coveredFrom'>, Uint8Array | UnreadableFile> {
    this.#fetched += 1
    const { trouble } = this.#position
    const before = trouble?.id === file.id ? trouble.times : 0
    const outcome = await download(this.#logs, file, before)
    if ('failed' in outcome) {
      this.#position = { ...this.#position, trouble: { id: file.id, times: before + 1 } }
      yield this.#page(new Batch(), false)
      throw outcome.failed
    }
    if (trouble !== null) this.#position = { ...this.#position, trouble: null }
    return 'bytes' in outcome ? outcome.bytes : outcome.aside
  }

  /** From record `skip` on, with the place in the file kept in the position; null: from the first, and no place kept. */
  async *#readRecords(
    file: LogFile,
    bytes: Uint8Array,
    skip: number | null,
  ): AsyncGenerator<Omit<ReadPage, 'coveredFrom'>, Batch> {
    let batch = new Batch()
    let index = -1
    for (const piece of decodeJsonl(bytes)) {
      index += 1
      if (index < (skip ?? 0)) continue
      if (index % RECORDS_A_TURN === 0) await setImmediate()
      if (batch.isFull) {
        if (skip !== null) this.#position = { ...this.#position, file: { id: file.id, record: index } }
        yield this.#page(batch, false)
        batch = new Batch()
      }
      this.#take(batch, piece, { fileId: file.id, pageCursor: null, index })
    }
    return batch
  }

  #take(batch: Batch, piece: JsonlPiece, place: Place): void {
    if (piece.kind === 'unread') {
      batch.quarantined.push(setAside(place, piece.reason, '$', piece.raw, null))
      return
    }
    batch.bytes += piece.size
    const read = this.#lenient.readOne(piece.value, place, batch.drift)
    if ('record' in read) batch.drafts.push(this.#stream.draft(read.record))
    else batch.quarantined.push(read.aside)
  }

  /**
   * Where to ask on from a page with nothing new, but with more to come. If it holds files that end where we stand,
   * upstream takes `after` for inclusive, and the next microsecond is safe; the position stays, since what comes to
   * its end time later must be found there. If it is empty, it must say where to go on.
   */
  #pastStored({ files, lastEndTime }: LogPage, from: string): string {
    const last = files.at(-1)
    const next = last === undefined ? lastEndTime : shiftMicros(from, 1n)
    const isBehind = last !== undefined && isLater(from, last.end_time)
    if (next === null || !isLater(next, from) || isBehind) throw new CursorStuck(this.#stream.name)
    return next
  }

  #page(batch: Batch, done: boolean): Omit<ReadPage, 'coveredFrom'> {
    const fetched = this.#fetched
    this.#fetched = 0
    return {
      drafts: batch.drafts,
      quarantined: batch.quarantined,
      drift: batch.drift.notes(),
      cursor: toCursor(this.#position),
      completed: [],
      done,
      fetched,
      cursorTime: this.#position.after,
    }
  }

  async #list(after: string, before?: string): Promise<LogPage> {
    this.#fetched += 1
    const { eventType } = this.#stream
    return this.#logs.list({
      eventType,
      after,
      limit: FILES_PER_LIST,
      ...(before === undefined ? {} : { before }),
    })
  }
}

const SHA256 = /^[0-9a-f]{64}$/i

function unreadable(file: LogFile, reason: UnreadableFile): Batch {
  const batch = new Batch()
  const place = { fileId: file.id, pageCursor: null, index: 0 }
  const announced = file.file_sha256 ?? ''
  // What its bytes should be, so that they can be checked when it is read again.
  const locator = { ...place, recordId: null, sha256: SHA256.test(announced) ? announced.toLowerCase() : '' }
  batch.quarantined.push({ locator, reason, path: '$' })
  return batch
}
