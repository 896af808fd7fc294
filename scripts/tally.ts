/** What a step of `npm test` came to. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly reasons: readonly Reason[]
  /** What failed, each with the first line of why. */
  readonly failures: readonly Reason[]
}

export interface Reason {
  readonly test: string
  readonly reason: string
}

export const EMPTY: Tally = { passed: 0, failed: 0, skipped: 0, reasons: [], failures: [] }

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (total, tally) => ({
      passed: total.passed + tally.passed,
      failed: total.failed + tally.failed,
      skipped: total.skipped + tally.skipped,
      reasons: [...total.reasons, ...tally.reasons],
      failures: [...total.failures, ...tally.failures],
    }),
    EMPTY,
  )
}
