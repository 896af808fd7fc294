import { idKind, indexOfId, makeId } from './ids.ts'
import { platformRole } from './people.ts'
import { isArchived, PER_PROJECT, platformProjectMembers, serviceAccount } from './platform-projects.ts'
import { platformIdentity } from './platform-users.ts'
import { hashOf, saltOf } from './prng.ts'
import type { Tenant } from './tenant.ts'
import { daysBefore, inventedRedaction, redactToken } from './tenant.ts'
import { unixSeconds } from './time.ts'

const KEY = idKind('key_', 24)
const ADMIN_SALT = saltOf('admin-key')
const PROJECT_KEY_SALT = saltOf('project-key')
/** Admin keys use ids above all project keys'. */
const ADMIN_BASE = 2 ** 25

interface Life {
  readonly name: string
  readonly ageDays: number
  /** Days since last use; null: never used. */
  readonly idleDays: number | null
  readonly expiresInDays: number | null
}

// Six lives of a key, so that six keys show every verdict of the rotation and use rules, and the trap that a key made
// yesterday has no last use either.
const LIVES: readonly Life[] = [
  { name: 'web', ageDays: 20, idleDays: 0, expiresInDays: 160 },
  { name: 'legacy-import', ageDays: 210, idleDays: 1, expiresInDays: null },
  { name: 'forgotten', ageDays: 400, idleDays: null, expiresInDays: null },
  { name: 'fresh', ageDays: 2, idleDays: null, expiresInDays: 28 },
  { name: 'paused-job', ageDays: 150, idleDays: 120, expiresInDays: null },
  { name: 'ci', ageDays: 60, idleDays: 3, expiresInDays: 30 },
]

interface Dates {
  readonly created_at: number
  readonly last_used_at: number | null
  readonly expires_at: number | null
}

function datesOf(tenant: Tenant, life: Life, salt: number, index: number): Dates {
  const spread = hashOf(tenant.seed, salt, index, 1) % 5
  const days = (count: number) => unixSeconds(daysBefore(tenant, count, salt, index))
  return {
    created_at: days(life.ageDays + spread),
    last_used_at: life.idleDays === null ? null : days(life.idleDays),
    expires_at: life.expiresInDays === null ? null : days(-life.expiresInDays),
  }
}

export interface ProjectKey extends Dates {
  readonly object: 'organization.project.api_key'
  readonly id: string
  readonly name: string
  readonly redacted_value: string
  readonly owner_project_access: 'active' | 'inactive'
  readonly owner: Record<string, unknown>
}

/** Every project has at least the six lives, so that a rule can be judged in each alone. */
export function projectKeyCount(tenant: Tenant, p: number): number {
  return LIVES.length + (hashOf(tenant.seed, PROJECT_KEY_SALT, p) % 3)
}

function userOwner(tenant: Tenant, p: number, k: number): Record<string, unknown> {
  const members = platformProjectMembers(tenant, p)
  const member = members[k % members.length]
  if (!member) throw new Error(`project ${p} has no members`)
  const { id, email, name, joined } = platformIdentity(tenant, member.position)
  return { type: 'user', user: { id, email, name, created_at: unixSeconds(joined), role: member.role } }
}

function accountOwner(tenant: Tenant, p: number): Record<string, unknown> {
  const { id, name, created_at, role } = serviceAccount(tenant, p, 0)
  return { type: 'service_account', service_account: { id, name, created_at, role } }
}

export function projectKey(tenant: Tenant, p: number, k: number): ProjectKey {
  const index = p * PER_PROJECT + k
  const life = LIVES[(k + p) % LIVES.length] as Life
  // The simulator's own project key is the first key of the first project, made and used lately.
  const own = index === 0
  return {
    object: 'organization.project.api_key',
    id: makeId(tenant.seed, KEY, index),
    name: own ? 'casbah-project' : life.name,
    redacted_value: own
      ? redactToken(tenant.tokens.project)
      : inventedRedaction('sk-proj', tenant.seed, PROJECT_KEY_SALT, index),
    ...datesOf(tenant, life, PROJECT_KEY_SALT, index),
    owner_project_access: k % 5 === 4 ? 'inactive' : 'active',
    owner: k % 3 === 1 ? accountOwner(tenant, p) : userOwner(tenant, p, k),
  }
}

export interface AdminKey extends Dates {
  readonly object: 'organization.admin_api_key'
  readonly id: string
  readonly name: string | null
  readonly redacted_value: string
  readonly owner: Record<string, unknown>
}

const USERS_PER_ADMIN_KEY = 60

export function adminKeyCount(tenant: Tenant): number {
  return Math.max(LIVES.length, Math.ceil(tenant.users / USERS_PER_ADMIN_KEY))
}

export function adminKey(tenant: Tenant, k: number): AdminKey {
  const life = LIVES[k % LIVES.length] as Life
  const own = k === 0
  return {
    object: 'organization.admin_api_key',
    id: makeId(tenant.seed, KEY, ADMIN_BASE + k),
    // Names are nullable upstream; one key has none.
    name: own ? 'casbah' : k === 4 ? null : `admin-${life.name}`,
    redacted_value: own
      ? redactToken(tenant.tokens.admin)
      : inventedRedaction('sk-admin', tenant.seed, ADMIN_SALT, k),
    ...datesOf(tenant, life, ADMIN_SALT, k),
    owner: adminOwner(tenant, k),
  }
}

function adminOwner(tenant: Tenant, k: number): Record<string, unknown> {
  if (k % 4 === 3) {
    const { id, name, created_at } = serviceAccount(tenant, 0, 0)
    return {
      type: 'service_account',
      object: 'organization.service_account',
      id,
      name,
      created_at,
      role: 'member',
    }
  }
  const position = k % 2
  const { id, name, joined } = platformIdentity(tenant, position)
  return {
    type: 'user',
    object: 'organization.user',
    id,
    name,
    created_at: unixSeconds(joined),
    role: platformRole(position),
  }
}

export function adminKeyPosition(tenant: Tenant, id: string): number | undefined {
  const index = indexOfId(tenant.seed, KEY, id)
  if (index === undefined || index < ADMIN_BASE) return undefined
  const k = index - ADMIN_BASE
  return k < adminKeyCount(tenant) ? k : undefined
}

/** The known upstream trap: the admin list shows a live project's keys as if they were admin keys. */
export function projectKeyAsAdminKey(tenant: Tenant, p: number, k: number): AdminKey {
  if (isArchived(p)) throw new Error('only live projects leak keys into the admin list')
  const { id, name, redacted_value, created_at, expires_at, last_used_at } = projectKey(tenant, p, k)
  return {
    object: 'organization.admin_api_key',
    id,
    name,
    redacted_value,
    created_at,
    expires_at,
    last_used_at,
    owner: adminOwner(tenant, 1),
  }
}
