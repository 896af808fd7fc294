import { z } from 'zod'

/**
 * Upstream's times, exact. Log times have up to nine digits of fraction and are kept as text; a JS Date
 * would cut them to milliseconds. For comparing they become whole nanoseconds.
 */
const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)$/

const NANOS_PER_MS = 1_000_000n
const NANOS_PER_MICRO = 1_000n
const MINUTE_MS = 60_000

/** Nanoseconds since 1970, or null for what is not an ISO instant with a time zone. */
export function parseInstant(text: string): bigint | null {
  const match = ISO.exec(text)
  if (match === null) return null
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = match
  const ms = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  return BigInt(ms - offsetMs(zone)) * NANOS_PER_MS + BigInt(fraction.padEnd(9, '0'))
}

function offsetMs(zone: string): number {
  if (zone === 'Z') return 0
  const [hours, minutes] = [zone.slice(1, 3), zone.slice(-2)].map(Number)
  return (zone.startsWith('-') ? -1 : 1) * ((hours ?? 0) * 60 + (minutes ?? 0)) * MINUTE_MS
}

/** ISO to the microsecond, in UTC. */
export function formatInstant(nanos: bigint): string {
  const ms = nanos / NANOS_PER_MS
  const micros = (nanos % NANOS_PER_MS) / NANOS_PER_MICRO
  return `${new Date(Number(ms)).toISOString().slice(0, -1)}${String(micros).padStart(3, '0')}Z`
}

/** `text` moved by some microseconds. */
export function shiftMicros(text: string, micros: bigint): string {
  const nanos = parseInstant(text)
  return nanos === null ? text : formatInstant(nanos + micros * NANOS_PER_MICRO)
}

export function isLater(left: string, right: string): boolean {
  const [a, b] = [parseInstant(left), parseInstant(right)]
  return a !== null && b !== null && a > b
}

/** ISO of whole Unix seconds: exact, since a Date holds whole seconds exactly. */
export const isoOfSeconds = (seconds: number): string =>
  new Date(seconds * 1_000).toISOString().replace('.000Z', 'Z')

/** A required ISO instant. */
export const instant = z.string().regex(ISO)
