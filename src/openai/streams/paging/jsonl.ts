import { excessOf, JSON_BOUNDS, mayExceed } from './json-bounds.ts'

/** Why a piece is no record: it is no JSON, or exceeds what one record may have (`json-bounds.ts`). */
export type UnreadReason = 'not_json' | 'too_large' | 'too_deep' | 'too_many_values' | 'too_many_objects'

/** One record of a file with its bytes, or a piece that was not read. `raw` is what to make a checksum of. */
export type JsonlPiece =
  | { readonly kind: 'record'; readonly value: unknown; readonly size: number }
  | { readonly kind: 'unread'; readonly reason: UnreadReason; readonly raw: Uint8Array }

const NEWLINE = 0x0a
const QUOTE = 0x22
const BACKSLASH = 0x5c
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const

/**
 * Decodes JSON lines one by one, so that a file of 15 MB never stands in memory as objects. Seen in the
 * wild: `\r\n`, a last line without its newline, blank lines, and several objects on one line with
 * nothing between them.
 */
export function* decodeJsonl(bytes: Uint8Array): Generator<JsonlPiece> {
  let start = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte) ? BYTE_ORDER_MARK.length : 0
  while (start < bytes.length) {
    const newline = bytes.indexOf(NEWLINE, start)
    const end = newline === -1 ? bytes.length : newline
    const line = trimmed(bytes, start, end)
    start = end + 1
    if (line.length > 0) yield* decodeLine(line)
  }
}

function* decodeLine(line: Uint8Array): Generator<JsonlPiece> {
  // Only one of several objects may be too large: those around it are read.
  const whole = line.length > JSON_BOUNDS.recordBytes ? NOT_ONE : decodeRecord(line)
  if (whole === NOT_ONE) yield* decodeConcatenated(line)
  else yield whole
}

const NOT_ONE = 'not one JSON value'
const utf8 = new TextDecoder('utf-8')

function decodeRecord(raw: Uint8Array): JsonlPiece | typeof NOT_ONE {
  const text = utf8.decode(raw)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return NOT_ONE
  }
  const reason = mayExceed(text) ? excessOf(value) : null
  return reason === null ? { kind: 'record', value, size: raw.length } : { kind: 'unread', reason, raw }
}

/**
 * Objects that follow one another, each parsed by itself once its end is found; the first wreckage ends the line,
 * since nobody can say where the next object begins after it.
 */
function* decodeConcatenated(line: Uint8Array): Generator<JsonlPiece> {
  let at = 0
  for (let objects = 0; at < line.length; objects += 1) {
    const rest = line.subarray(at)
    if (objects === JSON_BOUNDS.objectsALine)
      return yield { kind: 'unread', reason: 'too_many_objects', raw: rest }
    const length = lengthOfFirst(rest)
    if (length === null) return yield { kind: 'unread', reason: 'not_json', raw: rest }
    const raw = rest.subarray(0, length)
    if (length > JSON_BOUNDS.recordBytes) yield { kind: 'unread', reason: 'too_large', raw }
    else {
      const piece = decodeRecord(raw)
      if (piece === NOT_ONE) return yield { kind: 'unread', reason: 'not_json', raw: rest }
      yield piece
    }
    at += length
    while (at < line.length && isSpace(line[at])) at += 1
  }
}

/**
 * Bytes of the object or array that stands first, null where none does or it does not end. It counts brackets and
 * passes over strings, once and without recursion; whether what is between is JSON the parser says.
 */
function lengthOfFirst(bytes: Uint8Array): number | null {
  if (!isOpening(bytes[0])) return null
  let depth = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === QUOTE) at = endOfString(bytes, at)
    else if (isOpening(byte)) depth += 1
    else if (isClosing(byte)) {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return null
}

/** Where the string that begins here has its closing quote; the end of all where it has none. */
function endOfString(bytes: Uint8Array, start: number): number {
  let at = start + 1
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
  return at
}

// `{` and `[`, `}` and `]`: of continuation bytes in UTF-8 none is any of these.
const isOpening = (byte: number | undefined): boolean => byte === 0x7b || byte === 0x5b
const isClosing = (byte: number | undefined): boolean => byte === 0x7d || byte === 0x5d
/** JSON's own spaces. */
const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d

function trimmed(bytes: Uint8Array, start: number, end: number): Uint8Array {
  let from = start
  let to = end
  while (from < to && isSpace(bytes[from])) from += 1
  while (to > from && isSpace(bytes[to - 1])) to -= 1
  return bytes.subarray(from, to)
}
