import { isDemo, isPlanted } from './conditions.ts'
import { idKind, indexOfId, makeId } from './ids.ts'
import type { Life } from './key-lives.ts'
import { adminKeyLife, isPlantedKey, isUnusedAdminKey, LIVES, OWN_KEY, projectKeyLife } from './key-lives.ts'
import type { ProjectMember } from './platform-projects.ts'
import { isArchived, PER_PROJECT, platformProjectMembers, serviceAccount } from './platform-projects.ts'
import { platformIdentity } from './platform-users.ts'
import { apartPosition, settledOnPlatform } from './population.ts'
import { hashOf, saltOf } from './prng.ts'
import { FIRST_OWNERS, platformRole } from './standing.ts'
import type { Tenant } from './tenant.ts'
import { daysBefore, inventedRedaction, redactToken } from './tenant.ts'
import { unixSeconds } from './time.ts'

const KEY = idKind('key_', 24)
const ADMIN_SALT = saltOf('admin-key')
const PROJECT_KEY_SALT = saltOf('project-key')
/** Admin keys use ids above all project keys'. */
const ADMIN_BASE = 2 ** 25

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
  return LIVES + (hashOf(tenant.seed, PROJECT_KEY_SALT, p) % 3)
}

function userOwner(tenant: Tenant, p: number, k: number): Record<string, unknown> {
  const settled = settledOnPlatform(tenant)
  const members = platformProjectMembers(tenant, p).filter(({ position }) => position < settled)
  const member = members[k % members.length]
  if (!member) throw new Error(`project ${p} has no members`)
  return personOwner(tenant, member)
}

function personOwner(tenant: Tenant, { position, role }: Pick<ProjectMember, 'position' | 'role'>) {
  const { id, email, name, joined } = platformIdentity(tenant, position)
  return { type: 'user', user: { id, email, name, created_at: unixSeconds(joined), role } }
}

function accountOwner(tenant: Tenant, p: number): Record<string, unknown> {
  const { id, name, created_at, role } = serviceAccount(tenant, p, 0)
  return { type: 'service_account', service_account: { id, name, created_at, role } }
}

function projectKeyOwner(tenant: Tenant, p: number, k: number): Record<string, unknown> {
  if (isPlantedKey(tenant, 'nhi.orphaned', p, k)) {
    return personOwner(tenant, { position: apartPosition(tenant, 'nhi.orphaned'), role: 'member' })
  }
  return k % 3 === 1 ? accountOwner(tenant, p) : userOwner(tenant, p, k)
}

function hasLostAccess(tenant: Tenant, p: number, k: number): boolean {
  return isDemo(tenant) ? k % 5 === 4 : isPlantedKey(tenant, 'key.owner_lost_access', p, k)
}

export function projectKey(tenant: Tenant, p: number, k: number): ProjectKey {
  const index = p * PER_PROJECT + k
  const life = projectKeyLife(tenant, p, k)
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
    owner_project_access: hasLostAccess(tenant, p, k) ? 'inactive' : 'active',
    owner: projectKeyOwner(tenant, p, k),
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
  return Math.max(LIVES, Math.ceil(tenant.users / USERS_PER_ADMIN_KEY))
}

export function adminKey(tenant: Tenant, k: number): AdminKey {
  const life = adminKeyLife(tenant, k)
  const own = k === OWN_KEY
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
  if (!isDemo(tenant) && k === OWN_KEY) return ownKeyOwner(tenant)
  if (isDemo(tenant) && k % 4 === 3) return adminAccount(tenant, 'member')
  const position = k % FIRST_OWNERS
  return adminPerson(tenant, position, platformRole(tenant, position))
}

/** Somebody with both accounts who is an owner in no tenant of chosen conditions. */
const NO_OWNER = 7

/** A service account with an owner's role, but for what is planted. */
function ownKeyOwner(tenant: Tenant): Record<string, unknown> {
  const role = isPlanted(tenant, 'credential.owner_at_risk') ? 'reader' : 'owner'
  if (!isPlanted(tenant, 'credential.not_service_account')) return adminAccount(tenant, role)
  return adminPerson(tenant, role === 'owner' ? 0 : NO_OWNER, role)
}

function adminAccount(tenant: Tenant, role: string): Record<string, unknown> {
  const { id, name, created_at } = serviceAccount(tenant, 0, 0)
  return { type: 'service_account', object: 'organization.service_account', id, name, created_at, role }
}

function adminPerson(tenant: Tenant, position: number, role: string): Record<string, unknown> {
  const { id, name, joined } = platformIdentity(tenant, position)
  return { type: 'user', object: 'organization.user', id, name, created_at: unixSeconds(joined), role }
}

/** An admin key that somebody works with; `start` says which. */
export function workingAdminKey(tenant: Tenant, start: number): AdminKey {
  const k = start % adminKeyCount(tenant)
  return adminKey(tenant, isUnusedAdminKey(tenant, k) ? k + 1 : k)
}

export function adminKeyPosition(tenant: Tenant, id: string): number | undefined {
  const index = indexOfId(tenant.seed, KEY, id)
  if (index === undefined || index < ADMIN_BASE) return undefined
  const k = index - ADMIN_BASE
  return k < adminKeyCount(tenant) ? k : undefined
}

/** The known upstream trap: the admin list shows a live project's keys as if they were admin keys. */
export function projectKeyAsAdminKey(tenant: Tenant, p: number, k: number): AdminKey {
  if (isArchived(tenant, p)) throw new Error('only live projects leak keys into the admin list')
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
