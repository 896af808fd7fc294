import { createHash } from 'node:crypto'
import type { SimulatorOptions } from '../options.ts'
import type { Scenario, ScenarioState } from '../scenario.ts'
import { Lru } from '../tenant/lru.ts'
import { fraction, hashOf, saltOf } from '../tenant/prng.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { isoMicros, isoOffset, MICROS_PER_DAY, MICROS_PER_MINUTE, MICROS_PER_SECOND } from '../tenant/time.ts'
import { Timeline } from '../tenant/timeline.ts'
import { auditRecord, callRecord } from './audit-events.ts'
import { authRecord } from './auth-events.ts'
import type { ApiCall, CallLog } from './calls.ts'
import { contentFaults, disfigure } from './disfigure.ts'
import type { FileKey } from './file-ids.ts'
import { fileIdOf } from './file-ids.ts'
import { messageRecord } from './messages.ts'
import type { LogRecord, LogType } from './types.ts'
import { LOG_TYPES } from './types.ts'

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
// Thirty days of three types at ten minutes are 12,960 windows.
const CACHED_WINDOWS = 16_384
const LINES_HASHED_AT_ONCE = 256

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

interface Line {
  readonly at: number
  readonly record: LogRecord
}

interface Part {
  readonly part: number
  readonly end: number
  readonly lines: readonly string[]
  readonly bytes: number
  readonly events: number
}

interface Ref {
  readonly at: number
  readonly n: number
}

function rates(tenant: Tenant): Record<LogType, number> {
  return {
    AUTH_LOG: tenant.users * 3,
    AUDIT_LOG: Math.max(24, tenant.users),
    CONVERSATION_MESSAGE: tenant.messagesPerDay,
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

  /** The bytes of one file. */
  content(file: FileKey): Buffer {
    for (const part of this.#parts(file.type, file.window)) {
      if (part.part === file.part) return Buffer.from(part.lines.join(''))
    }
    return Buffer.alloc(0)
  }

  /** The events of a window as they really happened: no disfigurement, with duplicates and late ones. */
  *events(type: LogType, window: number): Generator<Line> {
    const scenario = this.#scenario.current
    const calls = type === 'AUDIT_LOG' ? this.#callsIn(window) : []
    let next = 0
    for (const ref of this.#refs(type, window)) {
      for (let call = calls[next]; call !== undefined && call.at < ref.at; call = calls[next]) {
        yield { at: call.at, record: callRecord(this.#tenant, call) }
        next += 1
      }
      yield { at: ref.at, record: this.#record(type, ref.n, scenario) }
    }
    for (const call of calls.slice(next)) yield { at: call.at, record: callRecord(this.#tenant, call) }
  }

  #callsIn(window: number): readonly ApiCall[] {
    const start = window * this.#windowMicros
    return this.#calls.between(start, start + this.#windowMicros)
  }

  #record(type: LogType, n: number, scenario: Scenario): LogRecord {
    const timeline = this.timeline(type)
    switch (type) {
      case 'AUTH_LOG':
        return authRecord(this.#tenant, timeline, n)
      case 'AUDIT_LOG':
        return auditRecord(this.#tenant, timeline, scenario.canary, n)
      case 'CONVERSATION_MESSAGE':
        return messageRecord(
          { tenant: this.#tenant, timeline, canary: scenario.canary, poison: scenario.poison },
          n,
        )
      default:
        return type satisfies never
    }
  }

  #delay(type: LogType, n: number): number {
    const hash = hashOf(this.#tenant.seed, DELAY_SALT, n, LOG_TYPES.indexOf(type))
    return hash % 100 < LATE_PERCENT ? 1 + ((hash >>> 8) % MAX_DELAY_WINDOWS) : 0
  }

  #comesAgain(type: LogType, n: number): boolean {
    const hash = hashOf(this.#tenant.seed, DELAY_SALT, n, LOG_TYPES.length + LOG_TYPES.indexOf(type))
    return hash % 1000 < DUPLICATE_PER_MILLE
  }

  /** Numbers of the events that arrive in a window, oldest first. */
  #refs(type: LogType, window: number): Ref[] {
    const timeline = this.timeline(type)
    if (timeline.perDay <= 0 || window < this.firstWindow()) return []
    const refs: Ref[] = []
    // A duplicate of an event that was itself late arrives one window after that.
    for (let back = 0; back <= MAX_DELAY_WINDOWS + 1; back++) {
      const start = (window - back) * this.#windowMicros
      const end = timeline.firstAt(start + this.#windowMicros)
      for (let n = timeline.firstAt(start); n < end; n++) {
        const delay = this.#delay(type, n)
        const again = delay + 1 === back && this.#comesAgain(type, n)
        if (delay === back || again) refs.push({ at: timeline.at(n), n })
      }
    }
    return refs.sort((a, b) => a.at - b.at || a.n - b.n)
  }

  #describe(type: LogType, window: number): LogFile[] {
    const files: LogFile[] = []
    for (const part of this.#parts(type, window)) {
      const sha = createHash('sha256')
      for (let start = 0; start < part.lines.length; start += LINES_HASHED_AT_ONCE) {
        sha.update(part.lines.slice(start, start + LINES_HASHED_AT_ONCE).join(''))
      }
      const key: FileKey = { type, window, part: part.part }
      files.push({
        ...key,
        id: fileIdOf(this.#tenant.seed, key),
        endMicros: part.end,
        end_time: isoMicros(part.end),
        file_name: `${type}_${isoOffset(part.end)}.jsonl`,
        file_size: part.bytes,
        file_sha256: sha.digest('hex'),
        events: part.events,
      })
    }
    return files
  }

  *#parts(type: LogType, window: number): Generator<Part> {
    const scenario = this.#scenario.current
    const faults = contentFaults(scenario, this.#tenant.seed, type, window)
    let lines: string[] = []
    let bytes = 0
    let part = 0
    let events = 0
    // Parts of a split window end with their last event; all end after the window before.
    let end = this.closeOf(type, window - 1)
    for (const { at, record } of this.events(type, window)) {
      const text = disfigure(record, faults, events)
      const size = Buffer.byteLength(text)
      if (bytes + size > this.#maxBytes && events > 0) {
        yield { part, end, lines, events, bytes }
        part += 1
        lines = []
        bytes = 0
        events = 0
      }
      lines.push(text)
      bytes += size
      events += 1
      end = Math.max(end + 1, at)
    }
    if (events > 0) yield { part, end: this.closeOf(type, window), lines, events, bytes }
  }
}

/** What a collector keys a record by: messages by message, all else by event. */
export function recordKey(type: LogType, record: LogRecord): string {
  if (type !== 'CONVERSATION_MESSAGE') return record.event_id
  const message = record.message
  if (typeof message === 'object' && message !== null && 'id' in message && typeof message.id === 'string')
    return message.id
  throw new Error('a conversation message has no message id')
}
