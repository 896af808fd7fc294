import { constants, inflateRawSync, inflateSync } from 'node:zlib'
import type { Needle } from './leak-forms.ts'
import { formsOf } from './leak-forms.ts'

/**
 * Searches what a system left behind (logs, dumps, histories) for things that must not be there. Each needle is
 * looked for as it is, JSON-escaped, percent-encoded, in UTF-16, in hex and in base64 at all three alignments; and
 * the same again inside whatever is compressed (gzip, zlib, deflate), be it bare, in hex or in base64.
 *
 * It streams: windows of bounded size overlap, so that nothing hides on a seam. What is compressed is unpacked from
 * its start to the end of the window, and needs its start, not its end, within one.
 */
export interface Leak {
  /** Name of the needle; its value is never repeated. */
  readonly needle: string
  /** How it was written: `raw`, `base64`, `gzip > json` … */
  readonly form: string
  readonly where: string
}

/** Bytes. Small enough for a test process, large enough that most things stand in one window. */
const WINDOW = 1 << 20
/** Bytes that two windows share: more than any needle in its longest form. */
const OVERLAP = 1 << 16
/** Bytes. A bomb ends the unpacking, not the test. */
const MOST_UNPACKED = 16 << 20
/** Envelopes within envelopes. */
const DEEPEST = 3
/** Characters. */
const LONGEST_REMEMBERED = 512

export class LeakScanner {
  readonly leaks: Leak[] = []
  readonly #needles: readonly { needle: Needle; forms: readonly (readonly [string, Buffer])[] }[]
  readonly #seen = new Set<string>()
  readonly #innocent = new Set<string>()
  #reports = 0
  #scanned = 0

  constructor(needles: readonly Needle[]) {
    this.#needles = needles.map((needle) => ({ needle, forms: formsOf(needle) }))
  }

  /** Bytes looked at: a scan of nothing proves nothing. */
  get scanned(): number {
    return this.#scanned
  }

  scan(where: string, data: string | Uint8Array): void {
    const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : Buffer.from(data)
    for (let start = 0; start < bytes.length; start += WINDOW - OVERLAP) {
      this.#look(where, bytes.subarray(start, start + WINDOW), [])
      if (start + WINDOW >= bytes.length) break
    }
    this.#scanned += bytes.length
  }

  async scanStream(where: string, chunks: AsyncIterable<Uint8Array | string>): Promise<void> {
    let held = Buffer.alloc(0)
    let fresh = 0
    for await (const chunk of chunks) {
      const bytes = Buffer.from(chunk as Uint8Array)
      held = Buffer.concat([held, bytes])
      fresh += bytes.length
      this.#scanned += bytes.length
      while (held.length >= WINDOW) {
        this.#look(where, held.subarray(0, WINDOW), [])
        held = held.subarray(WINDOW - OVERLAP)
        fresh = Math.max(0, held.length - OVERLAP)
      }
    }
    if (fresh > 0) this.#look(where, held, [])
  }

  #look(where: string, bytes: Buffer, envelopes: readonly string[]): void {
    this.#find(where, bytes, envelopes)
    if (envelopes.length >= DEEPEST) return
    const into = (unpacked: Iterable<Unpacked>) => {
      for (const [form, inner] of unpacked) this.#look(where, inner, [...envelopes, form])
    }
    into(compressed(bytes))
    for (const run of encodedRuns(bytes)) this.#once(run, () => into(decoded(run)))
  }

  /** Ids and hashes stand in many places: a run of characters that held nothing is not unpacked again. */
  #once(run: string, look: () => void): void {
    if (this.#innocent.has(run)) return
    const before = this.#reports
    look()
    if (this.#reports === before && run.length <= LONGEST_REMEMBERED) this.#innocent.add(run)
  }

  #find(where: string, bytes: Buffer, envelopes: readonly string[]): void {
    for (const { needle, forms } of this.#needles) {
      for (const [form, pattern] of forms) {
        if (bytes.includes(pattern)) this.#report(needle.name, [...envelopes, form], where)
      }
      if (needle.pattern === undefined) continue
      const text = bytes.toString('latin1')
      if (needle.pattern.test(text)) this.#report(needle.name, [...envelopes, 'raw'], where)
    }
  }

  #report(needle: string, path: readonly string[], where: string): void {
    this.#reports += 1
    const leak = { needle, form: path.join(' > '), where }
    const key = JSON.stringify(leak)
    if (this.#seen.has(key)) return
    this.#seen.add(key)
    this.leaks.push(leak)
  }
}

