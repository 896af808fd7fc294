import type { Listing } from '../http/pagination.ts'
import type { Item } from '../platform/listings.ts'
import { listOf } from '../platform/listings.ts'
import { poisonItem } from '../poison.ts'
import type { Things } from '../tenant/agents.ts'
import { personIndexOf } from '../tenant/people.ts'
import { memoriesOf } from '../tenant/personal.ts'
import type { Tenant } from '../tenant/tenant.ts'
import type { World } from '../world.ts'
import { workspaceUserList } from './listings.ts'

// Lists of what people made, and of what works on their behalf.

/** Somebody who is in the workspace, or was. */
export function memberOf(world: World, id: string): number | undefined {
  const index = personIndexOf(world.tenant, id)
  const isKnown = index !== undefined && index < world.tenant.users && !world.changes.deletedUsers.has(index)
  return isKnown ? index : undefined
}

export function memoryList(world: World): Listing<Item> {
  const users = workspaceUserList(world)
  return {
    ...users,
    item: (position) => ({ ...memoriesOf(world.tenant, memberOf(world, users.item(position).id) ?? 0) }),
  }
}

export const personalList = (
  world: World,
  index: number,
  of: (tenant: Tenant, index: number) => readonly (object & { readonly id: string })[],
): Listing<Item> => listOf(of(world.tenant, index).map((item, k) => poisonItem(world, k, { ...item })))

export function thingList<One extends { readonly id: string }>(
  world: World,
  things: Things<One>,
): Listing<Item> {
  return {
    count: things.count(world.tenant),
    item: (position) => poisonItem(world, position, { ...things.item(world.tenant, position) }),
    idOf: ({ id }) => id,
    positionOf: (id) => things.positionOf(world.tenant, id),
  }
}
