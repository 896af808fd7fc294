import type { PLATFORM_STREAM_NAMES } from '../../model/core/streams/platform.ts'
import { ADDRESS_DETAILS } from './address-details.ts'
import type { Listed } from './listed.ts'

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
  // Whether calls are logged: a part of how long data is kept.
  'changes_requested.api_call_logging',
  'changes_requested.scopes',
  'changes_requested.status',
  'principal_id',
  'principal_type',
  'role_id',
  'permission',
  'resource_id',
  'resource_type',
  'error_code',
  // Ranges of addresses that an allow list was set to: whether it still keeps anybody out.
  'allowed_ips',
].map((name) => `attributes.detail.${name}`)

const attribute = (name: string): string => `attributes.${name}`

const ROLE_FIELDS = ['name', 'permissions', 'resource_type', 'predefined_role'].map(attribute)

const ASSIGNMENT_FIELDS = [
  'role_id',
  'name',
  'permissions',
  'resource_type',
  'predefined_role',
  'created_at',
  'updated_at',
  'created_by',
  'assignment_sources[].principal_id',
  'assignment_sources[].principal_type',
].map(attribute)

const RATE_LIMIT_NUMBERS = [
  'max_requests_per_1_minute',
  'max_tokens_per_1_minute',
  'max_images_per_1_minute',
  'max_audio_megabytes_per_1_minute',
  'max_requests_per_1_day',
  'batch_1_day_max_input_tokens',
]

const CERTIFICATE_FIELDS = ['name', 'created_at', 'active', 'valid_at', 'expires_at'].map(attribute)

const SETTINGS_FIELDS = [
  'data_retention.type',
  'spend_limit.threshold_amount',
  'spend_limit.currency',
  'spend_limit.interval',
  'spend_limit.enforcement.status',
  'spend_alerts[].id',
  'spend_alerts[].threshold_amount',
  'spend_alerts[].currency',
  'spend_alerts[].interval',
].map(attribute)

const HOSTED_TOOLS = ['file_search', 'web_search', 'image_generation', 'mcp', 'code_interpreter']

const FIGURES = [
  'num_model_requests',
  'num_requests',
  'num_sessions',
  'input_tokens',
  'input_cached_tokens',
  'input_uncached_tokens',
  'input_cache_write_tokens',
  'output_tokens',
  'input_audio_tokens',
  'output_audio_tokens',
  'images',
  'characters',
  'seconds',
  'usage_bytes',
]

const COSTS = ['amount.value', 'amount.currency', 'quantity', 'quantity_unit']

export const PLATFORM_FIELDS: Record<(typeof PLATFORM_STREAM_NAMES)[number], Listed> = {
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
  'platform.groups': {
    identity: ['name', 'created_at', 'is_scim_managed', 'group_type'].map(attribute),
  },
  'platform.group_users': { identity: ['people.self'] },
  'platform.roles': { identity: ROLE_FIELDS },
  'platform.user_roles': { identity: ASSIGNMENT_FIELDS },
  'platform.group_roles': { identity: ASSIGNMENT_FIELDS },
  'platform.project_groups': { identity: ['group_name', 'group_type', 'created_at'].map(attribute) },
  'platform.project_roles': { identity: ROLE_FIELDS },
  'platform.project_user_roles': { identity: ASSIGNMENT_FIELDS },
  'platform.project_group_roles': { identity: ASSIGNMENT_FIELDS },
  'platform.rate_limits': {
    configuration: ['model', ...RATE_LIMIT_NUMBERS].map(attribute),
  },
  'platform.certificates': { configuration: CERTIFICATE_FIELDS },
  'platform.project_certificates': { configuration: CERTIFICATE_FIELDS },
  'platform.organization_settings': { configuration: SETTINGS_FIELDS },
  'platform.project_settings': {
    configuration: [
      ...SETTINGS_FIELDS,
      ...['model_permissions.mode', 'model_permissions.model_ids'].map(attribute),
      ...HOSTED_TOOLS.map((tool) => attribute(`hosted_tools.${tool}.enabled`)),
    ],
  },
  'platform.audit_logs': {
    identity: ['actor', ...SESSION, 'attributes.project.id', ...AUDIT_DETAIL],
  },
  'platform.usage': {
    activity: [
      'actor',
      ...['day', 'project_id', 'user_id', 'api_key_id', 'model', ...FIGURES].map(attribute),
    ],
  },
  'platform.costs': {
    activity: ['actor', ...['day', 'project_id', 'api_key_id', 'line_item', ...COSTS].map(attribute)],
  },
}
