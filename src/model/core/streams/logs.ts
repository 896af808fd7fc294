import type { Capability } from '../capabilities.ts'
import type { CollectionMode } from '../collection-mode.ts'
import type { StreamFacts } from './facts.ts'

/** Streams of the Compliance Logs Platform: one a type of log file, and one for all types that nobody has described. */
export const LOG_STREAM_NAMES = [
  'logs.AUTH_LOG',
  'logs.AUDIT_LOG',
  'logs.CONVERSATION_MESSAGE',
  'logs.APP_AUTH_LOG',
  'logs.APP_LOG',
  'logs.CODEX_LOG',
  'logs.CODEX_TURN',
  'logs.CODEX_SECURITY_LOG',
  'logs.CUSTOM_AGENTS_LOG',
  'logs.CHATGPT_PLUGIN_SPREADSHEET',
  'logs.COSTS',
  'logs.OTHER',
] as const
export type LogStreamName = (typeof LOG_STREAM_NAMES)[number]

const logs = (
  name: LogStreamName,
  records: StreamFacts['records'],
  leastMode: CollectionMode,
  capability: Capability = `chatgpt.${name}` as Capability,
): StreamFacts => ({
  plane: 'chatgpt',
  lane: 'incremental',
  stage: 'logs',
  capability,
  records,
  leastMode,
})

const EVENT = { type: 'event' } as const
const MESSAGE = { type: 'message' } as const

// Who connected which app is access, and kept in every mode; what was then done with it is activity.
export const LOG_STREAMS: Record<LogStreamName, StreamFacts> = {
  'logs.AUTH_LOG': logs('logs.AUTH_LOG', EVENT, 'none'),
  'logs.AUDIT_LOG': logs('logs.AUDIT_LOG', EVENT, 'none'),
  'logs.CONVERSATION_MESSAGE': logs('logs.CONVERSATION_MESSAGE', MESSAGE, 'metadata'),
  'logs.APP_AUTH_LOG': logs('logs.APP_AUTH_LOG', EVENT, 'none'),
  'logs.APP_LOG': logs('logs.APP_LOG', EVENT, 'metadata'),
  'logs.CODEX_LOG': logs('logs.CODEX_LOG', EVENT, 'metadata'),
  'logs.CODEX_TURN': logs('logs.CODEX_TURN', EVENT, 'metadata'),
  'logs.CODEX_SECURITY_LOG': logs('logs.CODEX_SECURITY_LOG', EVENT, 'metadata'),
  'logs.CUSTOM_AGENTS_LOG': logs('logs.CUSTOM_AGENTS_LOG', EVENT, 'metadata'),
  'logs.CHATGPT_PLUGIN_SPREADSHEET': logs('logs.CHATGPT_PLUGIN_SPREADSHEET', EVENT, 'metadata'),
  'logs.COSTS': logs('logs.COSTS', EVENT, 'metadata'),
  // Which right a type needs that nobody has described cannot be probed; the one for all types stands in.
  'logs.OTHER': logs('logs.OTHER', EVENT, 'metadata', 'chatgpt.logs.AUDIT_LOG'),
}
