import type { Projection } from './parts.ts'
import { at, email, json, list, orAbsent, plain, sortedTexts } from './parts.ts'

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

const role: Projection = (record) => ({
  ...plain('name', 'resource_type', 'predefined_role')(record),
  permissions: sortedTexts(list(at(record, 'permissions'))),
})

const assignment: Projection = (record) => ({
  ...role(record),
  ...plain('created_at')(record),
  role_id: json(at(record, 'id')),
  sources: sortedTexts(list(at(record, 'assignment_sources')).map((source) => at(source, 'principal_id'))),
})

const certificate: Projection = (record) => ({
  ...plain('name', 'created_at', 'active')(record),
  valid_at: json(at(record, 'certificate_details', 'valid_at')),
  expires_at: json(at(record, 'certificate_details', 'expires_at')),
})

/** Put together from answers of several routes, under the names that Casbah gives them. */
const settings: Projection = (record) => ({
  data_retention: json(at(record, 'data_retention', 'type')),
  spend_limit: json(at(record, 'spend_limit', 'threshold_amount')),
  spend_limit_status: json(at(record, 'spend_limit', 'enforcement', 'status')),
  spend_alerts: sortedTexts(list(at(record, 'spend_alerts')).map((alert) => at(alert, 'id'))),
})

const projectSettings: Projection = (record) => ({
  ...settings(record),
  model_mode: json(at(record, 'model_permissions', 'mode')),
  model_ids: sortedTexts(list(at(record, 'model_permissions', 'model_ids'))),
  mcp: json(at(record, 'hosted_tools', 'mcp', 'enabled')),
  web_search: json(at(record, 'hosted_tools', 'web_search', 'enabled')),
})

const USAGE_FIGURES = [
  'num_model_requests',
  'num_requests',
  'num_sessions',
  'input_tokens',
  'input_cached_tokens',
  'output_tokens',
  'images',
  'characters',
  'seconds',
  'usage_bytes',
]

export const PLATFORM_PROJECTIONS = {
  'platform.users': user,
  'platform.invites': invite,
  'platform.projects': plain('name', 'status', 'created_at', 'archived_at'),
  'platform.project_users': projectUser,
  'platform.service_accounts': plain('name', 'role', 'created_at'),
  'platform.project_keys': projectKey,
  'platform.admin_keys': adminKey,
  'platform.groups': plain('name', 'created_at', 'is_scim_managed', 'group_type'),
  'platform.group_users': (record) => ({ ...plain('name')(record), email: email(at(record, 'email')) }),
  'platform.roles': role,
  'platform.user_roles': assignment,
  'platform.group_roles': assignment,
  'platform.project_groups': plain('group_name', 'group_type', 'created_at'),
  'platform.project_roles': role,
  'platform.project_user_roles': assignment,
  'platform.project_group_roles': assignment,
  'platform.rate_limits': plain('model', 'max_requests_per_1_minute', 'max_tokens_per_1_minute'),
  'platform.certificates': certificate,
  'platform.project_certificates': certificate,
  'platform.organization_settings': settings,
  'platform.project_settings': projectSettings,
  'platform.audit_logs': platformAudit,
  'platform.usage': plain('day', 'project_id', 'user_id', 'api_key_id', 'model', ...USAGE_FIGURES),
  'platform.costs': (record) => ({
    ...plain('day', 'project_id', 'api_key_id', 'line_item', 'quantity', 'quantity_unit')(record),
    amount: json(at(record, 'amount', 'value')),
    currency: json(at(record, 'amount', 'currency')),
  }),
} as const satisfies Readonly<Record<string, Projection>>
