import type { ActivitySignal } from '../model/core/signals.ts'
import { ACTIVITY_SIGNALS, STREAM_OF_SIGNAL } from '../model/core/signals.ts'
import { STREAMS } from '../model/core/streams.ts'
import type { SignalReading, UserBundle } from './bundles.ts'
import type { IntegrationFacts } from './readiness.ts'
import { obstacleOf } from './readiness.ts'

/** Newest signs of life of one person, unix seconds. */
export type LastSeen = { readonly [Signal in ActivitySignal]?: number }

/** What each log can say about one user, whatever the plane. */
export function logReadings(
  kind: UserBundle['kind'],
  facts: IntegrationFacts,
  lastSeen: LastSeen,
): readonly SignalReading[] {
  const ownPlane = kind === 'platform.user' ? 'platform' : 'chatgpt'
  return ACTIVITY_SIGNALS.map((signal) => {
    const stream = STREAM_OF_SIGNAL[signal]
    const obstacle = obstacleOf(stream, facts)
    return {
      signal,
      missing: obstacle?.detail ?? null,
      pending: obstacle?.reason === 'stream_incomplete',
      lastAt: lastSeen[signal] ?? null,
      coveredFrom: facts.streams[stream]?.coveredFrom ?? null,
      ofOwnPlane: STREAMS[stream].plane === ownPlane,
    }
  })
}
