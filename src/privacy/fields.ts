import type { CollectionMode } from '../model/core/collection-mode.ts'
import type { StreamName } from '../model/core/streams.ts'
import { STREAM_NAMES } from '../model/core/streams.ts'
import { AUDIT_ACTION_DATA } from './audit-action-data.ts'

/**
 * The privacy gate as data: stream × field × class × least mode. It is an allow-list. What is not
 * listed here is dropped, whatever upstream comes to send.
 *
 * A field is a path into a draft: `attributes.a.b`, `attributes.list[].a`, `sealed.a`, `people.owner`,
 * `actor`. A path ends in plain values (text, numbers, booleans, null, or a list of those): an object
 * that stands where a plain value is listed is dropped, so nothing unlisted hides below a listed name.
 */
export const FIELD_CLASSES = ['identity', 'configuration', 'activity', 'content'] as const

/**
 * `identity`: people, roles, keys, invites, sign-ins. `configuration`: definitions of GPTs and ChatGPT
 * projects. `activity`: that something was said or run. `content`: what was said.
 */
export type FieldClass = (typeof FIELD_CLASSES)[number]

export const LEAST_MODE: Record<FieldClass, CollectionMode> = {
  identity: 'none',
  configuration: 'none',
  activity: 'metadata',
  content: 'content',
}

export interface FieldRow {
  readonly stream: StreamName
  readonly field: string
  readonly class: FieldClass
  readonly leastMode: CollectionMode
}

type Listed = Partial<Record<FieldClass, readonly string[]>>

const KEY_FIELDS = [
  'attributes.name',
  'attributes.redacted_value',
  'attributes.created_at',
  'attributes.last_used_at',
  'attributes.expires_at',
  'attributes.owner_type',
  'attributes.owner_id',
  'attributes.owner_role',
  'people.owner',
]

const MEMBER_FIELDS = ['attributes.role', 'attributes.status', 'attributes.created_at', 'people.self']

const DEFINITION: Listed = {
  identity: ['people.owner'],
  configuration: [
    'attributes.name',
    'attributes.created_at',
    'attributes.latest_config.id',
    'attributes.latest_config.created_at',
    'attributes.sharing',
    'attributes.sharing.visibility',
    'attributes.sharing.permissions.can_read',
    'attributes.sharing.permissions.can_view_config',
    'attributes.sharing.permissions.can_write',
    'attributes.recipients_count',
    'sealed.builder_name',
  ],
}

const CONFIGURATION: Listed = {
  identity: ['people.author'],
  configuration: [
    'attributes.name',
    'attributes.categories',
    'attributes.created_at',
    'attributes.files[].id',
    'attributes.files[].created_at',
    'attributes.tools[].type',
    'attributes.tools[].created_at',
    'attributes.tools[].action_domain',
    'attributes.tools[].auth_type',
    'attributes.tools[].action_privacy_policy_url',
    'attributes.tools[].methods',
    'attributes.tools[].operations',
    'attributes.tools[].servers',
    'sealed.description',
    'sealed.instructions',
    'sealed.conversation_starters',
    'sealed.tools[].action_openapi_raw',
    'sealed.files[].id',
    'sealed.files[].name',
  ],
}

const CONNECTOR_SCOPES = [
  'attributes.connector_scopes[].id',
  'attributes.connector_scopes[].connector_type',
  'attributes.connector_scopes[].scope_type',
  'attributes.connector_scopes[].created_at',
  'attributes.connector_scopes[].last_sync_status',
  'sealed.connector_scopes[].id',
  'sealed.connector_scopes[].canonical_handle',
  'sealed.connector_scopes[].original_url',
  'sealed.connector_scopes[].display_name',
]

const ADDRESS_DETAILS = ['country', 'city', 'region', 'region_code', 'asn'] as const

/** Where a request came from: who signs in from where is what a sign-in is. */
const REQUEST_METADATA = [
  'client_ip',
  ...ADDRESS_DETAILS.map((name) => `client_ip_details.${name}`),
  'client_user_agent',
  'client_ja3',
  'client_ja4',
  'destination_hostname',
].map((name) => `attributes.request_metadata.${name}`)

const SESSION = [
  'ip_address',
  'user_agent',
  'ja3',
  'ja4',
  ...ADDRESS_DETAILS.map((name) => `ip_address_details.${name}`),
].map((name) => `attributes.session.${name}`)

