import { createHash } from 'node:crypto'

// The form in which a collector's holdings and the truth are compared: JSON with sorted keys, every string free of
// what Postgres cannot hold.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** The mark of a field that was not there, where absent and null mean different things. */
export const ABSENT = '<absent>'

const REPLACEMENT = '\ufffd'

/** NUL and lone surrogates become U+FFFD, as a collector must make them before it can store the text. */
export function cleanText(text: string): string {
  return text.replaceAll('\u0000', REPLACEMENT).toWellFormed()
}

export function canonicalJson(value: Json | undefined): string {
  if (value === undefined || value === null) return 'null'
  if (typeof value === 'string') return JSON.stringify(cleanText(value))
  if (typeof value !== 'object') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const keys = Object.keys(value).sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`).join(',')}}`
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

export interface StreamTruth {
  readonly count: number
  readonly idsHash: string
  readonly fieldsHash: string
  readonly fields: readonly string[]
}

/** Records by id. A record's line is made when it is asked for, so that a million ids are all that is held. */
export interface Holdings {
  readonly ids: Iterable<string>
  readonly lineOf: (id: string) => string
}

/** Lines `id TAB projection`, in the order of ids. */
export function* sortedLines(holdings: Holdings): Generator<readonly [id: string, line: string]> {
  for (const id of [...holdings.ids].sort()) yield [id, holdings.lineOf(id)]
}

/** Hashes of `id` lines and of `id TAB projection` lines, both in the order of ids. */
export function digest(holdings: Holdings, fields: readonly string[]): StreamTruth {
  const idsHash = createHash('sha256')
  const fieldsHash = createHash('sha256')
  let count = 0
  for (const [id, line] of sortedLines(holdings)) {
    const separator = count === 0 ? '' : '\n'
    idsHash.update(separator + id)
    fieldsHash.update(`${separator}${id}\t${line}`)
    count += 1
  }
  return { count, idsHash: idsHash.digest('hex'), fieldsHash: fieldsHash.digest('hex'), fields }
}
