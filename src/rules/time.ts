export const SECONDS_A_DAY = 86_400

/** Days between, with fractions; negative where `then` lies ahead (clocks differ). */
export const daysSince = (then: number, now: number): number => (now - then) / SECONDS_A_DAY

/** Whole days as people count them; a time ahead is no age at all. */
export const wholeDays = (days: number): number => Math.max(0, Math.floor(days))

/** ISO to the second, from unix seconds; absent and null stay null. */
export const isoTime = (seconds: number | null | undefined): string | null =>
  seconds === null || seconds === undefined ? null : new Date(Math.floor(seconds) * 1000).toISOString()

const DAY_LENGTH = '2026-11-29'.length

/** The day (UTC) of an ISO time. */
export const dayOfIso = (iso: string): string => iso.slice(0, DAY_LENGTH)

/** The day (UTC) of unix seconds; absent and null stay null. */
export function isoDay(seconds: number | null | undefined): string | null {
  const iso = isoTime(seconds)
  return iso === null ? null : dayOfIso(iso)
}
