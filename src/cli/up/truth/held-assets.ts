import { createHash } from 'node:crypto'
import type { CollectedKind } from '../../../model/core/assets.ts'
import type { JsonObject, JsonValue } from '../../../model/core/json.ts'
import type { Json } from '../../../simulator/truth/canonical.ts'
import { ABSENT } from '../../../simulator/truth/canonical.ts'

/**
 * What the database holds of an asset, put back under upstream's field names: people from `people`, texts from the
 * seal. Written from what is stored, not from the mapping that stored it, so that it is a second opinion.
 */
export interface HeldAsset {
  readonly externalId: string
  readonly attributes: JsonObject
  readonly sealed: JsonObject
  readonly people: Readonly<Record<string, HeldPerson | undefined>>
}

export interface HeldPerson {
  readonly ref: string
  readonly email: string | null
  readonly name: string | null
}

type Fields = Readonly<Record<string, Json>>
type Project = (asset: HeldAsset) => Fields

const at = (value: JsonValue | undefined, ...path: readonly string[]): JsonValue | undefined => {
  let current = value
  for (const step of path) {
    if (typeof current !== 'object' || current === null || Array.isArray(current)) return undefined
    current = (current as JsonObject)[step]
  }
  return current
}

const list = (value: JsonValue | undefined): readonly JsonValue[] =>
  Array.isArray(value) ? (value as readonly JsonValue[]) : []

const texts = (values: readonly (JsonValue | undefined)[]): Json =>
  values.filter((value) => typeof value === 'string').sort()

const email = (person: HeldPerson | undefined): Json => person?.email?.toLowerCase() ?? null
const orAbsent = (value: JsonValue | undefined): Json => (value === undefined ? ABSENT : value)

const plain =
  (...names: readonly string[]): Project =>
  ({ attributes }) =>
    Object.fromEntries(names.map((name) => [name, attributes[name] ?? null]))

const userIdOf = (person: HeldPerson | undefined): Json =>
  person?.ref.startsWith('user:') === true ? person.ref.slice('user:'.length) : null

const self: Project = ({ people }) => ({ name: people.self?.name ?? null, email: email(people.self) })

const user: Project = (asset) => ({
  ...self(asset),
  ...plain('role', 'added_at', 'is_service_account', 'enabled', 'banned')(asset),
  api_key_last_used_at: orAbsent(asset.attributes.api_key_last_used_at),
})

const invite: Project = (asset) => ({
  ...plain('role', 'status', 'expires_at', 'accepted_at', 'created_at')(asset),
  email: email(asset.people.invitee),
  projects: Array.isArray(asset.attributes.projects)
    ? list(asset.attributes.projects).map((project) => ({
        id: at(project, 'id') ?? null,
        role: at(project, 'role') ?? null,
      }))
    : null,
})

const projectKey: Project = (asset) => ({
  ...plain('name', 'redacted_value', 'created_at', 'expires_at', 'owner_project_access')(asset),
  ...plain('owner_type', 'owner_id')(asset),
  last_used_at: orAbsent(asset.attributes.last_used_at),
})

const adminKey: Project = (asset) => ({
  ...plain('name', 'redacted_value', 'created_at', 'expires_at')(asset),
  ...plain('owner_type', 'owner_id', 'owner_role')(asset),
  last_used_at: orAbsent(asset.attributes.last_used_at),
})

const definition: Project = ({ attributes, people }) => ({
  owner_id: userIdOf(people.owner),
  owner_email: email(people.owner),
  created_at: attributes.created_at ?? null,
  visibility: at(attributes, 'sharing', 'visibility') ?? null,
  recipients_count: attributes.recipients_count ?? null,
  latest_config_id: at(attributes, 'latest_config', 'id') ?? null,
})

const config: Project = ({ attributes, sealed }) => {
  const tools = list(attributes.tools)
  const instructions = sealed.instructions
  return {
    name: attributes.name ?? null,
    created_at: attributes.created_at ?? null,
    tool_types: texts(tools.map((tool) => at(tool, 'type'))),
    action_domains: texts(tools.map((tool) => at(tool, 'action_domain'))),
    auth_types: texts(tools.map((tool) => at(tool, 'auth_type'))),
    file_ids: texts(list(attributes.files).map((file) => at(file, 'id'))),
    instructions_sha256:
      typeof instructions === 'string' ? createHash('sha256').update(instructions).digest('hex') : null,
  }
}

const role: Project = (asset) => ({
  ...plain('name', 'resource_type', 'predefined_role')(asset),
  permissions: texts(list(asset.attributes.permissions)),
})

const assignment: Project = (asset) => ({
  ...role(asset),
  ...plain('role_id', 'created_at')(asset),
  sources: texts(list(asset.attributes.assignment_sources).map((source) => at(source, 'principal_id'))),
})

