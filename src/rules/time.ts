export const SECONDS_A_DAY = 86_400

/** Days between, with fractions; negative where `then` lies ahead (clocks differ). */
export const daysSince = (then: number, now: number): number => (now - then) / SECONDS_A_DAY

/** Whole days as people count them; a time ahead is no age at all. */
export const wholeDays = (days: number): number => Math.max(0, Math.floor(days))

/** ISO to the second, from unix seconds; absent and null stay null. */
export const isoTime = (seconds: number | null | undefined): string | null =>
  seconds === null || seconds === undefined ? null : new Date(Math.floor(seconds) * 1000).toISOString()
