import { JSONParser } from '@streamparser/json'

/** One record of a file, or a piece of it that is no JSON. `raw` is what to make a checksum of. */
export type JsonlPiece =
  | { readonly kind: 'record'; readonly value: unknown; readonly raw: string }
  | { readonly kind: 'malformed'; readonly raw: string }

const NEWLINE = 0x0a

/**
 * Decodes JSON lines one by one, so that a file of 15 MB never stands in memory as objects. Seen in the
 * wild: `\r\n`, a last line without its newline, blank lines, and several objects on one line with
 * nothing between them.
 */
export function* decodeJsonl(bytes: Uint8Array): Generator<JsonlPiece> {
  const decoder = new TextDecoder('utf-8')
  let start = 0
  while (start < bytes.length) {
    const newline = bytes.indexOf(NEWLINE, start)
    const end = newline === -1 ? bytes.length : newline
    const line = decoder.decode(bytes.subarray(start, end)).trim()
    start = end + 1
    if (line !== '') yield* decodeLine(line)
  }
}

function* decodeLine(line: string): Generator<JsonlPiece> {
  try {
    yield { kind: 'record', value: JSON.parse(line), raw: line }
  } catch {
    yield* decodeConcatenated(line)
  }
}

function* decodeConcatenated(line: string): Generator<JsonlPiece> {
  const values: unknown[] = []
  let isBroken = false
  const parser = new JSONParser({ separator: '', paths: ['$'], keepStack: false })
  parser.onValue = ({ value }) => {
    values.push(value)
  }
  parser.onError = () => {
    isBroken = true
  }
  try {
    parser.write(line)
    if (!parser.isEnded) parser.end()
  } catch {
    isBroken = true
  }
  for (const value of values) {
    // A bare number or word between braces is wreckage, not a record.
    if (typeof value === 'object' && value !== null) yield { kind: 'record', value, raw: line }
    else isBroken = true
  }
  if (isBroken || values.length === 0) yield { kind: 'malformed', raw: line }
}
