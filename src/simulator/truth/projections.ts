import type { LogType } from '../clp/types.ts'
import { isLogType, UNDESCRIBED_LOG_TYPE } from '../clp/types.ts'
import { CHATGPT_PROJECTIONS } from './projections/chatgpt.ts'
import { LOG_PROJECTIONS } from './projections/logs.ts'
import type { Projection } from './projections/parts.ts'
import { PLATFORM_PROJECTIONS } from './projections/platform.ts'

/** What of each stream's records a perfect collector keeps; the rules for all are in `projections/parts.ts`. */
export const PROJECTIONS = {
  ...PLATFORM_PROJECTIONS,
  ...CHATGPT_PROJECTIONS,
  ...LOG_PROJECTIONS,
} as const satisfies Readonly<Record<string, Projection>>

export type StreamName = keyof typeof PROJECTIONS

export const STREAM_NAMES = Object.keys(PROJECTIONS) as readonly StreamName[]

export function isStreamName(text: string): text is StreamName {
  return text in PROJECTIONS
}

type PlatformStream = keyof typeof PLATFORM_PROJECTIONS
type ChatgptStream = keyof typeof CHATGPT_PROJECTIONS

export const isPlatformStream = (stream: StreamName): stream is PlatformStream =>
  stream in PLATFORM_PROJECTIONS
export const isChatgptStream = (stream: StreamName): stream is ChatgptStream => stream in CHATGPT_PROJECTIONS

/** What the stream is called that reads a type of log file. */
export const streamOfType = (type: LogType): StreamName =>
  type === UNDESCRIBED_LOG_TYPE ? 'logs.OTHER' : `logs.${type}`

/** The type of log file that a stream of logs reads. */
export function typeOf(stream: Exclude<StreamName, PlatformStream | ChatgptStream>): LogType {
  const type = stream === 'logs.OTHER' ? UNDESCRIBED_LOG_TYPE : stream.slice('logs.'.length)
  if (!isLogType(type)) throw new Error(`no log type for ${stream}`)
  return type
}

/** Names of the projected fields, sorted, for whoever compares. */
export function fieldsOf(stream: StreamName): readonly string[] {
  return Object.keys(PROJECTIONS[stream]({})).sort()
}
