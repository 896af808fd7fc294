import type { SSEStreamingApi } from 'hono/streaming'
import { isDatabaseAway } from '../db/away.ts'
import { isTerminalRunState } from '../model/core/runs.ts'
import type { RunRow, RunStreamRow } from './schemas/run.ts'

/**
 * A run as it goes, over one connection: the whole of it whenever something has changed, so that whoever lost the
 * connection is up to date with the first event after it. The run is looked at once a second, by two queries; a run of
 * days costs no more than that, however many records it brings in.
 */
export const POLL_MS = 1_000
/** Milliseconds without a change after which a comment is sent: what lies between must not take it for dead. */
const QUIET_MS = 15_000
/** Milliseconds that one connection lasts at most, also where its other end has stopped to read. */
export const LIFE_MS = 600_000
/** Milliseconds that a client should wait before it connects anew. */
const RETRY_MS = 1_000
/** Milliseconds after which the token is looked up again: from then on a revoked one follows nothing. */
const TOKEN_CHECK_MS = 30_000
/** At once, in one process. A console needs one a person; each costs two queries a second. */
export const MOST_OPEN = 50
/** At once, by one token. */
export const MOST_OPEN_A_TOKEN = 10

export interface RunNow {
  readonly run: RunRow
  readonly streams: readonly RunStreamRow[]
}

export interface RunEventsOptions {
  /** Null where the run is gone with its integration. */
  look(): Promise<RunNow | null>
  /** What is sent: the run as `GET /runs/{id}` shows it. */
  view(now: RunNow): Promise<unknown>
  /** Whether the token that the connection was opened with still opens it. */
  isAllowed(): Promise<boolean>
  readonly lifeMs: number
}

export async function sendRunEvents(stream: SSEStreamingApi, options: RunEventsOptions): Promise<void> {
  // A reader that has stopped holds up whatever is written next, for ever: no check in the loop would be reached.
  const end = setTimeout(() => stream.abort(), options.lifeMs)
  try {
    await tell(stream, options)
  } finally {
    clearTimeout(end)
  }
}

async function tell(stream: SSEStreamingApi, options: RunEventsOptions): Promise<void> {
  const until = performance.now() + options.lifeMs
  let sent = ''
  let spokeAt = performance.now()
  let checkedAt = performance.now()
  await stream.writeSSE({ event: 'hello', data: '{}', retry: RETRY_MS })
  while (!stream.aborted && performance.now() < until) {
    const isTokenDue = performance.now() - checkedAt > TOKEN_CHECK_MS
    if (isTokenDue) checkedAt = performance.now()
    const news = await lookOrWait(options, sent, isTokenDue)
    if (news === null) return
    if (news !== 'away' && news.view !== null) {
      sent = news.state
      spokeAt = performance.now()
      await stream.writeSSE({ event: 'run', data: JSON.stringify(news.view) })
      if (news.isLast) {
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

interface News {
  /** Null where nothing has changed since `sent`. */
  readonly view: unknown
  readonly state: string
  readonly isLast: boolean
}

/** A database that restarts is no reason to hang up: the run goes on afterwards, and so do we. Null: this is the end. */
async function lookOrWait(
  options: RunEventsOptions,
  sent: string,
  isTokenDue: boolean,
): Promise<News | null | 'away'> {
  try {
    if (isTokenDue && !(await options.isAllowed())) return null
    const now = await options.look()
    if (now === null) return null
    const state = stateOf(now)
    const view = state === sent ? null : await options.view(now)
    return { view, state, isLast: isTerminalRunState(now.run.state) }
  } catch (error) {
    if (isDatabaseAway(error)) return 'away'
    throw error
  }
}

/** What may change: estimates move with every second and are no news. */
const stateOf = (now: RunNow): string => JSON.stringify(now)
