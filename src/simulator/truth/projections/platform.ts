import type { Projection } from './parts.ts'
import { at, email, json, list, orAbsent, plain } from './parts.ts'

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

export const PLATFORM_PROJECTIONS = {
  'platform.users': user,
  'platform.invites': invite,
  'platform.projects': plain('name', 'status', 'created_at', 'archived_at'),
  'platform.project_users': projectUser,
  'platform.service_accounts': plain('name', 'role', 'created_at'),
  'platform.project_keys': projectKey,
  'platform.admin_keys': adminKey,
  'platform.audit_logs': platformAudit,
} as const satisfies Readonly<Record<string, Projection>>
