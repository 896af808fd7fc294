import type { SimulatorOptions } from '../options.ts'
import type { ScenarioState } from '../scenario.ts'
import { Lru } from '../tenant/lru.ts'
import { fraction, hashOf, saltOf } from '../tenant/prng.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { isoMicros, isoOffset, MICROS_PER_DAY, MICROS_PER_MINUTE, MICROS_PER_SECOND } from '../tenant/time.ts'
import { Timeline } from '../tenant/timeline.ts'
import { auditEventId, auditRecord, callEventId, callRecord } from './audit-events.ts'
import { authEventId, authRecord } from './auth-events.ts'
import type { ApiCall, CallLog } from './calls.ts'
import { contentFaults, disfigure } from './disfigure.ts'
import type { FileKey } from './file-ids.ts'
import { fileIdOf } from './file-ids.ts'
import type { Line } from './measure.ts'
import { Measure, PIECE_BYTES } from './measure.ts'
import { messageIdOf, messageRecord } from './messages.ts'
import type { LogRecord, LogType } from './types.ts'
import { LOG_TYPES } from './types.ts'
import { workEventId, workRates, workRecord } from './work-events.ts'

// A log file holds the events of one type that arrived in one window of about ten minutes. Which events those are is
// worked out from their numbers: most arrive in the window of their own time, one in a hundred one or two windows
// late, and one or two in a hundred arrive a second time in the next file. A window that has closed never changes.
// Only sizes and hashes of files are remembered, in a bounded cache; the bytes are made again for each download.

export const RETENTION_MICROS = 30 * MICROS_PER_DAY
const MAX_DELAY_WINDOWS = 2
const LATE_PERCENT = 1
const DUPLICATE_PER_MILLE = 15
/** Files are written a moment after their window ends; the moment has microseconds, as upstream's do. */
const MAX_WRITE_LAG = MICROS_PER_SECOND
// Thirty days of eleven types at ten minutes are 47,520 windows.
const CACHED_WINDOWS = 65_536

const DELAY_SALT = saltOf('delay')
const LAG_SALT = saltOf('write-lag')

export interface LogFile extends FileKey {
  readonly id: string
  readonly endMicros: number
  readonly end_time: string
  readonly file_name: string
  readonly file_size: number
  readonly file_sha256: string
  /** Event count, for truth and statistics; not shown. */
  readonly events: number
}

/** One event arriving in a window: a number of the stream, or one of our own calls. */
export interface Arrival {
  readonly at: number
  readonly source: number | ApiCall
}

interface NumberedArrival extends Arrival {
  readonly source: number
}

function rates(tenant: Tenant): Record<LogType, number> {
  return {
    AUTH_LOG: tenant.users * 3,
    AUDIT_LOG: Math.max(24, tenant.users),
    CONVERSATION_MESSAGE: tenant.messagesPerDay,
    ...workRates(tenant),
  }
}

export class LogFiles {
  readonly #tenant: Tenant
  readonly #scenario: ScenarioState
  readonly #calls: CallLog
  readonly #windowMicros: number
  readonly #maxBytes: number
  readonly #timelines: ReadonlyMap<LogType, Timeline>
  readonly #cache = new Lru<string, readonly LogFile[]>(CACHED_WINDOWS)

