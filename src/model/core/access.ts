/**
 * What a token, or a person who signed in, may do. A scope opens routes (`src/api/permissions.ts` says which), integrations narrow what is seen
 * through them; both hold at once. Reading and changing are apart everywhere, so that what only reports cannot change
 * anything. The audit log and what is inside Temporal tell of everybody, so neither comes with reading findings.
 */
export const API_SCOPES = [
  'integrations:read',
  'integrations:write',
  'runs:read',
  'runs:write',
  'assets:read',
  'gpts:approve',
  'findings:read',
  'findings:write',
  'rules:read',
  'rules:write',
  'directory:read',
  'directory:write',
  'webhooks:read',
  'webhooks:write',
  'audit:read',
  'histories:read',
  'tokens:read',
  'tokens:write',
  'users:read',
  'users:write',
] as const

export type ApiScope = (typeof API_SCOPES)[number]

/** Sets of scopes for people who have no wish to choose them one by one. */
export const ROLES = ['viewer', 'operator', 'admin'] as const

export type Role = (typeof ROLES)[number]

const VIEWER = [
  'integrations:read',
  'runs:read',
  'assets:read',
  'findings:read',
  'rules:read',
] as const satisfies readonly ApiScope[]

const OPERATOR = [
  ...VIEWER,
  'runs:write',
  'gpts:approve',
  'findings:write',
  'directory:read',
  'webhooks:read',
] as const satisfies readonly ApiScope[]

/**
 * A viewer sees posture, an operator triages it and collects, an admin also holds keys, rules, the directory, who hears
 * of it and who may do all that.
 */
export const SCOPES_OF_ROLE: Readonly<Record<Role, readonly ApiScope[]>> = {
  viewer: VIEWER,
  operator: OPERATOR,
  admin: API_SCOPES,
}
