import { createHash } from 'node:crypto'
import type { Json } from '../canonical.ts'
import { cleanText } from '../canonical.ts'
import type { Fields, Projection } from './parts.ts'
import { at, email, json, list, plain, sortedTexts, userId } from './parts.ts'

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

const memories: Projection = (record) => {
  const contexts = list(at(record, 'memory_contexts'))
  const entries = contexts.flatMap((context) => list(at(context, 'memory_entries')))
  const times = entries.map((entry) => at(entry, 'updated_at')).filter((time) => typeof time === 'number')
  return {
    contexts: contexts.length,
    entries: entries.length,
    newest_at: times.length === 0 ? null : Math.max(...times),
  }
}

/** Whose a thing is stands in the path that it is listed under, not in the record. */
const ownedBy =
  (...names: readonly string[]): Projection =>
  (record) => ({ ...plain(...names)(record), owner_id: userId(at(record, 'listed_under')) })

const environment: Projection = (record) => ({
  ...plain('created_at', 'is_pinned', 'share_settings', 'task_count', 'creator_id')(record),
  repos: sortedTexts(list(at(record, 'repos'))),
  env_var_names: Object.keys(at(record, 'env_vars') ?? {}).sort(),
})

export const CHATGPT_PROJECTIONS = {
  'chatgpt.users': workspaceUser,
  'chatgpt.gpts': definition,
  'chatgpt.gpt_configs': gptConfig,
  'chatgpt.gpt_shared_users': sharedUser,
  'chatgpt.projects': definition,
  'chatgpt.project_configs': configFields,
  'chatgpt.project_shared_users': sharedUser,
  'chatgpt.memories': memories,
  'chatgpt.canvases': ownedBy(),
  'chatgpt.recordings': ownedBy('start', 'end', 'conversation_id', 'canvas_id'),
  'chatgpt.automations': ownedBy('schedule', 'is_enabled'),
  'chatgpt.library_files': ownedBy(
    ...['file_id', 'created_at', 'mime_type', 'file_size_bytes', 'state', 'trashed_at'],
  ),
  'chatgpt.codex_environments': environment,
  'chatgpt.codex_tasks': (record) => ({
    ...plain('created_at', 'updated_at')(record),
    creator_id: userId(at(record, 'created_by_id')),
  }),
  'chatgpt.agents': plain('name', 'status', 'created_at', 'updated_at', 'owner_id'),
  'chatgpt.skills': (record) => ({
    ...plain('name', 'created_at', 'updated_at', 'original_product_surface')(record),
    creator_id: userId(at(record, 'creator')),
    files: sortedTexts(list(at(record, 'files'))),
  }),
  'chatgpt.plugins': (record) => ({
    ...plain('name', 'created_at', 'scope', 'discoverability', 'status')(record),
    creator_id: userId(at(record, 'creator_account_user_id')),
    release_version: json(at(record, 'current_release', 'version')),
  }),
} as const satisfies Readonly<Record<string, Projection>>
