// Upstream writes instants to the microsecond. A JS Date holds milliseconds, so instants are whole microseconds in a
// number here: 2026 is 1.8e15, safely below 2^53.

export const MICROS_PER_SECOND = 1_000_000
export const MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND
export const MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND

const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'))
const MICROS_PER_HOUR = 3600 * MICROS_PER_SECOND

// Records hold several instants of the same day; its date is worked out once.
let dayShown = Number.NaN
let dayText = ''

export function isoMicros(micros: number): string {
  const day = Math.floor(micros / MICROS_PER_DAY)
  if (day !== dayShown) {
    dayShown = day
    dayText = new Date(day * 86_400_000).toISOString().slice(0, 11)
  }
  const inDay = micros - day * MICROS_PER_DAY
  const hour = Math.floor(inDay / MICROS_PER_HOUR)
  const minute = Math.floor((inDay % MICROS_PER_HOUR) / MICROS_PER_MINUTE)
  const second = Math.floor((inDay % MICROS_PER_MINUTE) / MICROS_PER_SECOND)
  const rest = String(inDay % MICROS_PER_SECOND).padStart(6, '0')
  return `${dayText}${TWO_DIGITS[hour]}:${TWO_DIGITS[minute]}:${TWO_DIGITS[second]}.${rest}Z`
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
