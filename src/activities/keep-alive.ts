import type { Context } from '@temporalio/activity'

/** Heartbeats within one timeout: a slow upstream is not a dead worker. */
const BEATS_PER_TIMEOUT = 4
/** Milliseconds; for activities that were given no heartbeat timeout. */
const DEFAULT_TIMEOUT_MS = 20_000

export interface KeepAlive {
  beat(): void
  stop(): void
}

/**
 * Heartbeats until it is stopped, with what `details` says by then. They are for liveness and display
 * only: they are throttled, and lost when the process is. A stuck attempt is ended by its own deadline.
 */
export function keepAlive(context: Context, details: () => unknown): KeepAlive {
  const beat = () => context.heartbeat(details())
  const timeoutMs = context.info.heartbeatTimeoutMs ?? DEFAULT_TIMEOUT_MS
  const timer = setInterval(beat, Math.max(1, timeoutMs / BEATS_PER_TIMEOUT))
  return { beat, stop: () => clearInterval(timer) }
}
