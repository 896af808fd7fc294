/**
 * What a role lets somebody do. The platform says `owner` and `reader`, and `member` in a project; the workspace says
 * `account-owner`, `account-admin`, `standard-user`, and older answers leave `account-` out. One mapping for all of
 * them. Upstream's sets are open: a role that nobody has described gives no power that we know of.
 */
export type Power = 'owner' | 'admin' | 'ordinary' | 'unknown'

const POWER_OF_ROLE: Readonly<Record<string, Power>> = {
  owner: 'owner',
  'account-owner': 'owner',
  admin: 'admin',
  'account-admin': 'admin',
  reader: 'ordinary',
  member: 'ordinary',
  viewer: 'ordinary',
  none: 'ordinary',
  'standard-user': 'ordinary',
}

/** All roles that somebody has described; for statements that count who has another one. */
export const KNOWN_ROLES: readonly string[] = Object.keys(POWER_OF_ROLE)

export const powerOf = (role: string | null | undefined): Power =>
  (role !== undefined && role !== null && Object.hasOwn(POWER_OF_ROLE, role) && POWER_OF_ROLE[role]) ||
  'unknown'

/** Who may change access, keys or controls. */
export const isAdminRole = (role: string | null | undefined): boolean => {
  const power = powerOf(role)
  return power === 'owner' || power === 'admin'
}

/** Of all roles that are known, those that give such power; for statements that count who has it. */
export const ADMIN_ROLES: readonly string[] = KNOWN_ROLES.filter(isAdminRole)
