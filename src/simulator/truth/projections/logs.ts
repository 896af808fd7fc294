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

export const LOG_PROJECTIONS = {
  'logs.AUTH_LOG': authLog,
  'logs.AUDIT_LOG': auditLog,
  'logs.CONVERSATION_MESSAGE': message,
} as const satisfies Readonly<Record<string, Projection>>
