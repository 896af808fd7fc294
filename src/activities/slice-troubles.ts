import { countTroubles } from '../db/run-streams/count-troubles.ts'
import type { Slice } from './collect-slice.ts'

/** What a slice goes through is shown beside its stream, so that a slow run says why it is slow. */

/** A slice had to be begun again. */
export async function noteRetry({ deps, input: { runId, stream } }: Slice): Promise<void> {
  await countTroubles(deps.database.drizzle, { runId, stream, retries: 1 })
}

/**
 * Counts what was waited since the last commit; commits count what came before them. Never the reason that a slice
 * fails: what it failed of is worth more than this number.
 */
export async function noteWaits(slice: Slice): Promise<void> {
  const { deps, input, budget, waitsCountedMs } = slice
  const { runId, stream } = input
  const waitedMs = budget.waitedMs - waitsCountedMs
  if (waitedMs <= 0) return
  try {
    await countTroubles(deps.database.drizzle, { runId, stream, waitedMs })
    slice.waitsCountedMs += waitedMs
  } catch (error) {
    deps.logger.warn({ stream, error }, 'a wait for the budget could not be counted')
  }
}
