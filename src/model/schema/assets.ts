import { z } from 'zod'
import {
  INSECURE_HOSTS,
  PRIVACY_POLICIES,
  SCHEMA_FORMATS,
  SCHEMA_PROBLEMS,
  SECRET_KINDS,
} from '../core/action-words.ts'
import type { AssetKind } from '../core/assets.ts'

/**
 * What rules read of an asset's attributes, one schema a kind. Upstream breaks its own schemas, so
 * every field is lenient: absent stays absent (which is not `null`: a key without `last_used_at` is
 * unknown, one with `null` was never used), a value of another type counts as absent, and fields
 * that no rule reads pass by untouched. Times are unix seconds.
 */

/** The last second of the year 9999: what lies beyond cannot be written as a date. */
const LAST_SECOND = 253_402_300_799

const lenient = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().optional().catch(undefined)

const unixTime = lenient(z.number().min(0).max(LAST_SECOND))
const text = lenient(z.string())
const flag = lenient(z.boolean())
const count = lenient(z.number().int().min(0))

/** Upstream writes lists bare or in an envelope, by version. */
const listOf = <Item extends z.ZodType>(item: Item) =>
  z
    .preprocess((value) => {
      const inner = typeof value === 'object' && value !== null && 'data' in value ? value.data : value
      return Array.isArray(inner) ? inner : undefined
    }, z.array(item).optional())
    .catch(undefined)

const roleIn = z.object({ id: text, role: text }).catch({})

export const platformUserSchema = z.object({
  role: text,
  added_at: unixTime,
  created: unixTime,
  is_service_account: flag,
  enabled: flag,
  banned: flag,
  api_key_last_used_at: unixTime,
  user: lenient(z.object({ enabled: flag, banned: flag })),
})

export const platformInviteSchema = z.object({
  role: text,
  status: text,
  created_at: unixTime,
  invited_at: unixTime,
  expires_at: unixTime,
  accepted_at: unixTime,
  projects: listOf(roleIn),
})

export const platformProjectSchema = z.object({
  name: text,
  status: text,
  created_at: unixTime,
  archived_at: unixTime,
})

const keySchema = z.object({
  name: text,
  redacted_value: text,
  created_at: unixTime,
  last_used_at: unixTime,
  expires_at: unixTime,
  owner_type: text,
  owner_id: text,
  owner_role: text,
})

export const projectKeySchema = keySchema.extend({ owner_project_access: text })
export const adminKeySchema = keySchema

export const chatgptUserSchema = z.object({ role: text, status: text, created_at: unixTime })

const sharingSchema = lenient(z.object({ visibility: text, recipients_count: count }))

const definitionSchema = z.object({
  name: text,
  created_at: unixTime,
  /** The live one, as the listing names it. */
  latest_config: lenient(z.object({ id: text })),
  sharing: sharingSchema,
  visibility: text,
  recipients_count: count,
})

const toolSchema = z
  .object({
    type: text,
    action_domain: text,
    auth_type: text,
    /** Lower-case HTTP verbs read from the action's OpenAPI text; absent where that could not be read. */
    methods: listOf(z.string().catch('')),
    operations: count,
    /** Hosts that the action's OpenAPI text sends calls to; absent where that could not be read. */
    servers: listOf(z.string().catch('')),
    schema_format: lenient(z.enum(SCHEMA_FORMATS)),
    /** Null: all of the schema was read. Absent: there was none. With `truncated` the counts are least counts. */
    schema_problem: lenient(z.enum(SCHEMA_PROBLEMS)),
    writing_operations: count,
    /** Writing operations whose author wrote that a user need not be asked. */
    not_consequential_writes: count,
    /** Of the schema's servers and of `action_domain`. */
    insecure_hosts: listOf(z.enum(INSECURE_HOSTS)),
    wildcard_servers: count,
    wildcard_paths: count,
    free_form_parameters: listOf(z.string()),
    open_bodies: count,
    auth_in_query: flag,
    hidden_text: flag,
    embedded_instructions: flag,
    privacy_policy: lenient(z.enum(PRIVACY_POLICIES)),
  })
  .catch({})

const configurationSchema = z.object({
  name: text,
  created_at: unixTime,
  tools: listOf(toolSchema),
  files: listOf(z.object({ id: text }).catch({})),
  /** Kinds of secrets in the instructions and the actions' schemas. Absent where there was no such text. */
  instruction_secrets: listOf(z.enum(SECRET_KINDS)),
  instruction_hidden_text: flag,
})

const shareSchema = z.object({ role: text, status: text })
const serviceAccountSchema = z.object({ name: text, role: text, created_at: unixTime })
const memberSchema = z.object({ role: text, added_at: unixTime, created_at: unixTime })

const hostedTool = lenient(z.object({ enabled: flag }))

const projectSettingsSchema = z.object({
  model_permissions: lenient(z.object({ mode: text, model_ids: listOf(z.string().catch('')) })),
  hosted_tools: lenient(z.object({ mcp: hostedTool })),
})

const agentSchema = z.object({ name: text, status: text, created_at: unixTime })

/** Kinds that no rule reads so far. */
const unread = z.looseObject({})

export const ASSET_SCHEMAS = {
  'platform.organization': unread,
  'platform.user': platformUserSchema,
  'platform.invite': platformInviteSchema,
  'platform.project': platformProjectSchema,
  'platform.project_user': memberSchema,
  'platform.service_account': serviceAccountSchema,
  'platform.project_key': projectKeySchema,
  'platform.admin_key': adminKeySchema,
  'chatgpt.workspace': unread,
  'chatgpt.user': chatgptUserSchema,
  'chatgpt.gpt': definitionSchema,
  'chatgpt.gpt_config': configurationSchema,
  'chatgpt.gpt_share': shareSchema,
  'chatgpt.project': definitionSchema,
  'chatgpt.project_config': configurationSchema,
  'chatgpt.project_share': shareSchema,
  'platform.group': unread,
  'platform.group_member': unread,
  'platform.role': unread,
  'platform.user_role': unread,
  'platform.group_role': unread,
  'platform.project_group': unread,
  'platform.project_role': unread,
  'platform.project_user_role': unread,
  'platform.project_group_role': unread,
  'platform.rate_limit': unread,
  'platform.certificate': unread,
  'platform.project_certificate': unread,
  'platform.organization_settings': unread,
  'platform.project_settings': projectSettingsSchema,
  'chatgpt.memory': unread,
  'chatgpt.canvas': unread,
  'chatgpt.recording': unread,
  'chatgpt.automation': unread,
  'chatgpt.library_file': unread,
  'chatgpt.codex_environment': unread,
  'chatgpt.codex_task': unread,
  'chatgpt.agent': agentSchema,
  'chatgpt.skill': unread,
  'chatgpt.plugin': unread,
  'casbah.credential': unread,
} as const satisfies Record<AssetKind, z.ZodType>

export type AttributesOf<Kind extends AssetKind> = z.output<(typeof ASSET_SCHEMAS)[Kind]>
export type GptTool = z.output<typeof toolSchema>
