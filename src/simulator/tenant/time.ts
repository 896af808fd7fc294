// Upstream writes instants to the microsecond. A JS Date holds milliseconds, so instants are whole microseconds in a
// number here: 2026 is 1.8e15, safely below 2^53.

export const MICROS_PER_SECOND = 1_000_000
export const MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND
export const MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND

export function isoMicros(micros: number): string {
  const millis = Math.floor(micros / 1000)
  const rest = micros - millis * 1000
  return `${new Date(millis).toISOString().slice(0, -1)}${String(rest).padStart(3, '0')}Z`
}

/** The same instant the way log file names write it: `+00:00` in place of `Z`. */
export function isoOffset(micros: number): string {
  return `${isoMicros(micros).slice(0, -1)}+00:00`
}

const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})$/

/** Microseconds of an ISO 8601 instant with a time zone; undefined for anything else. */
export function parseIsoMicros(text: string): number | undefined {
  const match = ISO.exec(text)
  if (!match) return undefined
  const [, date, clock, decimals = '', zone] = match
  const seconds = clock?.length === 5 ? `${clock}:00` : clock
  const offset =
    zone === 'Z' || zone === undefined
      ? 'Z'
      : zone.includes(':')
        ? zone
        : `${zone.slice(0, 3)}:${zone.slice(3)}`
  const millis = Date.parse(`${date}T${seconds}${offset}`)
  if (Number.isNaN(millis)) return undefined
  return millis * 1000 + Number(decimals.slice(1, 7).padEnd(6, '0'))
}

export function unixSeconds(micros: number): number {
  return Math.floor(micros / MICROS_PER_SECOND)
}

/** Unix seconds with a fraction, as the stateful compliance endpoints write them. */
export function unixFloat(micros: number): number {
  return micros / MICROS_PER_SECOND
}
