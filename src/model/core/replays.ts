import type { StreamName } from './streams.ts'
import { STREAM_NAMES, STREAMS } from './streams.ts'

/**
 * How records that were set aside are read again. Those of state come with the next full run, which reads everything.
 * What happened is read once and then never again, so it has to be asked for: log files by their ids, and where
 * there are no files, the stream from the beginning of what is held. Either way what is stored already is stored once.
 */
export type ReplayWay = 'files' | 'history' | 'next_full_run' | 'none'
export const REPLAY_WAYS = [
  'files',
  'history',
  'next_full_run',
  'none',
] as const satisfies readonly ReplayWay[]

export function replayWayOf(stream: StreamName): ReplayWay {
  if (STREAMS[stream].records.type === 'asset') return 'next_full_run'
  // Whose type a file is of is not known from its id, and a version that describes the type reads it by another stream.
  if (stream === 'logs.OTHER') return 'none'
  return stream.startsWith('logs.') ? 'files' : 'history'
}

export const streamsReplayedBy = (way: ReplayWay): readonly StreamName[] =>
  STREAM_NAMES.filter((stream) => replayWayOf(stream) === way)

/** Files a stream that one replay asks for; they stand in the stream's cursor until they are read. */
export const MOST_FILES_A_REPLAY = 200

/** What became of a record that was set aside. */
export const QUARANTINE_OUTCOMES = ['not_met_again', 'file_gone'] as const
export type QuarantineOutcome = (typeof QUARANTINE_OUTCOMES)[number]
