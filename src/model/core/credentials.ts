export const CREDENTIAL_KINDS = ['compliance_key', 'admin_key', 'project_key'] as const

/**
 * A label that a person gave, not a promise: every credential is probed on both planes, and a
 * capability is served by whichever credential turns out to have it.
 */
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number]

export const CREDENTIAL_KIND_LABEL: Record<CredentialKind, string> = {
  compliance_key: 'compliance key',
  admin_key: 'admin key',
  project_key: 'project key',
}

export const CREDENTIAL_STATES = ['active', 'rejected', 'replaced'] as const
export type CredentialState = (typeof CREDENTIAL_STATES)[number]
