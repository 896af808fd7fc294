import type { SSEStreamingApi } from 'hono/streaming'
import { isDatabaseAway } from '../db/away.ts'
import { isTerminalRunState } from '../model/core/runs.ts'
import type { RunRow, RunStreamRow } from './schemas/run.ts'

/**
 * A run as it goes, over one connection: the whole of it whenever something has changed, so that whoever lost the
 * connection is up to date with the first event after it. The table is looked at once a second; a run of days costs
 * no more than that, however many records it brings in.
 */
export const POLL_MS = 1_000
/** Milliseconds without a change after which a comment is sent: what lies between must not take it for dead. */
const QUIET_MS = 15_000
/**
 * Milliseconds that one connection lasts. A token may be revoked, and the API restarted, while it is open; the client
 * connects anew and is asked for its token again.
 */
export const LIFE_MS = 600_000
/** Milliseconds that a client should wait before it connects anew. */
const RETRY_MS = 1_000
/** At once, in one process. A console needs one a person; each costs a query a second. */
export const MOST_OPEN = 50

export interface RunNow {
  readonly run: RunRow
  readonly streams: readonly RunStreamRow[]
}

export interface RunEventsOptions {
  /** Null where the run is gone with its integration. */
  look(): Promise<RunNow | null>
  /** What is sent: the run as `GET /runs/{id}` shows it. */
  view(now: RunNow): Promise<unknown>
  readonly lifeMs: number
}

export async function sendRunEvents(stream: SSEStreamingApi, options: RunEventsOptions): Promise<void> {
  const until = performance.now() + options.lifeMs
  let sent = ''
  let spokeAt = performance.now()
  await stream.writeSSE({ event: 'hello', data: '{}', retry: RETRY_MS })
  while (!stream.aborted && performance.now() < until) {
    const now = await lookOrWait(options)
    if (now === null) return
    if (now !== 'away' && stateOf(now) !== sent) {
      sent = stateOf(now)
      spokeAt = performance.now()
      await stream.writeSSE({ event: 'run', data: JSON.stringify(await options.view(now)) })
      if (isTerminalRunState(now.run.state)) {
        await stream.writeSSE({ event: 'end', data: '{}' })
        return
      }
    } else if (performance.now() - spokeAt > QUIET_MS) {
      spokeAt = performance.now()
      await stream.write(': still here\n\n')
    }
    await stream.sleep(POLL_MS)
  }
}

/** A database that restarts is no reason to hang up: the run goes on afterwards, and so do we. */
async function lookOrWait(options: RunEventsOptions): Promise<RunNow | null | 'away'> {
  try {
    return await options.look()
  } catch (error) {
    if (isDatabaseAway(error)) return 'away'
    throw error
  }
}

/** What may change: estimates move with every second and are no news. */
const stateOf = (now: RunNow): string => JSON.stringify(now)