  constructor(tenant: Tenant, options: SimulatorOptions, scenario: ScenarioState, calls: CallLog) {
    this.#tenant = tenant
    this.#scenario = scenario
    this.#calls = calls
    this.#windowMicros = Math.round(options.windowMinutes * MICROS_PER_MINUTE)
    this.#maxBytes = options.maxLogFileBytes
    const perDay = rates(tenant)
    this.#timelines = new Map(
      LOG_TYPES.map((type) => [
        type,
        new Timeline(tenant.seed, saltOf(`time:${type}`), perDay[type], tenant.origin),
      ]),
    )
  }

  timeline(type: LogType): Timeline {
    const timeline = this.#timelines.get(type)
    if (!timeline) throw new Error(`no timeline for ${type}`)
    return timeline
  }

  windowAt(micros: number): number {
    return Math.floor(micros / this.#windowMicros)
  }

  /** When the last file of a window is written: only then are its files listed. */
  closeOf(type: LogType, window: number): number {
    const lag = fraction(hashOf(this.#tenant.seed, LAG_SALT, window, LOG_TYPES.indexOf(type)))
    return (window + 1) * this.#windowMicros + 1 + Math.floor(lag * (MAX_WRITE_LAG - 2))
  }

  /** The newest window whose files may be listed. */
  lastClosed(type: LogType, now: number): number {
    const window = this.windowAt(now)
    for (let back = 0; back <= 2; back++) if (this.closeOf(type, window - back) <= now) return window - back
    return window - 3
  }

  firstWindow(): number {
    return this.windowAt(this.#tenant.origin)
  }

  /** The files of one closed window, in order of their end; none when nothing arrived in it. */
  files(type: LogType, window: number): readonly LogFile[] {
    const key = `${type}:${window}:${this.#scenario.contentRevision}`
    return this.#cache.get(key) ?? this.#cache.set(key, this.#describe(type, window))
  }

  /** The bytes of one file, piece by piece, so that a large window is never whole in memory. */
  *content(file: FileKey): Generator<Buffer> {
    let waiting: string[] = []
    let bytes = 0
    for (const line of this.#lines(file.type, file.window)) {
      if (line.part > file.part) break
      if (line.part < file.part) continue
      waiting.push(line.text)
      bytes += line.bytes
      if (bytes < PIECE_BYTES) continue
      yield Buffer.from(waiting.join(''))
      waiting = []
      bytes = 0
    }
    if (waiting.length > 0) yield Buffer.from(waiting.join(''))
  }

  /** What arrives in a window, in order of time, duplicates and late events included. */
  *arrivals(type: LogType, window: number): Generator<Arrival> {
    const calls = type === 'AUDIT_LOG' ? this.#callsIn(window) : []
    let next = 0
    for (const arrival of this.#numbered(type, window)) {
      for (let call = calls[next]; call !== undefined && call.at < arrival.at; call = calls[next]) {
        yield { at: call.at, source: call }
        next += 1
      }
      yield arrival
    }
    for (const call of calls.slice(next)) yield { at: call.at, source: call }
  }

  /** What a collector keys an arrival by: messages by message, all else by event. Cheaper than the record. */
  keyOf(type: LogType, { source }: Arrival): string {
    const { seed } = this.#tenant
    if (typeof source !== 'number') return callEventId(this.#tenant, source)
    switch (type) {
      case 'AUTH_LOG':
        return authEventId(seed, source)
      case 'AUDIT_LOG':
        return auditEventId(seed, source)
      case 'CONVERSATION_MESSAGE':
        return messageIdOf(seed, source)
      default:
        return workEventId(seed, type, source)
    }
  }

  /** The record of an arrival as it really happened, with no disfigurement. */
  recordOf(type: LogType, { source }: Arrival): LogRecord {
    if (typeof source !== 'number') return callRecord(this.#tenant, source)
    const timeline = this.timeline(type)
    const { canary, poison } = this.#scenario.current
    switch (type) {
      case 'AUTH_LOG':
        return authRecord(this.#tenant, timeline, source)
      case 'AUDIT_LOG':
        return auditRecord(this.#tenant, timeline, canary, source)
      case 'CONVERSATION_MESSAGE':
        return messageRecord({ tenant: this.#tenant, timeline, canary, poison }, source)
      default:
        return workRecord({ tenant: this.#tenant, timeline, canary }, type, source)
    }
  }

  #callsIn(window: number): readonly ApiCall[] {
    const start = window * this.#windowMicros
    return this.#calls.between(start, start + this.#windowMicros)
  }

  #delay(type: LogType, n: number): number {
    const hash = hashOf(this.#tenant.seed, DELAY_SALT, n, LOG_TYPES.indexOf(type))
    return hash % 100 < LATE_PERCENT ? 1 + ((hash >>> 8) % MAX_DELAY_WINDOWS) : 0
  }

  #comesAgain(type: LogType, n: number): boolean {
    const hash = hashOf(this.#tenant.seed, DELAY_SALT, n, LOG_TYPES.length + LOG_TYPES.indexOf(type))
    return hash % 1000 < DUPLICATE_PER_MILLE
  }

  /** The numbered events that arrive in a window, oldest first: windows follow each other, so do their events. */
  *#numbered(type: LogType, window: number): Generator<NumberedArrival> {
    if (this.timeline(type).perDay <= 0 || window < this.firstWindow()) return
    // A duplicate of an event that was itself late arrives one window after that.
    for (let back = MAX_DELAY_WINDOWS + 1; back >= 0; back--) yield* this.#happenedBefore(type, window, back)
  }

  /** Of the events that happened `back` windows ago, those that arrive now. */
  *#happenedBefore(type: LogType, window: number, back: number): Generator<NumberedArrival> {
    const timeline = this.timeline(type)
    const start = (window - back) * this.#windowMicros
    const end = timeline.firstAt(start + this.#windowMicros)
    for (let n = timeline.firstAt(start); n < end; n++) {
      const delay = this.#delay(type, n)
      const again = delay + 1 === back && this.#comesAgain(type, n)
      if (delay === back || again) yield { at: timeline.at(n), source: n }
    }
  }

  /** The lines of a window, each with the part of the window that it falls into. */
  *#lines(type: LogType, window: number): Generator<Line> {
    const faults = contentFaults(this.#scenario.current, this.#tenant.seed, type, window)
    let part = 0
    let filled = 0
    let position = 0
    for (const arrival of this.arrivals(type, window)) {
      const text = disfigure(this.recordOf(type, arrival), faults, position)
      const bytes = Buffer.byteLength(text)
      if (filled + bytes > this.#maxBytes && filled > 0) {
        part += 1
        filled = 0
        position = 0
      }
      filled += bytes
      position += 1
      yield { part, at: arrival.at, text, bytes }
    }
  }

  #describe(type: LogType, window: number): LogFile[] {
    const files: LogFile[] = []
    let measure = new Measure(0)
    // Parts of a split window end with their last event; all end after the window before.
    let end = this.closeOf(type, window - 1)
    for (const line of this.#lines(type, window)) {
      if (line.part !== measure.part) {
        files.push(this.#fileOf(type, window, measure, end))
        measure = new Measure(line.part)
      }
      measure.add(line)
      end = Math.max(end + 1, line.at)
    }
    if (measure.events > 0) files.push(this.#fileOf(type, window, measure, this.closeOf(type, window)))
    return files
  }

  #fileOf(type: LogType, window: number, measure: Measure, end: number): LogFile {
    const key: FileKey = { type, window, part: measure.part }
    return {
      ...key,
      id: fileIdOf(this.#tenant.seed, key),
      endMicros: end,
      end_time: isoMicros(end),
      file_name: `${type}_${isoOffset(end)}.jsonl`,
      file_size: measure.bytes,
      file_sha256: measure.digest(),
      events: measure.events,
    }
  }
}
