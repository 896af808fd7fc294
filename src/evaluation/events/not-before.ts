import type { StoredFindingRow } from '../../db/findings/stored-findings.ts'

/**
 * An older look upstream says less about what stands, but what happened happened: of two evaluations that overlap, each
 * has events that the other has not, and what it counts is not dropped for having begun first.
 */
export const notBefore = (known: StoredFindingRow | null, now: string): string =>
  known !== null && Date.parse(known.lastEvaluatedAt) > Date.parse(now) ? known.lastEvaluatedAt : now
