import { isDemo, isPlanted } from './conditions.ts'
import { idKind, indexOfId, makeId } from './ids.ts'
import { PLANTED_PROJECT } from './key-lives.ts'
import { apartPosition, settledOnPlatform } from './population.ts'
import { hashOf, saltOf } from './prng.ts'
import { FIRST_OWNERS } from './standing.ts'
import type { Tenant } from './tenant.ts'
import { daysBefore } from './tenant.ts'
import { unixSeconds } from './time.ts'

const PROJECT = idKind('proj_', 24)
const SERVICE_ACCOUNT = idKind('svc_acct_', 24)
const PROJECT_SALT = saltOf('platform-project')
const ACCOUNT_SALT = saltOf('service-account')

/** Ids of things inside a project carry project × this + position. */
export const PER_PROJECT = 256
const ARCHIVED_OF_5 = 2
const MAX_MEMBERS = 8

const PURPOSE = [
  'Default project',
  'Search',
  'Sandbox',
  'Support bot',
  'Research',
  'Data pipeline',
  'Mobile app',
  'Evaluation',
] as const
const RESIDENCY = ['GLOBAL', 'EU_STORAGE_PROCESSING', 'US_STORAGE_PROCESSING'] as const

export interface PlatformProject {
  readonly id: string
  readonly object: 'organization.project'
  readonly name: string
  readonly created_at: number
  readonly archived_at: number | null
  readonly status: 'active' | 'archived'
  readonly external_key_id: null
  readonly residency: string
}

export function isArchived(tenant: Tenant, p: number): boolean {
  return isDemo(tenant) && p % 5 === ARCHIVED_OF_5
}

export function platformProject(tenant: Tenant, p: number): PlatformProject {
  const created = daysBefore(tenant, 200 + (hashOf(tenant.seed, PROJECT_SALT, p) % 300), PROJECT_SALT, p)
  const archived = isArchived(tenant, p)
  const round = Math.floor(p / PURPOSE.length)
  return {
    id: makeId(tenant.seed, PROJECT, p),
    object: 'organization.project',
    name: `${PURPOSE[p % PURPOSE.length]}${round === 0 ? '' : ` ${round + 1}`}`,
    created_at: unixSeconds(created),
    archived_at: archived ? unixSeconds(daysBefore(tenant, 40, PROJECT_SALT, p)) : null,
    status: archived ? 'archived' : 'active',
    external_key_id: null,
    residency: RESIDENCY[p % RESIDENCY.length] as string,
  }
}

export function projectIndexOf(tenant: Tenant, id: string): number | undefined {
  const index = indexOfId(tenant.seed, PROJECT, id)
  return index !== undefined && index < tenant.projects ? index : undefined
}

export interface ProjectMember {
  /** Position in the organization's list of users. */
  readonly position: number
  readonly role: 'owner' | 'member'
  readonly added: number
}

/** Members of a project, at most eight, in the order in which the list shows them. One project has one more to disable. */
export function platformProjectMembers(tenant: Tenant, p: number): ProjectMember[] {
  const people = settledOnPlatform(tenant)
  const count = Math.min(people, 3 + (hashOf(tenant.seed, PROJECT_SALT, p, 9) % (MAX_MEMBERS - 2)))
  const hasApart = !isDemo(tenant) && p === PLANTED_PROJECT
  return Array.from({ length: count + (hasApart ? 1 : 0) }, (_, k) => ({
    position: k === count ? apartPosition(tenant, 'nhi.orphaned') : memberAt(tenant, p, k, people),
    role: k === 0 ? ('owner' as const) : ('member' as const),
    added: daysBefore(tenant, 20 + k * 11, PROJECT_SALT, p * PER_PROJECT + k),
  }))
}

/** Outside of the demo, owners of projects are owners of the organization: nobody else may do more than a member. */
function memberAt(tenant: Tenant, p: number, k: number, people: number): number {
  if (isDemo(tenant)) return (p * 3 + k) % people
  return k === 0 ? p % FIRST_OWNERS : FIRST_OWNERS + ((p * 3 + k) % (people - FIRST_OWNERS))
}

export interface ServiceAccount {
  readonly object: 'organization.project.service_account'
  readonly id: string
  readonly name: string
  readonly role: 'owner' | 'member' | 'none'
  readonly created_at: number
}

const ACCOUNT_NAMES = ['deploy', 'nightly-batch', 'indexer'] as const

export function serviceAccountCount(p: number): number {
  return 1 + (p % ACCOUNT_NAMES.length)
}

/** The planted one owns no key, which would show its role too. */
export const PLANTED_ACCOUNT = { p: 1, k: 1 } as const

function accountRole(tenant: Tenant, p: number, k: number): ServiceAccount['role'] {
  if (k === 2) return 'none'
  const isOwner = isDemo(tenant)
    ? k === 0 && p % 2 === 0
    : isPlanted(tenant, 'nhi.admin') && p === PLANTED_ACCOUNT.p && k === PLANTED_ACCOUNT.k
  return isOwner ? 'owner' : 'member'
}

export function serviceAccount(tenant: Tenant, p: number, k: number): ServiceAccount {
  const index = p * PER_PROJECT + k
  return {
    object: 'organization.project.service_account',
    id: makeId(tenant.seed, SERVICE_ACCOUNT, index),
    name: ACCOUNT_NAMES[k % ACCOUNT_NAMES.length] as string,
    role: accountRole(tenant, p, k),
    created_at: unixSeconds(daysBefore(tenant, 30 + 60 * k, ACCOUNT_SALT, index)),
  }
}
