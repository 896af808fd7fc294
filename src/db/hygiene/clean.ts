import type { JsonObject, JsonValue } from '../../model/core/json.ts'
import type { Draft } from '../../model/core/records.ts'

/**
 * Postgres' text and jsonb hold neither NUL nor half of a surrogate pair, and upstream sends both. They become
 * U+FFFD, in values and in keys, and are counted: one bad character must not cost a record, nor pass unseen.
 */
const REPLACEMENT = '\uFFFD'
const NUL = '\u0000'

export interface Cleaned<T> {
  readonly value: T
  /** Strings in which something was replaced. */
  readonly replaced: number
}

export function cleanString(text: string): string {
  const paired = text.isWellFormed() ? text : text.toWellFormed()
  return paired.includes(NUL) ? paired.replaceAll(NUL, REPLACEMENT) : paired
}

/** The same record with every string cleaned; the very same object where nothing was wrong (the usual case). */
export function cleanRecord<T extends Draft>(record: T): Cleaned<T> {
  if (isClean(record as unknown as JsonValue)) return { value: record, replaced: 0 }
  const count = { replaced: 0 }
  const value = cleanValue(record as unknown as JsonValue, count)
  return { value: value as unknown as T, replaced: count.replaced }
}

/** Nearly all records are: to look costs a third of making a cleaned copy of each. */
function isClean(value: JsonValue): boolean {
  if (typeof value === 'string') return isCleanText(value)
  if (value === null || typeof value !== 'object') return true
  if (Array.isArray(value)) return value.every(isClean)
  const object = value as JsonObject
  for (const key in object) {
    const item = object[key]
    if (!isCleanText(key) || (item !== undefined && !isClean(item))) return false
  }
  return true
}

const isCleanText = (text: string): boolean => text.isWellFormed() && !text.includes(NUL)

interface Count {
  replaced: number
}

function cleanValue(value: JsonValue, count: Count): JsonValue {
  if (typeof value === 'string') return cleanText(value, count)
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return cleanList(value, count)
  return cleanObject(value as JsonObject, count)
}

function cleanText(text: string, count: Count): string {
  const clean = cleanString(text)
  if (clean !== text) count.replaced += 1
  return clean
}

function cleanList(list: readonly JsonValue[], count: Count): JsonValue {
  let changed = false
  const clean = list.map((item) => {
    const next = cleanValue(item, count)
    changed ||= next !== item
    return next
  })
  return changed ? clean : list
}

function cleanObject(object: JsonObject, count: Count): JsonValue {
  let changed = false
  const clean: Record<string, JsonValue> = {}
  for (const key in object) {
    const item = object[key]
    if (item === undefined) continue
    const nextKey = cleanText(key, count)
    const next = cleanValue(item, count)
    changed ||= nextKey !== key || next !== item
    Object.defineProperty(clean, nextKey, {
      value: next,
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
  return changed ? clean : object
}
