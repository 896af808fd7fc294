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
  'platform.audit_logs': {
    identity: ['actor', ...SESSION, 'attributes.project.id', ...AUDIT_DETAIL],
  },
}
