import type { CollectionKind } from './runs.ts'
import { LANE_OF_RUN_KIND } from './runs.ts'
import { CHATGPT_STREAM_NAMES, CHATGPT_STREAMS } from './streams/chatgpt.ts'
import type { StreamFacts } from './streams/facts.ts'
import { LOG_STREAM_NAMES, LOG_STREAMS } from './streams/logs.ts'
import { PLATFORM_STREAM_NAMES, PLATFORM_STREAMS } from './streams/platform.ts'

export const STREAM_NAMES = [...PLATFORM_STREAM_NAMES, ...CHATGPT_STREAM_NAMES, ...LOG_STREAM_NAMES] as const

/** One kind of upstream data with one cursor. */
export type StreamName = (typeof STREAM_NAMES)[number]

/** Every stream; what there is to know of one stands in the file of its API. */
export const STREAMS: Record<StreamName, StreamFacts> = {
  ...PLATFORM_STREAMS,
  ...CHATGPT_STREAMS,
  ...LOG_STREAMS,
}

/**
 * The streams that a key check reads again, in the incremental lane, so that a full run of days
 * does not hold it up. They then have a checkpoint in each lane; the two may write the same assets
 * at once, which is safe: upserts are idempotent and a sweep spares what another run saw later.
 */
export const KEY_CHECK_STREAMS = [
  'platform.users',
  'platform.projects',
  'platform.project_keys',
  'platform.admin_keys',
] as const satisfies readonly StreamName[]

/** The streams that a run of this kind reads, where their planes are connected. */
export function streamsOfKind(kind: CollectionKind): readonly StreamName[] {
  if (kind === 'key_check') return KEY_CHECK_STREAMS
  return STREAM_NAMES.filter((stream) => STREAMS[stream].lane === LANE_OF_RUN_KIND[kind])
}
