import { isDemo, isPlanted } from './conditions.ts'
import {
  apartMember,
  apartPosition,
  isRobot,
  platformPersonIndex,
  platformPosition,
  settledMembers,
} from './population.ts'
import type { Tenant } from './tenant.ts'
import { MICROS_PER_DAY } from './time.ts'

// How people stand: who is silent, new, disabled or a guest, and who may do what. In the demo it follows from the number,
// so that even twelve people hold every case. Elsewhere everybody is well but for those whose condition is planted.

// Residues that make a person of the demo a case.
const DORMANT_OF_6 = 4
const DEACTIVATED_OF_11 = 7
const NEWCOMER_OF_13 = 8
const ADMIN_EVERY = 97
const DISABLED_OF_17 = 5
const BANNED_OF_40 = 23

/** Enabled, here for long, and silent everywhere: the inactive user that a posture rule looks for. */
export function isDormant(tenant: Tenant, index: number): boolean {
  if (isDemo(tenant)) return index % 6 === DORMANT_OF_6
  if (isPlanted(tenant, 'user.inactive')) {
    if (index === apartMember(tenant, 'user.inactive')) return true
    if (isPersonAt(tenant, index, apartPosition(tenant, 'user.inactive'))) return true
  }
  return (
    isPlanted(tenant, 'user.dormant_admin') &&
    isPersonAt(tenant, index, apartPosition(tenant, 'user.dormant_admin'))
  )
}

const isPersonAt = (tenant: Tenant, index: number, position: number): boolean =>
  platformPersonIndex(tenant, position) === index

export function isDeactivated(tenant: Tenant, index: number): boolean {
  if (isDemo(tenant)) return index % 11 === DEACTIVATED_OF_11
  return isPlanted(tenant, 'agent.orphaned') && index === apartMember(tenant, 'agent.orphaned')
}

/** Outside of our own domains. */
export function isGuest(tenant: Tenant, index: number): boolean {
  if (isDemo(tenant)) return index >= tenant.users
  return (
    isPlanted(tenant, 'user.admin_external_domain') &&
    isPersonAt(tenant, index, apartPosition(tenant, 'user.admin_external_domain'))
  )
}

/** Longer than any rule waits before it calls somebody inactive, and than the oldest key that somebody may own. */
const SETTLED_DAYS = 140
/** Robots leave no trace in logs, so they are too new to be judged by their silence; their keys are newer still. */
const ROBOT_DAYS = 20

/** Days since somebody joined; `hash` spreads them over two years. */
export function daysHere(tenant: Tenant, index: number, hash: number): number {
  if (isDemo(tenant)) return index % 13 === NEWCOMER_OF_13 ? 5 : 60 + (hash % 700)
  const position = platformPosition(tenant, index)
  return position !== undefined && isRobot(tenant, position) ? ROBOT_DAYS : SETTLED_DAYS + (hash % 600)
}

/** The next person at or after `start` who does things, so that dormant people leave no trace in any log. */
export function activePerson(tenant: Tenant, start: number): number {
  let index = start % tenant.users
  while (isDormant(tenant, index) || isDeactivated(tenant, index)) index = (index + 1) % tenant.users
  return index
}

/** Somebody settled, no owner and no admin, who is busy where that is planted. */
export const BUSY_MEMBER = 5
const BUSY_DAYS_AGO = 3

/** Who wrote a message of that time: on the one busy day it is always the same person. */
export function writerAt(tenant: Tenant, start: number, micros: number): number {
  const day = (at: number): number => Math.floor(at / MICROS_PER_DAY)
  const isBusy =
    isPlanted(tenant, 'user.unusual_activity') && day(micros) === day(tenant.epoch) - BUSY_DAYS_AGO
  return isBusy ? BUSY_MEMBER : activePerson(tenant, start)
}

/** Somebody who owns or made a thing. */
export const ownerAt = (tenant: Tenant, start: number): number =>
  isDemo(tenant) ? activePerson(tenant, start) : start % settledMembers(tenant)

export function chatgptRole(tenant: Tenant, index: number): string {
  if (index === 0) return 'account-owner'
  return index === 1 || (isDemo(tenant) && index % ADMIN_EVERY === 50) ? 'account-admin' : 'standard-user'
}

// --- The platform's people -------------------------------------------------------------------------------------------

/** Platform owners of every tenant: positions 0 … n−1. */
export const FIRST_OWNERS = 2
/** Seven in all: above five, which rules take for many, and not by the least that would do. */
export const OWNERS_OF_TOO_MANY = 7

export function platformRole(tenant: Tenant, position: number): 'owner' | 'reader' {
  if (position < FIRST_OWNERS) return 'owner'
  const isOwner = isDemo(tenant)
    ? position % 20 === 9
    : (isPlanted(tenant, 'user.too_many_admins') && position < OWNERS_OF_TOO_MANY) ||
      isPlantedOwner(tenant, position)
  return isOwner ? 'owner' : 'reader'
}

const isPlantedOwner = (tenant: Tenant, position: number): boolean =>
  (['user.dormant_admin', 'user.admin_external_domain'] as const).some(
    (condition) => isPlanted(tenant, condition) && position === apartPosition(tenant, condition),
  )

export function isDisabled(tenant: Tenant, position: number): boolean {
  if (isDemo(tenant)) return position % 17 === DISABLED_OF_17
  return isPlanted(tenant, 'nhi.orphaned') && position === apartPosition(tenant, 'nhi.orphaned')
}

export const isBanned = (tenant: Tenant, position: number): boolean =>
  isDemo(tenant) && position % 40 === BANNED_OF_40

/** Whoever leaves no trace in the platform's audit log; in the demo, disabled people still do. */
export const isSilentOnPlatform = (tenant: Tenant, position: number): boolean =>
  isDormant(tenant, platformPersonIndex(tenant, position) ?? 0) ||
  (!isDemo(tenant) && isDisabled(tenant, position))