/** Of an audit event's details only what names the thing and the power that changed; no address, no free text. */
const AUDIT_DETAIL = [
  'id',
  'data.role',
  'data.scopes',
  'data.status',
  'changes_requested.role',
  'changes_requested.scopes',
  'changes_requested.status',
  'principal_id',
  'principal_type',
  'role_id',
  'permission',
  'resource_id',
  'resource_type',
  'error_code',
].map((name) => `attributes.detail.${name}`)

const TABLE: Record<StreamName, Listed> = {
  'platform.users': {
    identity: [
      'attributes.role',
      'attributes.added_at',
      'attributes.created',
      'attributes.is_default',
      'attributes.is_service_account',
      'attributes.is_scim_managed',
      'attributes.api_key_last_used_at',
      'attributes.enabled',
      'attributes.banned',
      'attributes.banned_at',
      'people.self',
    ],
  },
  'platform.invites': {
    identity: [
      'attributes.role',
      'attributes.status',
      'attributes.created_at',
      'attributes.expires_at',
      'attributes.accepted_at',
      'attributes.projects[].id',
      'attributes.projects[].role',
      'people.invitee',
    ],
  },
  'platform.projects': {
    configuration: [
      'attributes.name',
      'attributes.created_at',
      'attributes.archived_at',
      'attributes.status',
      'attributes.external_key_id',
      'attributes.residency',
      'attributes.geography',
    ],
  },
  'platform.project_users': { identity: ['attributes.role', 'attributes.added_at', 'people.self'] },
  'platform.service_accounts': {
    identity: ['attributes.name', 'attributes.role', 'attributes.created_at'],
  },
  'platform.project_keys': { identity: [...KEY_FIELDS, 'attributes.owner_project_access'] },
  'platform.admin_keys': { identity: KEY_FIELDS },
  'platform.audit_logs': {
    identity: ['actor', ...SESSION, 'attributes.project.id', ...AUDIT_DETAIL],
  },
  'chatgpt.users': { identity: MEMBER_FIELDS },
  'chatgpt.gpts': DEFINITION,
  'chatgpt.gpt_configs': CONFIGURATION,
  'chatgpt.gpt_shared_users': { identity: MEMBER_FIELDS },
  'chatgpt.projects': {
    ...DEFINITION,
    configuration: [...(DEFINITION.configuration ?? []), ...CONNECTOR_SCOPES],
  },
  'chatgpt.project_configs': CONFIGURATION,
  'chatgpt.project_shared_users': { identity: MEMBER_FIELDS },
  'logs.AUTH_LOG': {
    identity: [
      'actor',
      'action',
      'attributes.action_data.auth_provider_name',
      'attributes.action_data.role',
      ...REQUEST_METADATA,
    ],
  },
  'logs.AUDIT_LOG': {
    identity: [
      'actor',
      'action',
      'attributes.action_result',
      'attributes.action_privilege',
      ...REQUEST_METADATA,
      ...AUDIT_ACTION_DATA.identity,
    ],
    configuration: AUDIT_ACTION_DATA.configuration,
    activity: AUDIT_ACTION_DATA.activity,
    content: AUDIT_ACTION_DATA.content,
  },
  'logs.CONVERSATION_MESSAGE': {
    activity: [
      'actor',
      'attributes.created_at',
      'attributes.previous_message_id',
      'attributes.client_type',
      'attributes.model',
      'attributes.tools_used',
      'attributes.skills_used',
      'attributes.gpt_id',
      'attributes.project_id',
      'attributes.is_pinned',
      'attributes.is_temporary_chat',
      'attributes.mode',
      'attributes.conversation_created_at',
      'attributes.content.type',
      'attributes.content.file_id',
      'attributes.content.annotations[].type',
      'attributes.content.annotations[].action_domain',
      'attributes.content.annotations[].action_name',
      'attributes.content.annotations[].files[].id',
      'attributes.files[].id',
    ],
    content: [
      'attributes.title',
      'attributes.gpt_name',
      'attributes.project_name',
      'attributes.content.value',
      'attributes.content.quote',
      'attributes.content.file_name',
      'attributes.content.annotations[].urls',
      'attributes.content.annotations[].files[].name',
      'attributes.files[].name',
    ],
  },
}

export const FIELD_TABLE: readonly FieldRow[] = STREAM_NAMES.flatMap((stream) =>
  FIELD_CLASSES.flatMap((fieldClass) =>
    (TABLE[stream][fieldClass] ?? []).map((field) => ({
      stream,
      field,
      class: fieldClass,
      leastMode: LEAST_MODE[fieldClass],
    })),
  ),
)
