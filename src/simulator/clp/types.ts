export const LOG_TYPES = ['AUTH_LOG', 'AUDIT_LOG', 'CONVERSATION_MESSAGE'] as const
export type LogType = (typeof LOG_TYPES)[number]

/** Known to exist upstream; the simulated workspace has none of these events, so their lists are empty. */
export const QUIET_WORKSPACE_TYPES = [
  'APP_LOG',
  'APP_AUTH_LOG',
  'CODEX_LOG',
  'CODEX_SECURITY_LOG',
  'CODEX_TURN',
  'CUSTOM_AGENTS_LOG',
  'CHATGPT_PLUGIN_SPREADSHEET',
] as const
export const ORGANIZATION_TYPES = ['APP_LOG', 'APP_AUTH_LOG', 'COSTS'] as const

export function isLogType(text: string): text is LogType {
  return (LOG_TYPES as readonly string[]).includes(text)
}

export type LogRecord = { readonly event_id: string; readonly timestamp: string } & Readonly<
  Record<string, unknown>
>
