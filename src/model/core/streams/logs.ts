import type { StreamFacts } from './facts.ts'

/** Streams of the Compliance Logs Platform: one a type of log file. */
export const LOG_STREAM_NAMES = ['logs.AUTH_LOG', 'logs.AUDIT_LOG', 'logs.CONVERSATION_MESSAGE'] as const

export const LOG_STREAMS: Record<(typeof LOG_STREAM_NAMES)[number], StreamFacts> = {
  'logs.AUTH_LOG': {
    plane: 'chatgpt',
    lane: 'incremental',
    stage: 'logs',
    capability: 'chatgpt.logs.AUTH_LOG',
    records: { type: 'event' },
    leastMode: 'none',
  },
  'logs.AUDIT_LOG': {
    plane: 'chatgpt',
    lane: 'incremental',
    stage: 'logs',
    capability: 'chatgpt.logs.AUDIT_LOG',
    records: { type: 'event' },
    leastMode: 'none',
  },
  'logs.CONVERSATION_MESSAGE': {
    plane: 'chatgpt',
    lane: 'incremental',
    stage: 'logs',
    capability: 'chatgpt.logs.CONVERSATION_MESSAGE',
    records: { type: 'message' },
    leastMode: 'metadata',
  },
}
