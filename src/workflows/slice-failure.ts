import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow'

/** The type of a failure that ended a slice for good, as `openai/failures.ts` or Temporal names it. */
export function failureType(error: unknown): string {
  const cause = error instanceof ActivityFailure ? error.cause : error
  if (cause instanceof ApplicationFailure) return cause.type ?? 'unknown'
  return cause instanceof Error ? cause.name : 'unknown'
}
