import { ApplicationFailure } from '@temporalio/common'

const FIRST_MS = 1_000
const LONGEST_MS = 60_000

/**
 * How long to wait after attempt `attempt` has failed: twice as long each time, up to a minute. Said by the failure
 * itself and not by the retry policy, which cannot tell a failure from a worker that died: whoever was killed four
 * times is not to be waited for as long as an upstream that refused four times.
 */
export const delayAfter = (attempt: number): number => Math.min(FIRST_MS * 2 ** (attempt - 1), LONGEST_MS)

/** The same failure with its delay, where it is one that is tried again and has none of its own. */
export function withRetryDelay(failure: unknown, attempt: number): unknown {
  if (!(failure instanceof ApplicationFailure)) return failure
  if (failure.nonRetryable || (failure.nextRetryDelay !== undefined && failure.nextRetryDelay !== null))
    return failure
  return ApplicationFailure.create({
    message: failure.message,
    ...(failure.type === undefined || failure.type === null ? {} : { type: failure.type }),
    ...(failure.details === undefined || failure.details === null ? {} : { details: failure.details }),
    ...(failure.category === undefined || failure.category === null ? {} : { category: failure.category }),
    nextRetryDelay: delayAfter(attempt),
  })
}
