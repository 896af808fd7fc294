import type { JsonObject, JsonValue } from '../model/core/json.ts'
import type { EventDraft } from '../model/core/records.ts'
import type { RereadRequest } from '../model/core/rereads.ts'
import { WHOLE_LIST } from '../model/core/rereads.ts'
import type { StreamName } from '../model/core/streams.ts'

/**
 * Which assets an audit event says have changed, for both planes' audit logs. Events of other streams, actions that
 * were blocked, and actions that change nothing we hold ask for nothing.
 *
 * Sources: the audit actions of the Compliance Logs Platform (description 2.5.3) and the event types of the
 * Administration API's audit log. A GPT that gets a new version leaves no trace in either; the full collection finds it.
 */
export function rereadsAskedBy(stream: StreamName, event: EventDraft): readonly RereadRequest[] {
  if (stream === 'logs.AUDIT_LOG') return askedByWorkspace(event)
  if (stream === 'platform.audit_logs') return askedByPlatform(event)
  return []
}

const changed = (target: string | null, ...streams: readonly StreamName[]): readonly RereadRequest[] =>
  target === null ? [] : streams.map((stream) => ({ stream, target, removal: false }))

const removed = (target: string | null, stream: StreamName): readonly RereadRequest[] =>
  target === null ? [] : [{ stream, target, removal: true }]

const textOf = (value: JsonValue | undefined, ...path: readonly string[]): string | null => {
  let found = value
  for (const step of path) {
    if (typeof found !== 'object' || found === null || Array.isArray(found)) return null
    found = (found as JsonObject)[step]
  }
  return typeof found === 'string' && found !== '' ? found : null
}

const GPT_STREAMS = ['chatgpt.gpts', 'chatgpt.gpt_configs', 'chatgpt.gpt_shared_users'] as const
const PROJECT_STREAMS = [
  'chatgpt.projects',
  'chatgpt.project_configs',
  'chatgpt.project_shared_users',
] as const

/** `id` as people's actions name a GPT or a ChatGPT project, or the parameter of the API's own actions. */
const WORKSPACE_ACTIONS: Readonly<Record<string, (data: JsonValue | undefined) => readonly RereadRequest[]>> =
  {
    CUSTOM_GPT_CHANGE_VISIBILITY: (data) => changed(textOf(data, 'id'), ...GPT_STREAMS),
    CUSTOM_GPT_UPDATE_SHARING: (data) => changed(textOf(data, 'id'), ...GPT_STREAMS),
    CUSTOM_GPT_CHANGE_OWNER: (data) => changed(textOf(data, 'id'), ...GPT_STREAMS),
    CUSTOM_GPT_DELETE: (data) => removed(textOf(data, 'id'), 'chatgpt.gpts'),
    DELETE_GPT: (data) => removed(textOf(data, 'gpt_id'), 'chatgpt.gpts'),
    ISOLATE_GPT: (data) => changed(textOf(data, 'gpt_id'), ...GPT_STREAMS),
    DELETE_GPT_FILE: (data) => changed(textOf(data, 'gpt_id'), ...GPT_STREAMS),
    PROJECT_UPDATE_SHARING: (data) => changed(textOf(data, 'id'), ...PROJECT_STREAMS),
    ISOLATE_PROJECT: (data) => changed(textOf(data, 'project_id'), ...PROJECT_STREAMS),
    DELETE_PROJECT: (data) => removed(textOf(data, 'project_id'), 'chatgpt.projects'),
    DELETE_PROJECT_FILE: (data) => changed(textOf(data, 'project_id'), ...PROJECT_STREAMS),
    DELETE_PROJECT_CONNECTOR_SCOPE: (data) => changed(textOf(data, 'project_id'), ...PROJECT_STREAMS),
    // There is no route for one user of the workspace. Invitations accepted are left to the full collection: they are
    // many, and a new member is no exposure.
    USER_ROLE_UPDATED: () => changed(WHOLE_LIST, 'chatgpt.users'),
    USER_DELETE: () => changed(WHOLE_LIST, 'chatgpt.users'),
  }

function askedByWorkspace({ action, attributes }: EventDraft): readonly RereadRequest[] {
  const { action_result: result, action_data: data } = attributes
  if (action === null || (typeof result === 'string' && result !== 'SUCCESS')) return []
  return Object.hasOwn(WORKSPACE_ACTIONS, action) ? (WORKSPACE_ACTIONS[action]?.(data) ?? []) : []
}

function askedByPlatform({ eventType, attributes }: EventDraft): readonly RereadRequest[] {
  const id = textOf(attributes.detail, 'id')
  const project = textOf(attributes.project, 'id')
  const [noun = '', deed = ''] = eventType.split(/\.(?=[^.]+$)/)
  const isRemoval = deed === 'deleted'
  switch (noun) {
    case 'api_key':
      // Admin keys are made outside of any project, and their list is short.
      return project === null
        ? changed(WHOLE_LIST, 'platform.admin_keys')
        : changed(project, 'platform.project_keys')
    case 'tenant.admin_api_key':
      return changed(WHOLE_LIST, 'platform.admin_keys')
    case 'invite':
      return isRemoval ? removed(id, 'platform.invites') : changed(id, 'platform.invites')
    case 'user':
      return [
        ...(isRemoval ? removed(id, 'platform.users') : changed(id, 'platform.users')),
        ...changed(project, 'platform.project_users'),
      ]
    case 'project':
      if (isRemoval) return removed(id, 'platform.projects')
      return deed === 'created'
        ? changed(
            id,
            'platform.projects',
            'platform.project_users',
            'platform.service_accounts',
            'platform.project_keys',
          )
        : changed(id, 'platform.projects', 'platform.project_settings')
    case 'service_account':
      // It comes with a key of its own.
      return changed(project, 'platform.service_accounts', 'platform.project_keys')
    default:
      return askedByAccess(noun, attributes)
  }
}

/** Groups, roles, limits and settings: short lists without a route for one, read whole or below their project. */
function askedByAccess(noun: string, { detail, project }: JsonObject): readonly RereadRequest[] {
  const projectId = textOf(project, 'id')
  switch (noun) {
    case 'group':
      return [
        ...changed(WHOLE_LIST, 'platform.groups'),
        ...changed(textOf(detail, 'id'), 'platform.group_users'),
      ]
    case 'role':
      return [...changed(WHOLE_LIST, 'platform.roles'), ...changed(projectId, 'platform.project_roles')]
    case 'role.assignment':
      return askedByAssignment(detail)
    case 'certificate':
    case 'certificates':
      return [
        ...changed(WHOLE_LIST, 'platform.certificates'),
        ...changed(projectId, 'platform.project_certificates'),
      ]
    case 'rate_limit':
      return changed(projectId, 'platform.rate_limits')
    case 'organization':
      return changed(WHOLE_LIST, 'platform.organization_settings')
    default:
      return []
  }
}

/** Somebody was given power or lost it: at the organization, or at one project, whose principals go by both ids. */
function askedByAssignment(detail: JsonValue | undefined): readonly RereadRequest[] {
  const principal = textOf(detail, 'principal_id')
  const resource = textOf(detail, 'resource_id')
  const isGroup = textOf(detail, 'principal_type') === 'group'
  if (principal === null) return []
  if (resource === null || !/project/.test(textOf(detail, 'resource_type') ?? resource))
    return changed(principal, isGroup ? 'platform.group_roles' : 'platform.user_roles')
  const within = `${resource}/${principal}`
  return isGroup
    ? [...changed(resource, 'platform.project_groups'), ...changed(within, 'platform.project_group_roles')]
    : changed(within, 'platform.project_user_roles')
}
