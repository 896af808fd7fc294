import type { Draft } from '../../model/core/records.ts'

/**
 * One statement may touch a row once (SQLSTATE 21000), and pages do repeat records. Within a batch the newest of
 * equal keys wins: of assets the one read last, of events and messages the one with the latest time.
 *
 * A message's key here is its event: each version of a message is an event of its own, and which version the
 * `messages` row shows is decided in SQL, against what is already stored.
 */
export interface Collapsed<T> {
  readonly records: readonly T[]
  readonly collapsed: number
}

export function keyOf(record: Draft): string {
  switch (record.type) {
    case 'asset':
      return `${record.kind}\u0001${record.externalId}`
    case 'event':
    case 'message':
      return record.eventId
    default:
      return record satisfies never
  }
}

export function collapse<T extends Draft>(records: readonly T[]): Collapsed<T> {
  const newest = new Map<string, T>()
  for (const record of records) {
    const key = keyOf(record)
    const other = newest.get(key)
    if (other === undefined || isNewer(record, other)) newest.set(key, record)
  }
  return { records: [...newest.values()], collapsed: records.length - newest.size }
}

function isNewer(record: Draft, other: Draft): boolean {
  if (record.type === 'asset' || other.type === 'asset') return true
  return compareInstants(record.occurredAt, other.occurredAt) >= 0
}

/** Upstream's times to the microsecond: milliseconds by `Date`, what is finer by its digits. */
export function compareInstants(left: string, right: string): number {
  const coarse = Date.parse(left) - Date.parse(right)
  if (coarse !== 0) return Number.isNaN(coarse) ? 0 : coarse
  return finer(left) - finer(right)
}

const FRACTION = /\.(\d+)/

function finer(instant: string): number {
  const digits = FRACTION.exec(instant)?.[1] ?? ''
  return Number(digits.padEnd(9, '0').slice(3, 9))
}
