import type { Listing } from '../http/pagination.ts'
import { poisonItem } from '../poison.ts'
import type { Invite } from '../tenant/invites.ts'
import { invite, inviteCount, invitePosition } from '../tenant/invites.ts'
import type { AdminKey } from '../tenant/keys.ts'
import {
  adminKey,
  adminKeyCount,
  adminKeyPosition,
  projectKey,
  projectKeyAsAdminKey,
  projectKeyCount,
} from '../tenant/keys.ts'
import { personIndexOf } from '../tenant/people.ts'
import type { PlatformAuditEvent } from '../tenant/platform-audit.ts'
import { platformAuditEvent } from '../tenant/platform-audit.ts'
import {
  isArchived,
  platformProject,
  platformProjectMembers,
  projectIndexOf,
  serviceAccount,
  serviceAccountCount,
} from '../tenant/platform-projects.ts'
import { platformIdentity, platformUser, platformUserCount } from '../tenant/platform-users.ts'
import { platformPosition } from '../tenant/population.ts'
import { unixSeconds } from '../tenant/time.ts'
import type { Timeline } from '../tenant/timeline.ts'
import type { World } from '../world.ts'
import {
  publish,
  publishAdminKey,
  publishInvite,
  publishProject,
  publishProjectKey,
  publishUser,
} from './profile.ts'

// The platform's lists: what a page may show, with the profile's gaps and the scenario's poison already in. Routes
// page them, truth walks them; both see the same items.

export interface Item {
  readonly id: string
  readonly [field: string]: unknown
}

function idOf(item: Item): string {
  return item.id
}

export function listOf(items: readonly Item[]): Listing<Item> {
  return {
    count: items.length,
    item: (position) => items[position] as Item,
    idOf,
    positionOf: (id) => {
      const position = items.findIndex((item) => item.id === id)
      return position < 0 ? undefined : position
    },
  }
}

export function userList(world: World): Listing<Item> {
  const { tenant, options } = world
  return {
    count: platformUserCount(tenant),
    item: (position) =>
      poisonItem(world, position, publish(options, platformUser(tenant, position), position, publishUser)),
    idOf,
    positionOf: (id) => {
      const index = personIndexOf(tenant, id)
      return index === undefined ? undefined : platformPosition(tenant, index)
    },
  }
}

export function inviteList(world: World): Listing<Item> {
  const { tenant, options, changes } = world
  const born = inviteCount(tenant)
  const at = (position: number): Invite => changes.invites[position - born] ?? invite(tenant, position)
  return {
    count: born + changes.invites.length,
    item: (position) => poisonItem(world, position, publish(options, at(position), position, publishInvite)),
    idOf,
    positionOf: (id) => {
      const added = changes.invites.findIndex((sent) => sent.id === id)
      return added < 0 ? invitePosition(tenant, id) : born + added
    },
  }
}

/** The n-th event of the platform's audit log: the tenant's own, or what a change has left there. */
export function auditEventOf(world: World, timeline: Timeline, n: number): PlatformAuditEvent {
  const event = platformAuditEvent(world.tenant, timeline, n)
  const deed = world.changes.platformDeed(n)
  if (deed === undefined) return event
  const { id, effective_at, actor } = event
  return { id, type: deed.type, effective_at, actor, [deed.type]: deed.detail }
}

export function projectItem(world: World, p: number): Item {
  return poisonItem(world, p, publish(world.options, platformProject(world.tenant, p), p, publishProject))
}

export function projectList(world: World, includeArchived: boolean): Listing<Item> {
  const { tenant } = world
  const shown: number[] = []
  for (let p = 0; p < tenant.projects; p++) if (includeArchived || !isArchived(tenant, p)) shown.push(p)
  return {
    count: shown.length,
    item: (position) => projectItem(world, shown[position] as number),
    idOf,
    positionOf: (id) => {
      const position = shown.indexOf(projectIndexOf(tenant, id) ?? -1)
      return position < 0 ? undefined : position
    },
  }
}

export function projectUserList(world: World, p: number): Listing<Item> {
  const { tenant } = world
  const items = platformProjectMembers(tenant, p).map(({ position, role, added }) => {
    const { id, name, email } = platformIdentity(tenant, position)
    return { object: 'organization.project.user', id, name, email, role, added_at: unixSeconds(added) }
  })
  return listOf(items.map((item, position) => poisonItem(world, position, item)))
}

export function serviceAccountList(world: World, p: number): Listing<Item> {
  const items = Array.from({ length: serviceAccountCount(p) }, (_, k) => serviceAccount(world.tenant, p, k))
  return listOf(items.map((item, position) => poisonItem(world, position, { ...item })))
}

/** `undefined` for access is upstream's old rule by membership: it hides keys whose owner has left. */
export function projectKeyList(world: World, p: number, access: string | undefined): Listing<Item> {
  const { tenant, options } = world
  const items: Item[] = []
  for (let k = 0; k < projectKeyCount(tenant, p); k++) {
    const key = projectKey(tenant, p, k)
    if (access !== 'any' && key.owner_project_access !== (access ?? 'active')) continue
    items.push(poisonItem(world, k, publish(options, key, p * 7 + k, publishProjectKey)))
  }
  return listOf(items)
}

/** Project keys that the admin list shows wrongly, when the switch is on. */
const LEAKED_KEYS = 2

export function adminKeyList(world: World, order: 'asc' | 'desc', withLeaks: boolean): Listing<Item> {
  const { tenant, options } = world
  const keys: { key: AdminKey; k: number }[] = []
  for (let k = 0; k < adminKeyCount(tenant); k++) keys.push({ key: adminKey(tenant, k), k })
  for (const key of world.changes.adminKeys) keys.push({ key, k: keys.length })
  if (withLeaks && world.scenario.current.adminKeysIncludeProjectKeys) {
    for (let k = 0; k < LEAKED_KEYS; k++) keys.push({ key: projectKeyAsAdminKey(tenant, 0, k), k: 0 })
  }
  const sign = order === 'asc' ? 1 : -1
  keys.sort((a, b) => sign * (a.key.created_at - b.key.created_at || (a.key.id < b.key.id ? -1 : 1)))
  return listOf(keys.map(({ key, k }) => poisonItem(world, k, publish(options, key, k, publishAdminKey))))
}

export function adminKeyById(world: World, id: string): AdminKey | undefined {
  const made = world.changes.adminKeys.find((key) => key.id === id)
  const k = adminKeyPosition(world.tenant, id)
  return made ?? (k === undefined ? undefined : adminKey(world.tenant, k))
}
