import type { JsonObject } from '../../src/model/core/json.ts'
import type { AssetDraft } from '../../src/model/core/records.ts'
import { person } from './db-fixtures.ts'

/** GPTs and their configurations as streams make them of what upstream sends, in the words of a definition. */
export interface Made {
  readonly configuration: string
  readonly instructions?: string
  readonly tools?: readonly string[]
  readonly hosts?: readonly string[]
  readonly files?: readonly string[]
  readonly visibility?: string
  readonly recipients?: number
  readonly name?: string
}

export const gptDraft = (id: string, made: Made): AssetDraft => ({
  type: 'asset',
  kind: 'chatgpt.gpt',
  externalId: id,
  parentId: null,
  attributes: {
    name: made.name ?? 'A GPT',
    created_at: 1_790_000_000,
    latest_config: { id: made.configuration },
    sharing: {
      visibility: made.visibility ?? 'invite-only',
      permissions: { can_read: true, can_write: false },
    },
    recipients_count: made.recipients ?? 2,
  },
  sealed: {},
  people: { owner: person('owner') },
})

export const configurationDraft = (id: string, made: Made): AssetDraft => ({
  type: 'asset',
  kind: 'chatgpt.gpt_config',
  externalId: `${id}/${made.configuration}`,
  parentId: id,
  attributes: {
    name: made.name ?? 'A GPT',
    created_at: 1_790_000_100,
    tools: [...(made.tools ?? []).map((type) => ({ type })), ...(made.hosts ?? []).map(actionAttributes)],
    files: (made.files ?? []).map((file) => ({ id: file })),
  },
  sealed: {
    instructions: made.instructions ?? 'Be kind.',
    tools: [...(made.tools ?? []).map(() => ({})), ...(made.hosts ?? []).map(actionSealed)],
  },
  people: { author: person('author') },
})

const actionAttributes = (host: string): JsonObject => ({
  type: 'custom_action',
  action_domain: host,
  auth_type: 'oauth',
  servers: [host],
  operations: 1,
  schema_problem: null,
})

const actionSealed = (host: string): JsonObject => ({
  action_openapi_raw: `openapi: 3.1.0 # of ${host}`,
  operations: [{ method: 'get', path: '/secret-path', hosts: [] }],
})
