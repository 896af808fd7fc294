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
 * Heartbeats until it is stopped, with what `details` says by then. They are throttled, and the last ones
 * lost when the process is: whoever goes on from them must be right with older ones, or none. A stuck attempt is ended by its own deadline.
 */
export function keepAlive(context: Context, details: () => unknown): KeepAlive {
  const timeoutMs = context.info.heartbeatTimeoutMs ?? DEFAULT_TIMEOUT_MS
  const everyMs = Math.max(1, timeoutMs / BEATS_PER_TIMEOUT)
  let lastAt = Number.NEGATIVE_INFINITY
  const say = () => {
    lastAt = performance.now()
    context.heartbeat(details())
  }
  const timer = setInterval(say, everyMs)
  // Details are encrypted each time, and whoever works in small steps would have little else to do.
  const beat = () => {
    if (performance.now() - lastAt >= everyMs) say()
  }
  return { beat, stop: () => clearInterval(timer) }
}
