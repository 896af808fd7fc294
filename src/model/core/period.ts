/** A stretch of time: from a moment on, and until another, which is not in it. Both ISO. */
export interface Period {
  readonly from: string
  readonly until: string
}

const DAY_MS = 86_400_000

/** Whole days in UTC, the last one too. */
export const daysBetween = (first: string, last: string): Period => ({
  from: `${first}T00:00:00.000Z`,
  until: new Date(Date.parse(`${last}T00:00:00.000Z`) + DAY_MS).toISOString(),
})
