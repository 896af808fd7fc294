import type { Projection } from './parts.ts'
import { at, instant, json, list, plain, sortedTexts, userId } from './parts.ts'

const authLog: Projection = (record) => ({
  timestamp: instant(at(record, 'timestamp')),
  action: json(at(record, 'action_data', 'action')),
  actor_type: json(at(record, 'actor', 'type')),
  actor_user_id: userId(at(record, 'actor', 'user_id')),
})

const auditLog: Projection = (record) => ({
  ...plain('action', 'action_result')(record),
  timestamp: instant(at(record, 'timestamp')),
  actor_type: json(at(record, 'actor', 'type')),
  actor_user_id: userId(at(record, 'actor', 'user_id')),
  actor_key: json(at(record, 'actor', 'redacted_id')),
})

const message: Projection = (record) => ({
  timestamp: instant(at(record, 'timestamp')),
  conversation_id: json(at(record, 'conversation', 'id')),
  user_id: userId(at(record, 'actor', 'user_id')),
  author_type: json(at(record, 'message', 'author', 'type')),
  model: json(at(record, 'message', 'author', 'model')),
  client_type: json(at(record, 'message', 'author', 'client_type')),
  tools_used: sortedTexts(list(at(record, 'message', 'author', 'tools_used'))),
  gpt_id: json(at(record, 'conversation', 'gpt_id')),
  project_id: json(at(record, 'conversation', 'project_id')),
  file_ids: sortedTexts(list(at(record, 'message', 'files')).map((file) => at(file, 'id'))),
})

const acting: Projection = (record) => ({
  timestamp: instant(at(record, 'timestamp')),
  actor_type: json(at(record, 'actor', 'type')),
  actor_user_id: userId(at(record, 'actor', 'user_id')),
})

/** Fields at paths of the record, by the path's last name. */
const within = (record: unknown, parent: string, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, json(at(record, parent, name))]))

const appAuth: Projection = (record) => ({
  ...acting(record),
  ...plain('action', 'app_id', 'link_id')(record),
})

const appCall: Projection = (record) => ({
  ...acting(record),
  ...plain('log_type', 'app_id', 'app_name', 'app_type', 'conversation_id')(record),
  action_names: list(at(record, 'output'))
    .map((item) => at(item, 'response', 'action_name'))
    .filter((name) => typeof name === 'string'),
})

const detailed =
  (...names: readonly string[]): Projection =>
  (record) => ({
    ...acting(record),
    ...plain('event_type', 'client_id')(record),
    ...within(record, 'event_details', names),
  })

const codexTurn: Projection = (record) => ({
  ...acting(record),
  ...within(record, 'payload', ['product_client_id', 'model', 'session_id', 'credits']),
  output_tokens: json(at(record, 'payload', 'token_usage', 'output_tokens')),
})

const costs: Projection = (record) => ({
  ...acting(record),
  ...within(record, 'payload', ['day', 'hour', 'product', 'model', 'client']),
  user_id: userId(at(record, 'payload', 'identity', 'user_id')),
  text_input_tokens: json(at(record, 'payload', 'measures', 'usage', 'text_input_tokens')),
})

export const LOG_PROJECTIONS = {
  'logs.AUTH_LOG': authLog,
  'logs.AUDIT_LOG': auditLog,
  'logs.CONVERSATION_MESSAGE': message,
  'logs.APP_AUTH_LOG': appAuth,
  'logs.APP_LOG': appCall,
  'logs.CODEX_LOG': detailed('session_id', 'model', 'status', 'tool_name', 'decision', 'access_token_id'),
  'logs.CODEX_TURN': codexTurn,
  'logs.CODEX_SECURITY_LOG': detailed('finding_id'),
  'logs.CUSTOM_AGENTS_LOG': detailed('agent_id', 'run_id', 'connector_id', 'action_name', 'status'),
  'logs.CHATGPT_PLUGIN_SPREADSHEET': detailed('session_id', 'model', 'status'),
  'logs.COSTS': costs,
  'logs.OTHER': (record) => ({ ...acting(record), type: json(at(record, 'type')) }),
} as const satisfies Readonly<Record<string, Projection>>
