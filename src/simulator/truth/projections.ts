import { createHash } from 'node:crypto'
import { isoMicros, parseIsoMicros } from '../tenant/time.ts'
import type { Json } from './canonical.ts'
import { ABSENT, cleanText } from './canonical.ts'

// What a collector in `metadata` mode must keep of each record, under upstream's field names. Rules for all:
// e-mail addresses in lower case; instants of logs as UTC with six decimals; an absent field is null, except for the
// two last-use fields, where absent is "<absent>"; lists of tools and files are sorted, and empty when absent; account
// user ids (`user-X__<workspace>`) are cut at `__`.

type Fields = Readonly<Record<string, Json>>
export type Projection = (record: unknown) => Fields

function at(value: unknown, ...path: readonly string[]): unknown {
  let current = value
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return undefined
    current = (current as Readonly<Record<string, unknown>>)[step]
  }
  return current
}

function json(value: unknown): Json {
  return value === undefined ? null : (value as Json)
}

function email(value: unknown): Json {
  return typeof value === 'string' ? value.toLowerCase() : null
}

function orAbsent(record: unknown, field: string): Json {
  const value = at(record, field)
  return value === undefined ? ABSENT : json(value)
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function sortedTexts(values: readonly unknown[]): Json {
  return values.filter((value) => typeof value === 'string').sort()
}

function instant(value: unknown): Json {
  const micros = typeof value === 'string' ? parseIsoMicros(value) : undefined
  return micros === undefined ? null : isoMicros(micros)
}

function userId(value: unknown): Json {
  return typeof value === 'string' ? (value.split('__')[0] ?? null) : null
}

function plain(...names: readonly string[]): Projection {
  return (record) => Object.fromEntries(names.map((name) => [name, json(at(record, name))]))
}

const user: Projection = (record) => ({
  ...plain('name', 'role', 'added_at', 'is_service_account')(record),
  email: email(at(record, 'email')),
  api_key_last_used_at: orAbsent(record, 'api_key_last_used_at'),
  enabled: json(at(record, 'user', 'enabled')),
  banned: json(at(record, 'user', 'banned')),
})

const invite: Projection = (record) => ({
  ...plain('role', 'status', 'expires_at', 'accepted_at')(record),
  email: email(at(record, 'email')),
  created_at: json(at(record, 'created_at') ?? at(record, 'invited_at')),
  projects: Array.isArray(at(record, 'projects'))
    ? list(at(record, 'projects')).map((project) => ({
        id: json(at(project, 'id')),
        role: json(at(project, 'role')),
      }))
    : null,
})

const projectUser: Projection = (record) => ({
  ...plain('name', 'role', 'added_at')(record),
  email: email(at(record, 'email')),
})

const projectKey: Projection = (record) => ({
  ...plain('name', 'redacted_value', 'created_at', 'expires_at', 'owner_project_access')(record),
  last_used_at: orAbsent(record, 'last_used_at'),
  owner_type: json(at(record, 'owner', 'type')),
  owner_id: json(at(record, 'owner', 'user', 'id') ?? at(record, 'owner', 'service_account', 'id')),
})

const adminKey: Projection = (record) => ({
  ...plain('name', 'redacted_value', 'created_at', 'expires_at')(record),
  last_used_at: orAbsent(record, 'last_used_at'),
  owner_type: json(at(record, 'owner', 'type')),
  owner_id: json(at(record, 'owner', 'id')),
  owner_role: json(at(record, 'owner', 'role')),
})

const platformAudit: Projection = (record) => ({
  ...plain('type', 'effective_at')(record),
  actor_type: json(at(record, 'actor', 'type')),
  actor_user_id: json(
    at(record, 'actor', 'session', 'user', 'id') ??
      at(record, 'actor', 'api_key', 'user', 'id') ??
      at(record, 'actor', 'api_key', 'service_account', 'id'),
  ),
  actor_key_id: json(at(record, 'actor', 'api_key', 'id')),
})

const workspaceUser: Projection = (record) => ({
  ...plain('name', 'role', 'status', 'created_at')(record),
  email: email(at(record, 'email')),
})

const sharedUser: Projection = (record) => ({
  ...plain('name', 'role')(record),
  email: email(at(record, 'email')),
})

/** Recipients are a bare array on GPTs and a list envelope on ChatGPT projects. */
function recipientsCount(record: unknown): Json {
  const recipients = at(record, 'sharing', 'recipients')
  if (recipients === undefined || recipients === null) return null
  return Array.isArray(recipients) ? recipients.length : list(at(recipients, 'data')).length
}

const definition: Projection = (record) => ({
  ...plain('owner_id', 'created_at')(record),
  owner_email: email(at(record, 'owner_email')),
  visibility: json(at(record, 'sharing', 'visibility')),
  recipients_count: recipientsCount(record),
  latest_config_id: json(at(list(at(record, 'latest_config', 'data'))[0], 'id')),
})

function configFields(record: unknown): Fields {
  const tools = list(at(record, 'tools', 'data'))
  const instructions = at(record, 'instructions')
  return {
    ...plain('name', 'created_at')(record),
    tool_types: sortedTexts(tools.map((tool) => at(tool, 'type'))),
    action_domains: sortedTexts(tools.map((tool) => at(tool, 'action_domain'))),
    auth_types: sortedTexts(tools.map((tool) => at(tool, 'auth_type'))),
    file_ids: sortedTexts(list(at(record, 'files', 'data')).map((file) => at(file, 'id'))),
    instructions_sha256:
      typeof instructions === 'string'
        ? createHash('sha256').update(cleanText(instructions)).digest('hex')
        : null,
  }
}

const gptConfig: Projection = (record) => ({
  ...configFields(record),
  version_author_id: json(at(record, 'version_author', 'id')),
})

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

export const PROJECTIONS = {
  'platform.users': user,
  'platform.invites': invite,
  'platform.projects': plain('name', 'status', 'created_at', 'archived_at'),
  'platform.project_users': projectUser,
  'platform.service_accounts': plain('name', 'role', 'created_at'),
  'platform.project_keys': projectKey,
  'platform.admin_keys': adminKey,
  'platform.audit_logs': platformAudit,
  'chatgpt.users': workspaceUser,
  'chatgpt.gpts': definition,
  'chatgpt.gpt_configs': gptConfig,
  'chatgpt.gpt_shared_users': sharedUser,
  'chatgpt.projects': definition,
  'chatgpt.project_configs': configFields,
  'chatgpt.project_shared_users': sharedUser,
  'logs.AUTH_LOG': authLog,
  'logs.AUDIT_LOG': auditLog,
  'logs.CONVERSATION_MESSAGE': message,
} as const satisfies Readonly<Record<string, Projection>>

export type StreamName = keyof typeof PROJECTIONS

export const STREAM_NAMES = Object.keys(PROJECTIONS) as readonly StreamName[]

export function isStreamName(text: string): text is StreamName {
  return text in PROJECTIONS
}

/** Names of the projected fields, sorted, for whoever compares. */
export function fieldsOf(stream: StreamName): readonly string[] {
  return Object.keys(PROJECTIONS[stream]({})).sort()
}
