import { isoMicros, parseIsoMicros } from '../../tenant/time.ts'
import type { Json } from '../canonical.ts'
import { ABSENT } from '../canonical.ts'

// What a collector in `metadata` mode must keep of each record, under upstream's field names. Rules for all:
// e-mail addresses in lower case; instants of logs as UTC with six decimals; an absent field is null, except for the
// two last-use fields, where absent is "<absent>"; lists of tools and files are sorted, and empty when absent; account
// user ids (`user-X__<workspace>`) are cut at `__`.

export type Fields = Readonly<Record<string, Json>>
export type Projection = (record: unknown) => Fields

export function at(value: unknown, ...path: readonly string[]): unknown {
  let current = value
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return undefined
    current = (current as Readonly<Record<string, unknown>>)[step]
  }
  return current
}

export function json(value: unknown): Json {
  return value === undefined ? null : (value as Json)
}

export function email(value: unknown): Json {
  return typeof value === 'string' ? value.toLowerCase() : null
}

export function orAbsent(record: unknown, field: string): Json {
  const value = at(record, field)
  return value === undefined ? ABSENT : json(value)
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function sortedTexts(values: readonly unknown[]): Json {
  return values.filter((value) => typeof value === 'string').sort()
}

export function instant(value: unknown): Json {
  const micros = typeof value === 'string' ? parseIsoMicros(value) : undefined
  return micros === undefined ? null : isoMicros(micros)
}

export function userId(value: unknown): Json {
  return typeof value === 'string' ? (value.split('__')[0] ?? null) : null
}

export function plain(...names: readonly string[]): Projection {
  return (record) => Object.fromEntries(names.map((name) => [name, json(at(record, name))]))
}