const settings: Project = ({ attributes }) => ({
  data_retention: at(attributes, 'data_retention', 'type') ?? null,
  spend_limit: at(attributes, 'spend_limit', 'threshold_amount') ?? null,
  spend_limit_status: at(attributes, 'spend_limit', 'enforcement', 'status') ?? null,
  spend_alerts: texts(list(attributes.spend_alerts).map((alert) => at(alert, 'id'))),
})

const ownedBy =
  (who: string): Project =>
  ({ people }) => ({ [`${who}_id`]: userIdOf(people[who]) })

export const ASSET_PROJECTIONS: Record<CollectedKind, Project> = {
  'platform.user': user,
  'platform.invite': invite,
  'platform.project': plain('name', 'status', 'created_at', 'archived_at'),
  'platform.project_user': (asset) => ({ ...self(asset), ...plain('role', 'added_at')(asset) }),
  'platform.service_account': plain('name', 'role', 'created_at'),
  'platform.project_key': projectKey,
  'platform.admin_key': adminKey,
  'platform.group': plain('name', 'created_at', 'is_scim_managed', 'group_type'),
  'platform.group_member': self,
  'platform.role': role,
  'platform.user_role': assignment,
  'platform.group_role': assignment,
  'platform.project_group': plain('group_name', 'group_type', 'created_at'),
  'platform.project_role': role,
  'platform.project_user_role': assignment,
  'platform.project_group_role': assignment,
  'platform.rate_limit': plain('model', 'max_requests_per_1_minute', 'max_tokens_per_1_minute'),
  'platform.certificate': plain('name', 'created_at', 'active', 'valid_at', 'expires_at'),
  'platform.project_certificate': plain('name', 'created_at', 'active', 'valid_at', 'expires_at'),
  'platform.organization_settings': settings,
  'platform.project_settings': (asset) => ({
    ...settings(asset),
    model_mode: at(asset.attributes, 'model_permissions', 'mode') ?? null,
    model_ids: texts(list(at(asset.attributes, 'model_permissions', 'model_ids'))),
    mcp: at(asset.attributes, 'hosted_tools', 'mcp', 'enabled') ?? null,
    web_search: at(asset.attributes, 'hosted_tools', 'web_search', 'enabled') ?? null,
  }),
  'chatgpt.user': (asset) => ({ ...self(asset), ...plain('role', 'status', 'created_at')(asset) }),
  'chatgpt.gpt': definition,
  'chatgpt.gpt_config': (asset) => ({
    ...config(asset),
    version_author_id: userIdOf(asset.people.author),
  }),
  'chatgpt.gpt_share': (asset) => ({ ...self(asset), ...plain('role')(asset) }),
  'chatgpt.project': definition,
  'chatgpt.project_config': config,
  'chatgpt.project_share': (asset) => ({ ...self(asset), ...plain('role')(asset) }),
  'chatgpt.memory': plain('contexts', 'entries', 'newest_at'),
  'chatgpt.canvas': ownedBy('owner'),
  'chatgpt.recording': (asset) => ({
    ...ownedBy('owner')(asset),
    ...plain('start', 'end', 'conversation_id', 'canvas_id')(asset),
  }),
  'chatgpt.automation': (asset) => ({
    ...ownedBy('owner')(asset),
    ...plain('schedule', 'is_enabled')(asset),
  }),
  'chatgpt.library_file': (asset) => ({
    ...ownedBy('owner')(asset),
    ...plain('file_id', 'created_at', 'mime_type', 'file_size_bytes', 'state', 'trashed_at')(asset),
  }),
  'chatgpt.codex_environment': (asset) => ({
    ...ownedBy('creator')(asset),
    ...plain('created_at', 'is_pinned', 'share_settings', 'task_count')(asset),
    repos: texts(list(asset.attributes.repos)),
    env_var_names: texts(list(asset.attributes.env_var_names)),
  }),
  'chatgpt.codex_task': (asset) => ({
    ...ownedBy('creator')(asset),
    ...plain('created_at', 'updated_at')(asset),
  }),
  'chatgpt.agent': (asset) => ({
    ...ownedBy('owner')(asset),
    ...plain('name', 'status', 'created_at', 'updated_at')(asset),
  }),
  'chatgpt.skill': (asset) => ({
    ...ownedBy('creator')(asset),
    ...plain('name', 'created_at', 'updated_at', 'original_product_surface')(asset),
    files: texts(list(asset.attributes.files)),
  }),
  'chatgpt.plugin': (asset) => ({
    ...ownedBy('creator')(asset),
    ...plain('name', 'created_at', 'scope', 'discoverability', 'status', 'release_version')(asset),
  }),
}
