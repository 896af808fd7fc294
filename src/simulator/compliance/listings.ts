import { FILE_LINK_MICROS } from '../clp/links.ts'
import type { Listing } from '../http/pagination.ts'
import type { Item } from '../platform/listings.ts'
import { listOf } from '../platform/listings.ts'
import { poisonItem } from '../poison.ts'
import {
  chatgptProject,
  chatgptProjectConfig,
  chatgptProjectPosition,
  chatgptProjectSharedUsers,
  chatgptProjectVersionCount,
} from '../tenant/chatgpt-projects.ts'
import type { ViewOptions } from '../tenant/gpt-tools.ts'
import { gpt, gptConfigs, gptPosition, gptSharedUsers } from '../tenant/gpts.ts'
import { chatgptUser, personIndexOf } from '../tenant/people.ts'
import type { World } from '../world.ts'

export type FileFormat = 'url' | 'id'

/** How files are shown: as signed links (the default) or as ids alone. */
export function viewOf(world: World, format: FileFormat, now: number): ViewOptions {
  const link = (fileId: string) => world.links.sign(`/files/${fileId}`, now + FILE_LINK_MICROS)
  return { tenant: world.tenant, link: format === 'url' ? link : null }
}

const idOf = (item: Item) => item.id

export function workspaceUserList(world: World): Listing<Item> {
  const { tenant, changes } = world
  const living = without(tenant.users, changes.deletedUsers)
  return {
    count: living.count,
    item: (position) => {
      const index = living.at(position)
      return poisonItem(world, index, { ...chatgptUser(tenant, index) })
    },
    idOf,
    positionOf: (id) => {
      const index = personIndexOf(tenant, id)
      return index !== undefined && index < tenant.users ? living.positionOf(index) : undefined
    },
  }
}

/** The numbers below `count` but for the deleted, in order; those are few. */
function without(count: number, deleted: ReadonlySet<number>) {
  const gone = [...deleted].sort((a, b) => a - b)
  return {
    count: count - gone.length,
    at: (position: number): number =>
      gone.reduce((index, each) => (each <= index ? index + 1 : index), position),
    positionOf: (index: number): number | undefined =>
      deleted.has(index) ? undefined : index - gone.filter((each) => each < index).length,
  }
}

export function gptList(world: World, view: ViewOptions): Listing<Item> {
  const living = without(world.tenant.gpts, world.changes.deletedGpts)
  return {
    count: living.count,
    item: (position) => gptItem(world, view, living.at(position)),
    idOf,
    positionOf: (id) => {
      const g = gptPosition(world.tenant, id)
      return g === undefined ? undefined : living.positionOf(g)
    },
  }
}

export function gptItem(world: World, view: ViewOptions, g: number): Item {
  const made = gpt(view, g, world.changes.gptEdits.get(g))
  const changed = visibilityMade(world, g)
  const item = changed === null ? made : { ...made, sharing: { ...made.sharing, visibility: changed } }
  return poisonItem(world, g, item)
}

/** What somebody has made of a GPT's visibility since; null where nobody has. */
function visibilityMade({ changes }: World, g: number): 'gpt-store' | 'invite-only' | null {
  if (changes.publicGpts.has(g)) return 'gpt-store'
  return changes.privateGpts.has(g) ? 'invite-only' : null
}

/** The number of a GPT that still exists. */
export function gptNumber(world: World, id: string): number | undefined {
  const g = gptPosition(world.tenant, id)
  return g === undefined || world.changes.deletedGpts.has(g) ? undefined : g
}

/** All versions, newest first. */
export function gptConfigList(world: World, view: ViewOptions, g: number): Listing<Item> {
  const versions = gptConfigs(view, g, world.changes.gptEdits.get(g) ?? [])
  return listOf(versions.map((config, v) => poisonItem(world, g + v, config)))
}

export function gptSharedUserList(world: World, g: number): Listing<Item> {
  return listOf(gptSharedUsers(world.tenant, g).map((user, k) => poisonItem(world, g + k, { ...user })))
}

export function chatgptProjectList(world: World, view: ViewOptions): Listing<Item> {
  return {
    count: world.tenant.projects,
    item: (position) => chatgptProjectItem(world, view, position),
    idOf,
    positionOf: (id) => chatgptProjectPosition(world.tenant, id),
  }
}

export function chatgptProjectItem(world: World, view: ViewOptions, p: number): Item {
  return poisonItem(world, p, chatgptProject(view, p))
}

export function chatgptProjectConfigList(world: World, view: ViewOptions, p: number): Listing<Item> {
  const versions = Array.from({ length: chatgptProjectVersionCount(p) }, (_, v) =>
    chatgptProjectConfig(view, p, v),
  )
  return listOf(versions.map((config, v) => poisonItem(world, p + v, config)))
}

export function chatgptProjectSharedUserList(world: World, p: number): Listing<Item> {
  return listOf(
    chatgptProjectSharedUsers(world.tenant, p).map((user, k) => poisonItem(world, p + k, { ...user })),
  )
}
