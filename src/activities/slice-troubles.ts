import { ApplicationFailure } from '@temporalio/common'
import { Fenced } from '../db/fenced.ts'
import { countTroubles } from '../db/run-streams/count-troubles.ts'
import { streamState } from '../db/run-streams/stream-state.ts'
import { Transient, toApplicationFailure } from '../openai/failures.ts'
import type { Slice } from './collect-slice.ts'
import { setStreamState } from './runs.ts'
import { stepOf } from './slice-states.ts'

/** What a slice goes through is shown beside its stream, so that a slow run says why it is slow. */

/**
 * Attempts at one slice that have failed before its stream is said to have stalled: about three seconds in, by the
 * waits between attempts. One failure is a hiccup, two may be one that lasted.
 */
const STALLED_AFTER_ATTEMPTS = 3

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

/**
 * A slice failed and will be tried again, as it has been before: the stream says so, with the reason in one word. It
 * stays so through later attempts, which claim the stream and fail as well, until one of them commits. What will not
 * be tried again is told by the stream's end; a newer attempt, and whoever cancels, tell their own story.
 */
export async function noteStall(slice: Slice, attempt: number, error: unknown): Promise<void> {
  if (attempt < STALLED_AFTER_ATTEMPTS || slice.signal.aborted || error instanceof Fenced) return
  const failure = toApplicationFailure(error)
  if (!(failure instanceof ApplicationFailure) || failure.nonRetryable) return
  const { deps, input } = slice
  const cause = error instanceof Transient ? error.reason : (failure.type ?? 'unknown')
  try {
    await setStreamState(deps, { ...stepOf(slice), state: 'stalled', cause })
  } catch (problem) {
    deps.logger.warn({ stream: input.stream, error: problem }, 'a stall could not be told')
  }
}

/** A commit came through: a stream that had stalled goes on. Asked once an attempt. */
export async function noteProgress(slice: Slice): Promise<void> {
  if (slice.hasCommitted) return
  const { deps, input } = slice
  if ((await streamState(deps.database.drizzle, input.runId, input.stream)) === 'stalled') {
    await setStreamState(deps, { ...stepOf(slice), state: 'running', cause: null })
  }
  slice.hasCommitted = true
}
