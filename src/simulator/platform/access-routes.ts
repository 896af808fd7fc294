import { notFound } from '../http/errors.ts'
import type { Answer, Request, Route } from '../http/message.ts'
import type { Limits, Listing } from '../http/pagination.ts'
import { answerStyleA, answerStyleB, limitRefusal, PLATFORM_LIMITS } from '../http/pagination.ts'
import { poisonPage } from '../poison.ts'
import { groupIndexOf } from '../tenant/platform-access.ts'
import { projectIndexOf } from '../tenant/platform-projects.ts'
import {
  certificates,
  organizationSettings,
  projectCertificates,
  projectSettings,
  rateLimits,
} from '../tenant/platform-settings.ts'
import type { World } from '../world.ts'
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
} from './access-listings.ts'
import type { Item } from './listings.ts'
import { listOf, userList } from './listings.ts'

// Groups, roles, limits and settings.

const GROUP_LIMITS: Limits = { fallback: 100, min: 0, max: 1_000 }

type PlatformRoute = (template: string, handle: Route['handle'], check?: Route['check']) => Route

/** A list of style B below something that may not exist. */
function below(
  world: World,
  route: PlatformRoute,
  template: string,
  stream: string,
  list: (request: Request) => Listing<Item> | undefined,
  shown: (item: Item) => unknown = (item) => item,
): Route {
  return route(
    template,
    (request) => {
      const found = list(request)
      if (found === undefined) return notFound('object', request.path.split('/').at(-2) ?? '', 'id')
      return answerStyleB(found, request, GROUP_LIMITS, (items) =>
        poisonPage(world, stream, items).map((item) => shown(item as Item)),
      )
    },
    limitRefusal(GROUP_LIMITS),
  )
}

const withoutId = ({ id: _, ...rest }: Item): unknown => rest

export function accessRoutes(world: World, route: PlatformRoute): Route[] {
  const { tenant } = world
  const groupOf = (request: Request) => groupIndexOf(tenant, request.params.group_id ?? '')
  const projectOf = (request: Request) => projectIndexOf(tenant, request.params.project_id ?? '')
  const listBelow = (
    template: string,
    stream: string,
    list: (request: Request) => Listing<Item> | undefined,
    shown?: (item: Item) => unknown,
  ) => below(world, route, template, stream, list, shown)
  const inGroup = (list: (g: number) => Listing<Item>) => (request: Request) => {
    const g = groupOf(request)
    return g === undefined ? undefined : list(g)
  }
  const inProject =
    (list: (p: number, request: Request) => Listing<Item> | undefined) => (request: Request) => {
      const p = projectOf(request)
      return p === undefined ? undefined : list(p, request)
    }
  return [
    listBelow('/organization/groups', 'platform.groups', () => groupList(world)),
    listBelow(
      '/organization/groups/{group_id}/users',
      'platform.group_users',
      inGroup((g) => groupUserList(world, g)),
    ),
    listBelow(
      '/organization/groups/{group_id}/roles',
      'platform.group_roles',
      inGroup((g) => groupRoleList(world, g)),
    ),
    listBelow('/organization/roles', 'platform.roles', () => roleList(world)),
    listBelow('/organization/users/{user_id}/roles', 'platform.user_roles', (request) => {
      const position = userList(world).positionOf(request.params.user_id ?? '')
      return position === undefined ? undefined : userRoleList(world, position)
    }),
    listBelow(
      '/organization/projects/{project_id}/groups',
      'platform.project_groups',
      inProject((p) => projectGroupList(world, p)),
      withoutId,
    ),
    listBelow(
      '/projects/{project_id}/roles',
      'platform.project_roles',
      inProject((p) => projectRoleList(world, p)),
    ),
    listBelow(
      '/projects/{project_id}/users/{user_id}/roles',
      'platform.project_user_roles',
      inProject((p, request) => projectUserRoleList(world, p, request.params.user_id ?? '')),
    ),
    listBelow(
      '/projects/{project_id}/groups/{group_id}/roles',
      'platform.project_group_roles',
      inProject((p, request) => projectGroupRoleList(world, p, request.params.group_id ?? '')),
    ),
  ]
}

export function settingsRoutes(world: World, route: PlatformRoute): Route[] {
  const { tenant } = world
  const project = '/organization/projects/{project_id}'
  const checkLimit = limitRefusal(PLATFORM_LIMITS)
  const page = (items: readonly Item[], request: Request, stream: string): Answer =>
    answerStyleA(listOf(items), request, PLATFORM_LIMITS, (shown) => poisonPage(world, stream, shown))
  const ofProject = (answer: (p: number, request: Request) => Answer) => (request: Request) => {
    const id = request.params.project_id ?? ''
    const p = projectIndexOf(tenant, id)
    return p === undefined ? notFound('project', id, 'project_id') : answer(p, request)
  }
  const one = (body: unknown): Answer =>
    body === undefined ? notFound('setting', '', 'id') : { status: 200, body }
  const list = (template: string, stream: string, items: (p: number) => readonly Item[]) =>
    route(
      template,
      ofProject((p, request) => page(items(p), request, stream)),
      checkLimit,
    )
  return [
    route(
      '/organization/certificates',
      (request) => page(certificates(tenant), request, 'platform.certificates'),
      checkLimit,
    ),
    route('/organization/data_retention', () => one(organizationSettings(tenant).data_retention)),
    route('/organization/spend_limit', () => one(organizationSettings(tenant).spend_limit)),
    route(
      '/organization/spend_alerts',
      (request) => page(organizationSettings(tenant).spend_alerts, request, 'spend_alerts'),
      checkLimit,
    ),
    list(`${project}/rate_limits`, 'platform.rate_limits', (p) => rateLimits(tenant, p)),
    list(`${project}/certificates`, 'platform.project_certificates', (p) => projectCertificates(tenant, p)),
    list(`${project}/spend_alerts`, 'spend_alerts', (p) => projectSettings(tenant, p).spend_alerts),
    route(
      `${project}/data_retention`,
      ofProject((p) => one(projectSettings(tenant, p, world.changes.retention).data_retention)),
    ),
    route(
      `${project}/model_permissions`,
      ofProject((p) => one(projectSettings(tenant, p).model_permissions)),
    ),
    route(
      `${project}/hosted_tool_permissions`,
      ofProject((p) => one(projectSettings(tenant, p).hosted_tools)),
    ),
    route(
      `${project}/spend_limit`,
      ofProject((p) => one(projectSettings(tenant, p).spend_limit)),
    ),
  ]
}
