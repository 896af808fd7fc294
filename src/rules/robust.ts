/**
 * Statistics that a few odd values do not move. The median stays where it is until half of the values are odd, and so
 * does the median of the distances from it, which an average and a standard deviation do not: one wild day would widen
 * them and hide the next.
 */

export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('nothing has no median')
  const sorted = values.toSorted((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}

/** Median absolute deviation: half of the values lie within so much of the median. */
export function medianDeviation(values: readonly number[]): number {
  const centre = median(values)
  return median(values.map((value) => Math.abs(value - centre)))
}

/** Of normally distributed values the standard deviation is so many times their median deviation. */
const DEVIATIONS = 1.4826

export interface Robust {
  readonly median: number
  readonly mad: number
  /** How many deviations a value lies above the median; negative below. */
  readonly z: number
}

/**
 * A value against others, which do not contain it. `leastScale`: where half of the others are equal their deviation is
 * 0, and the least step would be infinitely far; no deviation counts for less than this.
 */
export function robustScore(value: number, others: readonly number[], leastScale: number): Robust {
  const centre = median(others)
  const mad = medianDeviation(others)
  return { median: centre, mad, z: (value - centre) / Math.max(mad * DEVIATIONS, leastScale) }
}

/** Counts vary by chance by the root of what is usual, and by one at least. */
export const leastScaleOfCounts = (usual: number): number => Math.sqrt(Math.max(usual, 1))
