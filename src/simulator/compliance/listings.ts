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
import { gpt, gptConfig, gptPosition, gptSharedUsers, gptVersionCount } from '../tenant/gpts.ts'
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
  const { tenant } = world
  return {
    count: tenant.users,
    item: (position) => poisonItem(world, position, { ...chatgptUser(tenant, position) }),
    idOf,
    positionOf: (id) => {
      const index = personIndexOf(tenant, id)
      return index !== undefined && index < tenant.users ? index : undefined
    },
  }
}

export function gptList(world: World, view: ViewOptions): Listing<Item> {
  return {
    count: world.tenant.gpts,
    item: (position) => poisonItem(world, position, gpt(view, position)),
    idOf,
    positionOf: (id) => gptPosition(world.tenant, id),
  }
}

/** All versions, newest first. */
export function gptConfigList(world: World, view: ViewOptions, g: number): Listing<Item> {
  const versions = Array.from({ length: gptVersionCount(world.tenant, g) }, (_, v) => gptConfig(view, g, v))
  return listOf(versions.map((config, v) => poisonItem(world, g + v, config)))
}

export function gptSharedUserList(world: World, g: number): Listing<Item> {
  return listOf(gptSharedUsers(world.tenant, g).map((user, k) => poisonItem(world, g + k, { ...user })))
}

export function chatgptProjectList(world: World, view: ViewOptions): Listing<Item> {
  return {
    count: world.tenant.projects,
    item: (position) => poisonItem(world, position, chatgptProject(view, position)),
    idOf,
    positionOf: (id) => chatgptProjectPosition(world.tenant, id),
  }
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
