import { SCOPE } from '../http/auth.ts'
import { badParameter, notFound } from '../http/errors.ts'
import { PLATFORM_PER_MINUTE } from '../http/limits.ts'
import type { Answer, Handler, Request, Route } from '../http/message.ts'
import type { Listing } from '../http/pagination.ts'
import { answerStyleA, limitRefusal, PLATFORM_LIMITS } from '../http/pagination.ts'
import { poisonPage } from '../poison.ts'
import { adminKeyPosition } from '../tenant/keys.ts'
import { projectIndexOf } from '../tenant/platform-projects.ts'
import type { World } from '../world.ts'
import { accessRoutes, settingsRoutes } from './access-routes.ts'
import { auditCheck, listAuditLogs } from './audit-logs.ts'
import type { Item } from './listings.ts'
import {
  adminKeyById,
  adminKeyList,
  inviteList,
  projectItem,
  projectKeyList,
  projectList,
  projectUserList,
  serviceAccountList,
  userList,
} from './listings.ts'
import { publish, publishSingleAdminKey } from './profile.ts'
import { usageRoutes } from './usage-routes.ts'

const ACCESS = ['active', 'inactive', 'any']

function platformRoute(
  template: string,
  handle: Handler,
  check?: Route['check'],
  scope: string = SCOPE.management,
): Route {
  return {
    method: 'GET',
    template: `/v1${template}`,
    plane: 'platform',
    scopes: () => [scope],
    handle,
    perMinute: PLATFORM_PER_MINUTE,
    ...(check ? { check } : {}),
  }
}

const checkLimit = limitRefusal(PLATFORM_LIMITS)

function oneOf(name: string, allowed: readonly string[]): (request: Request) => Answer | undefined {
  return (request) => {
    const value = request.query.get(name)
    if (value === null || allowed.includes(value)) return checkLimit(request)
    return badParameter(
      name,
      `Invalid value: '${value}'. Supported values are: ${allowed.map((v) => `'${v}'`).join(', ')}.`,
    )
  }
}

function listRoute(
  world: World,
  template: string,
  stream: string,
  list: (request: Request) => Listing<Item>,
): Route {
  return platformRoute(
    template,
    (request) =>
      answerStyleA(list(request), request, PLATFORM_LIMITS, (items) => poisonPage(world, stream, items)),
    checkLimit,
  )
}

function itemRoute(
  template: string,
  noun: string,
  param: string,
  list: (request: Request) => Listing<Item>,
): Route {
  return platformRoute(template, (request) => {
    const id = request.params[param] ?? ''
    const found = list(request)
    const position = found.positionOf(id)
    return position === undefined ? notFound(noun, id, param) : { status: 200, body: found.item(position) }
  })
}

/** Routes below a project: an unknown project is a 404 before anything else. */
function inProject(world: World, route: (p: (request: Request) => number) => Route): Route {
  const find = (request: Request) => projectIndexOf(world.tenant, request.params.project_id ?? '')
  const made = route((request) => find(request) ?? -1)
  return {
    ...made,
    handle: (request, caller) => {
      if (find(request) !== undefined) return made.handle(request, caller)
      return notFound('project', request.params.project_id ?? '', 'project_id')
    },
  }
}

function projectRoutes(world: World): Route[] {
  const base = '/organization/projects/{project_id}'
  const keys = (request: Request, p: number) =>
    projectKeyList(world, p, request.query.get('owner_project_access') ?? undefined)
  return [
    platformRoute(
      '/organization/projects',
      (request) => {
        const list = projectList(world, request.query.get('include_archived') === 'true')
        return answerStyleA(list, request, PLATFORM_LIMITS, (items) =>
          poisonPage(world, 'platform.projects', items),
        )
      },
      oneOf('include_archived', ['true', 'false']),
    ),
    inProject(world, (p) =>
      platformRoute(base, (request) => ({ status: 200, body: projectItem(world, p(request)) })),
    ),
    inProject(world, (p) =>
      listRoute(world, `${base}/users`, 'platform.project_users', (request) =>
        projectUserList(world, p(request)),
      ),
    ),
    inProject(world, (p) =>
      itemRoute(`${base}/users/{user_id}`, 'user', 'user_id', (request) =>
        projectUserList(world, p(request)),
      ),
    ),
    inProject(world, (p) =>
      listRoute(world, `${base}/service_accounts`, 'platform.service_accounts', (request) =>
        serviceAccountList(world, p(request)),
      ),
    ),
    inProject(world, (p) =>
      itemRoute(
        `${base}/service_accounts/{service_account_id}`,
        'service account',
        'service_account_id',
        (request) => serviceAccountList(world, p(request)),
      ),
    ),
    inProject(world, (p) => ({
      ...listRoute(world, `${base}/api_keys`, 'platform.project_keys', (request) =>
        keys(request, p(request)),
      ),
      check: oneOf('owner_project_access', ACCESS),
    })),
    inProject(world, (p) =>
      itemRoute(`${base}/api_keys/{api_key_id}`, 'API key', 'api_key_id', (request) =>
        projectKeyList(world, p(request), 'any'),
      ),
    ),
  ]
}

function adminKeyRoutes(world: World): Route[] {
  const list = (request: Request) =>
    adminKeyList(world, request.query.get('order') === 'desc' ? 'desc' : 'asc', true)
  return [
    {
      ...listRoute(world, '/organization/admin_api_keys', 'platform.admin_keys', list),
      check: oneOf('order', ['asc', 'desc']),
    },
    platformRoute('/organization/admin_api_keys/{key_id}', (request) => {
      const id = request.params.key_id ?? ''
      const key = adminKeyById(world, id)
      if (!key) return notFound('admin API key', id, 'key_id')
      return {
        status: 200,
        body: publish(world.options, key, adminKeyPosition(world.tenant, id) ?? 0, publishSingleAdminKey),
      }
    }),
  ]
}

function modelsRoute(world: World): Route {
  const created = Math.floor(world.tenant.epoch / 1_000_000) - 86_400
  const data = ['gpt-5-5', 'gpt-5-mini'].map((id) => ({ id, object: 'model', created, owned_by: 'openai' }))
  return platformRoute(
    '/models',
    () => ({ status: 200, body: { object: 'list', data } }),
    undefined,
    SCOPE.models,
  )
}

export function platformRoutes(world: World): Route[] {
  return [
    listRoute(world, '/organization/users', 'platform.users', () => userList(world)),
    itemRoute('/organization/users/{user_id}', 'user', 'user_id', () => userList(world)),
    listRoute(world, '/organization/invites', 'platform.invites', () => inviteList(world)),
    itemRoute('/organization/invites/{invite_id}', 'invite', 'invite_id', () => inviteList(world)),
    ...projectRoutes(world),
    ...adminKeyRoutes(world),
    ...accessRoutes(world, platformRoute),
    ...settingsRoutes(world, platformRoute),
    platformRoute(
      '/organization/audit_logs',
      (request) => listAuditLogs(world, request),
      auditCheck,
      SCOPE.auditLogs,
    ),
    ...usageRoutes(world, platformRoute),
    modelsRoute(world),
  ]
}
