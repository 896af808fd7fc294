import type { CredentialId } from './ids.ts'

/** Whose rate limits a request counts against: the first part of a budget's key. */
export const workspaceScope = (workspaceId: string): string => `workspace:${workspaceId}`

/** Without an organization's id the key stands for its organization: it belongs to exactly one. */
export const organizationScope = (organizationId: string | null, credentialId: CredentialId): string =>
  `organization:${organizationId ?? `of-${credentialId}`}`

/** The compliance host's budget for an organization, apart from that of the platform's host. */
export const complianceOrganizationScope = (organizationId: string): string =>
  `compliance-organization:${organizationId}`
