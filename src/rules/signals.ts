import type { ActivitySignal } from '../model/core/signals.ts'
import { ACTIVITY_SIGNALS, STREAM_OF_SIGNAL } from '../model/core/signals.ts'
import { STREAMS } from '../model/core/streams.ts'
import type { SignalReading, UserBundle } from './bundles.ts'
import type { IntegrationFacts } from './readiness.ts'
import { obstacleOf } from './readiness.ts'
import { isoTime, SECONDS_A_DAY } from './time.ts'

/** Newest signs of life of one person, unix seconds. */
export type LastSeen = { readonly [Signal in ActivitySignal]?: number }

/**
 * Seconds since a log was last read to its end, from which on it says nothing of the silence since. A log is read every
 * quarter of an hour; a day leaves room for waits and troubles, and is little against the days that a rule counts.
 */
const SPEAKS_FOR = SECONDS_A_DAY

/** What each log can say about a user at `now` (unix seconds), whatever the plane: said once for all users of a kind. */
export function logReadings(
  kind: UserBundle['kind'],
  facts: IntegrationFacts,
  now: number,
): (lastSeen: LastSeen) => readonly SignalReading[] {
  const ownPlane = kind === 'platform.user' ? 'platform' : 'chatgpt'
  const silent = ACTIVITY_SIGNALS.map((signal) => {
    const stream = STREAM_OF_SIGNAL[signal]
    const obstacle = obstacleOf(stream, facts)
    const readAt = facts.streams[stream]?.completedAt ?? null
    const stale = obstacle === null && readAt !== null && now - readAt > SPEAKS_FOR
    return {
      signal,
      missing: stale
        ? `${stream} was last read to its end at ${isoTime(readAt)}`
        : (obstacle?.detail ?? null),
      pending: stale || obstacle?.reason === 'stream_incomplete',
      lastAt: null,
      coveredFrom: facts.streams[stream]?.coveredFrom ?? null,
      ofOwnPlane: STREAMS[stream].plane === ownPlane,
    }
  })
  return (lastSeen) => silent.map((reading) => ({ ...reading, lastAt: lastSeen[reading.signal] ?? null }))
}
