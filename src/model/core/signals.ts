import type { StreamName } from './streams.ts'

/** Signs of life that collection keeps for a person, newest per signal (`person_activity`). */
export const ACTIVITY_SIGNALS = ['AUTH_LOG', 'AUDIT_LOG', 'conversations', 'platform_audit'] as const
export type ActivitySignal = (typeof ACTIVITY_SIGNALS)[number]

/** The stream that each signal is read from. */
export const STREAM_OF_SIGNAL: Record<ActivitySignal, StreamName> = {
  AUTH_LOG: 'logs.AUTH_LOG',
  AUDIT_LOG: 'logs.AUDIT_LOG',
  conversations: 'logs.CONVERSATION_MESSAGE',
  platform_audit: 'platform.audit_logs',
}
