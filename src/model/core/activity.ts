import type { AssetKind } from './assets.ts'
import type { StreamName } from './streams.ts'

/** Whose days are counted. Of a person the subject is a `person_id`, of everything else what OpenAI calls it. */
export const ACTIVITY_SUBJECTS = ['person', 'api_key', 'gpt', 'app', 'tool'] as const
export type ActivitySubject = (typeof ACTIVITY_SUBJECTS)[number]

/** Assets whose use is counted by day. Apps and tools are none: they are in `/integrations/{id}/activity` alone. */
export const SUBJECT_OF_ASSET: { readonly [Kind in AssetKind]?: ActivitySubject } = {
  'platform.project_key': 'api_key',
  'platform.admin_key': 'api_key',
  'chatgpt.gpt': 'gpt',
}

/**
 * In what activity shows. `last_used_at` is what OpenAI says of a key when it is listed: that it was used on that day,
 * and not how often, so each such day counts one.
 */
export const DAILY_SIGNALS = [
  'AUTH_LOG',
  'AUDIT_LOG',
  'conversations',
  'platform_audit',
  'APP_LOG',
  'usage',
  'last_used_at',
] as const
export type DailySignal = (typeof DAILY_SIGNALS)[number]

/** The streams that a signal comes from: what a mode forbids to read it forbids to have counted, too. */
export const STREAMS_OF_DAILY_SIGNAL: Record<DailySignal, readonly StreamName[]> = {
  AUTH_LOG: ['logs.AUTH_LOG'],
  AUDIT_LOG: ['logs.AUDIT_LOG'],
  conversations: ['logs.CONVERSATION_MESSAGE'],
  platform_audit: ['platform.audit_logs'],
  APP_LOG: ['logs.APP_LOG'],
  usage: ['platform.usage'],
  last_used_at: ['platform.project_keys', 'platform.admin_keys'],
}

/**
 * Days that counts are kept: the 90 that findings tell of, as long as events by default, and before each of those days
 * the 28 that it is held against.
 */
export const ACTIVITY_DAYS = 120

/** One thing that somebody or something did. */
export interface ActivityMark {
  readonly subjectKind: ActivitySubject
  readonly subject: string
}

/** Names of tools and apps are upstream's, and could be of any length. */
const LONGEST_SUBJECT = 200

/** Null where upstream sent no name that could be told from another. */
export const subjectOf = (name: unknown): string | null =>
  typeof name === 'string' && name !== '' && name.length <= LONGEST_SUBJECT ? name : null
