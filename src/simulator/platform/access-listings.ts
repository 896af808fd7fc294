import type { Listing } from '../http/pagination.ts'
import { poisonItem } from '../poison.ts'
import {
  group,
  groupCount,
  groupIndexOf,
  groupMembers,
  groupRoles,
  platformProjectRoles,
  platformRoles,
  projectGroupRoles,
  projectGroups,
  projectUserRoles,
  userRoles,
} from '../tenant/platform-access.ts'
import type { World } from '../world.ts'
import type { Item } from './listings.ts'
import { listOf } from './listings.ts'

// Lists of groups and roles, as `listings.ts` has those of people and keys.

const listed = (world: World, items: readonly (object & { readonly id: string })[]): Listing<Item> =>
  listOf(items.map((item, position) => poisonItem(world, position, { ...item })))

export function groupList(world: World): Listing<Item> {
  return {
    count: groupCount(world.tenant),
    item: (position) => poisonItem(world, position, { ...group(world.tenant, position) }),
    idOf: ({ id }) => id,
    positionOf: (id) => groupIndexOf(world.tenant, id),
  }
}

export const groupUserList = (world: World, g: number) => listed(world, groupMembers(world.tenant, g))

export const roleList = (world: World) => listed(world, platformRoles(world.tenant))

export const userRoleList = (world: World, position: number) =>
  listed(world, userRoles(world.tenant, position))

export const groupRoleList = (world: World, g: number) => listed(world, groupRoles(world.tenant, g))

/** Known by `group_id`, unlike all others; `id` is for paging and for truth, and does not go out. */
export const projectGroupList = (world: World, p: number) =>
  listOf(projectGroups(world.tenant, p).map((one) => ({ ...one, id: one.group_id })))

export const projectRoleList = (world: World, p: number) =>
  listed(world, platformProjectRoles(world.tenant, p))

/** Undefined for somebody who is not in the project. */
export function projectUserRoleList(world: World, p: number, userId: string): Listing<Item> | undefined {
  const roles = projectUserRoles(world.tenant, p, userId)
  return roles === undefined ? undefined : listed(world, roles)
}

export function projectGroupRoleList(world: World, p: number, groupId: string): Listing<Item> | undefined {
  const roles = projectGroupRoles(world.tenant, p, groupId)
  return roles === undefined ? undefined : listed(world, roles)
}
