import { createHash } from 'node:crypto'
import type { Json } from '../canonical.ts'
import { cleanText } from '../canonical.ts'
import type { Fields, Projection } from './parts.ts'
import { at, email, json, list, plain, sortedTexts } from './parts.ts'

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

export const CHATGPT_PROJECTIONS = {
  'chatgpt.users': workspaceUser,
  'chatgpt.gpts': definition,
  'chatgpt.gpt_configs': gptConfig,
  'chatgpt.gpt_shared_users': sharedUser,
  'chatgpt.projects': definition,
  'chatgpt.project_configs': configFields,
  'chatgpt.project_shared_users': sharedUser,
} as const satisfies Readonly<Record<string, Projection>>