type Unpacked = readonly [form: string, inner: Buffer]

const ENCODED_RUN = /[A-Za-z0-9+/_-]{24,}={0,2}/g
const HEX_RUN = /(?:[0-9a-f]{2}){12,}|(?:[0-9A-F]{2}){12,}/g
const IS_HEX = /^(?:[0-9a-f]+|[0-9A-F]+)$/
/** Random by design and too short for what is compressed. */
const IS_UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** Characters that may stand before the first of a base64 text and look as if they belonged to it. */
const ALIGNMENTS = [0, 1, 2, 3]

function* encodedRuns(bytes: Buffer): Generator<string> {
  const text = bytes.toString('latin1')
  for (const [run] of text.matchAll(HEX_RUN)) yield run
  for (const [run] of text.matchAll(ENCODED_RUN)) if (!IS_HEX.test(run) && !IS_UUID.test(run)) yield run
}

/** What stands for other bytes: these, and what is compressed in them. */
function* decoded(run: string): Generator<Unpacked> {
  if (IS_HEX.test(run)) {
    for (const start of [0, 1]) yield* within('hex', Buffer.from(run.slice(start), 'hex'), start === 0)
    return
  }
  for (const start of ALIGNMENTS) {
    yield* within('base64', Buffer.from(run.slice(start), 'base64'), start === 0)
  }
}

/** Needles in hex and base64 are forms of their own; shifted, it is only about what unpacking shows. */
function* within(form: string, bytes: Buffer, isWhole: boolean): Generator<Unpacked> {
  if (isWhole) yield [form, bytes]
  for (const [inner, unpacked] of compressed(bytes)) yield [`${form} > ${inner}`, unpacked]
  if (!isWhole || HASH_SIZES.has(bytes.length)) return
  for (const [inner, unpacked] of headless(bytes)) yield [`${form} > ${inner}`, unpacked]
}

/** Bytes of MD5, SHA-1 and SHA-256: hashes are many, and nothing is behind them. */
const HASH_SIZES = new Set([16, 20, 32])

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b, 0x08])
const ZLIB_FIRST = 0x78
/** The two bytes of a zlib header, read as a number, are a multiple of this. */
const ZLIB_CHECK = 31

function* compressed(bytes: Buffer): Generator<Unpacked> {
  for (let at = bytes.indexOf(GZIP_MAGIC); at !== -1; at = bytes.indexOf(GZIP_MAGIC, at + 1)) {
    const body = gzipBody(bytes, at)
    if (body !== null) yield* attempt('gzip', () => inflateRawSync(body, LENIENT))
  }
  for (let at = bytes.indexOf(ZLIB_FIRST); at !== -1; at = bytes.indexOf(ZLIB_FIRST, at + 1)) {
    if (at + 1 >= bytes.length || bytes.readUInt16BE(at) % ZLIB_CHECK !== 0) continue
    yield* attempt('zlib', () => inflateSync(bytes.subarray(at), LENIENT))
  }
}

const GZIP_HEADER = 10
const GZIP_FLAGS = 3
const GZIP_FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16 } as const

/** What follows a gzip header: unpacked as bare deflate, it may be cut off or followed by anything. */
function gzipBody(bytes: Buffer, start: number): Buffer | null {
  const flags = bytes[start + GZIP_FLAGS] ?? 0
  let at = start + GZIP_HEADER
  if (flags & GZIP_FLAG.extra) at += 2 + (bytes[at] ?? 0) + ((bytes[at + 1] ?? 0) << 8)
  for (const text of [GZIP_FLAG.name, GZIP_FLAG.comment]) {
    if (!(flags & text)) continue
    const end = bytes.indexOf(0, at)
    if (end === -1) return null
    at = end + 1
  }
  if (flags & GZIP_FLAG.headerCrc) at += 2
  return bytes.subarray(at)
}

/** Bare deflate has no mark; it is tried where a text that is wholly encoded begins. */
function* headless(bytes: Buffer): Generator<Unpacked> {
  yield* attempt('deflate', () => inflateRawSync(bytes, LENIENT))
}

const LENIENT = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST_UNPACKED }

function* attempt(form: string, unpack: () => Buffer): Generator<Unpacked> {
  const inner = tried(unpack)
  if (inner !== null && inner.length > 0) yield [form, inner]
}

/** Most bytes that look like a header are none. */
function tried(unpack: () => Buffer): Buffer | null {
  try {
    return unpack()
  } catch {
    return null
  }
}
