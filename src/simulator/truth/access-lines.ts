import {
  groupList,
  groupRoleList,
  groupUserList,
  projectGroupList,
  projectGroupRoleList,
  projectRoleList,
  projectUserRoleList,
  roleList,
  userRoleList,
} from '../platform/access-listings.ts'
import type { Item } from '../platform/listings.ts'
import { listOf, projectList, projectUserList, userList } from '../platform/listings.ts'
import {
  certificates,
  organizationSettings,
  projectCertificates,
  projectSettings,
  rateLimits,
} from '../tenant/platform-settings.ts'
import type { World } from '../world.ts'
import type { Lines } from './lines.ts'
import { add, addChildren, addList } from './lines.ts'
import type { StreamName } from './projections.ts'

const NOTHING = listOf([])

/** Who is in which group, which roles there are and who has them. */
export function accessAdders(lines: Lines, world: World, stream: StreamName) {
  const groups = groupList(world)
  const projects = projectList(world, true)
  /** Roles of everybody who stands in a project's list, by both ids. */
  const inMembers = (members: (p: number) => ReturnType<typeof groupList>, roles: RolesOf) => {
    for (let p = 0; p < projects.count; p++) {
      const { id: projectId } = projects.item(p)
      const list = members(p)
      for (let k = 0; k < list.count; k++) {
        const { id } = list.item(k)
        addList(lines, stream, roles(world, p, id) ?? NOTHING, `${projectId}/${id}/`)
      }
    }
  }
  return {
    'platform.groups': () => addList(lines, stream, groups),
    'platform.group_users': () => addChildren(lines, stream, groups, (g) => groupUserList(world, g)),
    'platform.group_roles': () => addChildren(lines, stream, groups, (g) => groupRoleList(world, g)),
    'platform.roles': () => addList(lines, stream, roleList(world)),
    'platform.user_roles': () =>
      addChildren(lines, stream, userList(world), (position) => userRoleList(world, position)),
    'platform.project_groups': () => addChildren(lines, stream, projects, (p) => projectGroupList(world, p)),
    'platform.project_roles': () => addChildren(lines, stream, projects, (p) => projectRoleList(world, p)),
    'platform.project_user_roles': () => inMembers((p) => projectUserList(world, p), projectUserRoleList),
    'platform.project_group_roles': () => inMembers((p) => projectGroupList(world, p), projectGroupRoleList),
  }
}

type RolesOf = (world: World, p: number, id: string) => ReturnType<typeof projectUserRoleList>

/** Limits, certificates and settings. */
export function settingsAdders(lines: Lines, world: World, stream: StreamName) {
  const { tenant } = world
  const projects = projectList(world, true)
  const inProjects = (items: (p: number) => readonly Item[]) => () =>
    addChildren(lines, stream, projects, (p) => listOf(items(p)))
  return {
    'platform.rate_limits': inProjects((p) => rateLimits(tenant, p)),
    'platform.certificates': () => addList(lines, stream, listOf(certificates(tenant))),
    'platform.project_certificates': inProjects((p) => projectCertificates(tenant, p)),
    'platform.organization_settings': () => add(lines, stream, 'organization', organizationSettings(tenant)),
    'platform.project_settings': inProjects((p) => [
      { ...projectSettings(tenant, p, world.changes.retention), id: 'settings' },
    ]),
  }
}
