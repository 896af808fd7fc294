import type { Condition } from './conditions.ts'
import { isDemo } from './conditions.ts'
import type { Tenant } from './tenant.ts'

// People are numbered. 0 … users−1 are members of the ChatGPT workspace; the first 60 % of them have an account on the
// API platform too, under the same e-mail address. A few more exist on the platform alone.
//
// Outside of the demo some people are kept apart: they own nothing, nothing is shared with them, they are in no group.
// So a condition that makes one of them a case changes that person and nothing else. Everybody else is settled. The last
// members are kept apart, who are never on the platform, and the last people of the platform alone.

const MEMBERS_APART = ['agent.orphaned', 'user.inactive'] as const satisfies readonly Condition[]
const PLATFORM_APART = [
  'user.inactive',
  'nhi.orphaned',
  'user.admin_external_domain',
  'user.dormant_admin',
] as const satisfies readonly Condition[]

const PLATFORM_SHARE = 0.6

/** People with both accounts, then people of the platform alone, then service accounts that show up as users. */
export interface PlatformPopulation {
  readonly shared: number
  readonly alone: number
  readonly robots: number
  readonly total: number
}

export function platformPopulation(tenant: Tenant): PlatformPopulation {
  const shared = Math.ceil(tenant.users * PLATFORM_SHARE)
  const some = Math.ceil(tenant.users / 25)
  const alone = isDemo(tenant) ? Math.max(2, some) : aloneWithApart(shared, some)
  const robots = Math.max(1, Math.ceil(tenant.users / 50))
  return { shared, alone, robots, total: shared + alone + robots }
}

// As published, each user whose position leaves one when divided by three shows no more than name, address and role.
// The third of those kept apart stands there, whose condition needs no more.
const PUBLISHED_EVERY = 3
const FIRST_APART_LEAVES = 2

function aloneWithApart(shared: number, some: number): number {
  const least = Math.max(PLATFORM_APART.length + 1, some)
  const leaves = (shared + least - PLATFORM_APART.length) % PUBLISHED_EVERY
  return least + ((FIRST_APART_LEAVES + PUBLISHED_EVERY - leaves) % PUBLISHED_EVERY)
}

/** The person number of a platform user, or undefined when the position lies beyond the list. */
export function platformPersonIndex(tenant: Tenant, position: number): number | undefined {
  const { shared, total } = platformPopulation(tenant)
  if (position < 0 || position >= total) return undefined
  return position < shared ? position : tenant.users + (position - shared)
}

export function platformPosition(tenant: Tenant, personIndex: number): number | undefined {
  const { shared, total } = platformPopulation(tenant)
  const position = personIndex < tenant.users ? personIndex : shared + (personIndex - tenant.users)
  const inRange = personIndex < tenant.users ? position < shared : position < total
  return inRange ? position : undefined
}

export function isRobot(tenant: Tenant, position: number): boolean {
  const { shared, alone } = platformPopulation(tenant)
  return position >= shared + alone
}

/** Members 0 … n−1 are settled. */
export const settledMembers = (tenant: Tenant): number =>
  tenant.users - (isDemo(tenant) ? 0 : MEMBERS_APART.length)

/** The member kept apart for a condition. */
export const apartMember = (tenant: Tenant, condition: (typeof MEMBERS_APART)[number]): number =>
  settledMembers(tenant) + MEMBERS_APART.indexOf(condition)

/** People at positions 0 … n−1 of the platform's list are settled; robots are none. */
export function settledOnPlatform(tenant: Tenant): number {
  const { shared, alone } = platformPopulation(tenant)
  return shared + alone - (isDemo(tenant) ? 0 : PLATFORM_APART.length)
}

/** The position of the platform user kept apart for a condition. */
export const apartPosition = (tenant: Tenant, condition: (typeof PLATFORM_APART)[number]): number =>
  settledOnPlatform(tenant) + PLATFORM_APART.indexOf(condition)
