import type { Plane } from './planes.ts'

export const CAPABILITIES = [
  'platform.organization_read',
  'platform.project_read',
  'platform.audit_logs_read',
  'platform.access_read',
  'platform.settings_read',
  'platform.usage_read',
  'chatgpt.directory_read',
  'chatgpt.gpts_read',
  'chatgpt.projects_read',
  'chatgpt.personal_read',
  'chatgpt.codex_read',
  'chatgpt.agents_read',
  'chatgpt.plugins_read',
  'chatgpt.logs.AUTH_LOG',
  'chatgpt.logs.AUDIT_LOG',
  'chatgpt.logs.CONVERSATION_MESSAGE',
  'chatgpt.logs.APP_AUTH_LOG',
  'chatgpt.logs.APP_LOG',
  'chatgpt.logs.CODEX_LOG',
  'chatgpt.logs.CODEX_TURN',
  'chatgpt.logs.CODEX_SECURITY_LOG',
  'chatgpt.logs.CUSTOM_AGENTS_LOG',
  'chatgpt.logs.CHATGPT_PLUGIN_SPREADSHEET',
  'chatgpt.logs.COSTS',
] as const

/** One thing a credential may do: probed, never assumed. */
export type Capability = (typeof CAPABILITIES)[number]

export interface CapabilityFacts {
  readonly plane: Plane
  readonly label: string
  /** The scope to ask for upstream, in OpenAI's own spelling. */
  readonly scope: string
  /**
   * Not in the basic recipe, or not offered to every tenant: without it the integration is as healthy as with it, and
   * its streams are left out instead of being a gap.
   */
  readonly optional?: true
}

const COMPLIANCE_EXPORT = 'chatgpt.enterprise.compliance_export (read)'
const COMPLIANCE_LOGS = 'chatgpt.enterprise.compliance_logs_platform.read'

/** Logs of what apps, Codex and agents did: which of them a tenant has depends on what it uses and is offered. */
function workLogs(label: string): CapabilityFacts {
  return { plane: 'chatgpt', label, scope: COMPLIANCE_LOGS, optional: true }
}

/** What came to the workspace with later versions of the API, and not to every plan. */
function workspaceState(label: string): CapabilityFacts {
  return { plane: 'chatgpt', label, scope: COMPLIANCE_EXPORT, optional: true }
}

export const CAPABILITY_FACTS: Record<Capability, CapabilityFacts> = {
  'platform.organization_read': {
    plane: 'platform',
    label: 'read users, invites and admin keys',
    scope: 'api.management.read',
  },
  'platform.project_read': {
    plane: 'platform',
    label: 'read projects, their members and keys',
    scope: 'api.management.read',
  },
  'platform.audit_logs_read': {
    plane: 'platform',
    label: 'read audit logs',
    scope: 'api.audit_logs.read',
  },
  'platform.access_read': {
    plane: 'platform',
    label: 'read groups, roles and who has them',
    scope: 'api.groups.read',
    optional: true,
  },
  'platform.settings_read': {
    plane: 'platform',
    label: 'read limits, certificates and settings',
    scope: 'api.management.read',
    optional: true,
  },
  'platform.usage_read': {
    plane: 'platform',
    label: 'read usage and costs',
    scope: 'api.usage.read',
    optional: true,
  },
  'chatgpt.directory_read': {
    plane: 'chatgpt',
    label: 'read workspace users',
    scope: COMPLIANCE_EXPORT,
  },
  'chatgpt.gpts_read': { plane: 'chatgpt', label: 'read GPTs', scope: COMPLIANCE_EXPORT },
  'chatgpt.projects_read': {
    plane: 'chatgpt',
    label: 'read ChatGPT projects',
    scope: COMPLIANCE_EXPORT,
  },
  'chatgpt.personal_read': workspaceState('read that memories, canvases, recordings and the like exist'),
  'chatgpt.codex_read': workspaceState('read Codex environments and tasks'),
  'chatgpt.agents_read': workspaceState('read workspace agents and skills'),
  'chatgpt.plugins_read': workspaceState('read workspace plugins'),
  'chatgpt.logs.AUTH_LOG': { plane: 'chatgpt', label: 'read sign-in logs', scope: COMPLIANCE_LOGS },
  'chatgpt.logs.AUDIT_LOG': { plane: 'chatgpt', label: 'read audit logs', scope: COMPLIANCE_LOGS },
  'chatgpt.logs.CONVERSATION_MESSAGE': {
    plane: 'chatgpt',
    label: 'read conversation message logs',
    scope: COMPLIANCE_LOGS,
  },
  'chatgpt.logs.APP_AUTH_LOG': workLogs('read logs of app connections'),
  'chatgpt.logs.APP_LOG': workLogs('read app call logs'),
  'chatgpt.logs.CODEX_LOG': workLogs('read Codex logs'),
  'chatgpt.logs.CODEX_TURN': workLogs('read Codex usage logs'),
  'chatgpt.logs.CODEX_SECURITY_LOG': workLogs('read Codex security logs'),
  'chatgpt.logs.CUSTOM_AGENTS_LOG': workLogs('read workspace agent logs'),
  'chatgpt.logs.CHATGPT_PLUGIN_SPREADSHEET': workLogs('read spreadsheet add-in logs'),
  'chatgpt.logs.COSTS': workLogs('read the organization’s cost logs'),
}

export const CAPABILITY_STATES = ['granted', 'denied', 'awaiting', 'absent'] as const

/**
 * `awaiting`: OpenAI has not granted it yet and may; `denied`: refused; `absent`: no credential
 * or id was given for its plane.
 */
export type CapabilityState = (typeof CAPABILITY_STATES)[number]
