import { setTimeout as sleep } from 'node:timers/promises'
import { defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client'

/** Milliseconds. A server that is away is asked again at least this often, and a close waits at most this long. */
const LONGEST_PAUSE_MS = 1_000
/** Milliseconds beyond the pause, for the last try to be refused by a server that is not there. */
const MARGIN_MS = 50

/**
 * The client's own retries of calls, which can be ended. A try that is waiting for its turn when the connection is
 * closed would throw from a timer, where nobody can catch it, and take the process down while it stops.
 */
export function quietRetries() {
  const usual = defaultGrpcRetryOptions()
  let ended = false
  let pausedUntil = 0
  const interceptor = makeGrpcRetryInterceptor({
    retryableDecider: (attempt, status) => !ended && usual.retryableDecider(attempt, status),
    delayFunction: (attempt, status) => {
      const delay = Math.min(usual.delayFunction(attempt, status), LONGEST_PAUSE_MS)
      pausedUntil = Math.max(pausedUntil, Date.now() + delay)
      return delay
    },
  })
  const end = async (): Promise<void> => {
    ended = true
    const left = pausedUntil - Date.now()
    if (left > 0) await sleep(left + MARGIN_MS)
  }
  return { interceptor, end }
}
