/** A type that OpenAI has announced to nobody: no description names it, no stream reads it before a person names it. */
export const UNDESCRIBED_LOG_TYPE = 'CHATGPT_BROWSER_LOG'

/** Every type of log file, in an order that file ids depend on. */
export const LOG_TYPES = [
  'AUTH_LOG',
  'AUDIT_LOG',
  'CONVERSATION_MESSAGE',
  'APP_AUTH_LOG',
  'APP_LOG',
  'CODEX_LOG',
  'CODEX_TURN',
  'CODEX_SECURITY_LOG',
  'CUSTOM_AGENTS_LOG',
  'CHATGPT_PLUGIN_SPREADSHEET',
  'COSTS',
  UNDESCRIBED_LOG_TYPE,
] as const
export type LogType = (typeof LOG_TYPES)[number]

/** Types of what apps, Codex and agents did: see `work-events.ts`. */
export type WorkType = Exclude<LogType, 'AUTH_LOG' | 'AUDIT_LOG' | 'CONVERSATION_MESSAGE'>

export type LogPlace = 'workspace' | 'organization'

/** Whose logs hold events of a type here. Costs are the organization's; upstream writes them nowhere else. */
export const placeOf = (type: LogType): LogPlace => (type === 'COSTS' ? 'organization' : 'workspace')

/** The types that may be asked for; those of apps may be for the organization too, which has none here. */
export const TYPES_OF_PLACE: Readonly<Record<LogPlace, readonly string[]>> = {
  workspace: LOG_TYPES.filter((type) => placeOf(type) === 'workspace'),
  organization: ['APP_LOG', 'APP_AUTH_LOG', 'COSTS'],
}

export function isLogType(text: string): text is LogType {
  return (LOG_TYPES as readonly string[]).includes(text)
}

export type LogRecord = { readonly event_id: string; readonly timestamp: string } & Readonly<
  Record<string, unknown>
>
