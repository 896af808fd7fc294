import type { Plane } from './planes.ts'

export const CAPABILITIES = [
  'platform.organization_read',
  'platform.project_read',
  'platform.audit_logs_read',
  'chatgpt.directory_read',
  'chatgpt.gpts_read',
  'chatgpt.projects_read',
  'chatgpt.logs.AUTH_LOG',
  'chatgpt.logs.AUDIT_LOG',
  'chatgpt.logs.CONVERSATION_MESSAGE',
] as const

/** One thing a credential may do: probed, never assumed. */
export type Capability = (typeof CAPABILITIES)[number]

export interface CapabilityFacts {
  readonly plane: Plane
  readonly label: string
  /** The scope to ask for upstream, in OpenAI's own spelling. */
  readonly scope: string
}

const COMPLIANCE_EXPORT = 'chatgpt.enterprise.compliance_export (read)'
const COMPLIANCE_LOGS = 'chatgpt.enterprise.compliance_logs_platform.read'

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
  'chatgpt.logs.AUTH_LOG': { plane: 'chatgpt', label: 'read sign-in logs', scope: COMPLIANCE_LOGS },
  'chatgpt.logs.AUDIT_LOG': { plane: 'chatgpt', label: 'read audit logs', scope: COMPLIANCE_LOGS },
  'chatgpt.logs.CONVERSATION_MESSAGE': {
    plane: 'chatgpt',
    label: 'read conversation message logs',
    scope: COMPLIANCE_LOGS,
  },
}

export const CAPABILITY_STATES = ['granted', 'denied', 'awaiting', 'absent'] as const

/**
 * `awaiting`: OpenAI has not granted it yet and may; `denied`: refused; `absent`: no credential
 * or id was given for its plane.
 */
export type CapabilityState = (typeof CAPABILITY_STATES)[number]
