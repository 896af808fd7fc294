import { FILE_LINK_MICROS } from '../clp/links.ts'
import { SCOPE } from '../http/auth.ts'
import { badParameter, conversationsRetired, notFound } from '../http/errors.ts'
import { COMPLIANCE_PER_MINUTE } from '../http/limits.ts'
import type { Answer, AuditTrace, Request, Route } from '../http/message.ts'
import type { Limits, Listing } from '../http/pagination.ts'
import { answerCompliance, limitRefusal } from '../http/pagination.ts'
import type { Item } from '../platform/listings.ts'
import { poisonPage } from '../poison.ts'
import { chatgptProjectFileExists, chatgptProjectPosition } from '../tenant/chatgpt-projects.ts'
import type { ViewOptions } from '../tenant/gpt-tools.ts'
import { gptFileExists } from '../tenant/gpts.ts'
import type { Tenant } from '../tenant/tenant.ts'
import type { World } from '../world.ts'
import { legacyConversations } from './legacy.ts'
import {
  chatgptProjectConfigList,
  chatgptProjectItem,
  chatgptProjectList,
  chatgptProjectSharedUserList,
  gptConfigList,
  gptItem,
  gptList,
  gptNumber,
  gptSharedUserList,
  viewOf,
  workspaceUserList,
} from './listings.ts'
import { logRoutes } from './log-routes.ts'
import { workRoutes } from './work-routes.ts'

// Defaults are published, greatest values are not: larger limits are cut down.
const USER_LIMITS: Limits = { fallback: 200, min: 1, max: 200, clamp: true }
const OBJECT_LIMITS: Limits = { fallback: 20, min: 1, max: 100, clamp: true, shortPages: true }
const SHARED_USER_LIMITS: Limits = { fallback: 200, min: 1, max: 200, clamp: true }
const FORMATS = ['url', 'id']

export const WORKSPACE = '/v1/compliance/workspaces/{workspace_id}'

function formatCheck(limits: Limits): (request: Request) => Answer | undefined {
  const checkLimit = limitRefusal(limits)
  return (request) => {
    const format = request.query.get('file_format')
    if (format !== null && !FORMATS.includes(format))
      return badParameter('file_format', `Invalid file_format: '${format}'.`)
    return checkLimit(request)
  }
}

/** What the audit log keeps of a call: the parameters that were given, numbers as text. */
export function given(request: Request, names: readonly string[]): Readonly<Record<string, string>> {
  const data: Record<string, string> = {}
  for (const name of names) {
    const value = request.params[name] ?? request.query.getAll(name).join(',')
    if (value !== '') data[name] = value
  }
  return data
}

export function trace(action: string, ...names: readonly string[]): (request: Request) => AuditTrace {
  return (request) => ({ action, data: given(request, names) })
}

function workspaceRoute(path: string, handle: Route['handle'], rest: Pick<Route, 'trace' | 'check'>): Route {
  return {
    method: 'GET',
    template: `${WORKSPACE}${path}`,
    plane: 'compliance',
    scopes: () => [SCOPE.complianceExport],
    perMinute: COMPLIANCE_PER_MINUTE,
    handle,
    ...rest,
  }
}

function viewFor(world: World, request: Request): ViewOptions {
  return viewOf(world, request.query.get('file_format') === 'id' ? 'id' : 'url', request.now)
}

function listing(
  world: World,
  stream: string,
  limits: Limits,
  list: (request: Request) => Listing<Item>,
): Route['handle'] {
  return (request) =>
    answerCompliance(list(request), request, limits, (items) => poisonPage(world, stream, items))
}

/** The four routes that GPTs and ChatGPT projects have alike. */
interface Family {
  readonly path: string
  readonly param: string
  readonly noun: string
  readonly stream: string
  readonly number: (world: World, id: string) => number | undefined
  readonly one: (world: World, view: ViewOptions, index: number) => Item
  readonly list: (world: World, view: ViewOptions) => Listing<Item>
  readonly configs: (world: World, view: ViewOptions, index: number) => Listing<Item>
  readonly sharedUsers: (world: World, index: number) => Listing<Item>
  readonly actions: {
    readonly list: string
    readonly get: string
    readonly configs: string
    readonly users: string
  }
}

const GPTS: Family = {
  path: '/gpts',
  param: 'gpt_id',
  noun: 'GPT',
  stream: 'chatgpt.gpt',
  number: gptNumber,
  one: gptItem,
  list: gptList,
  configs: gptConfigList,
  sharedUsers: gptSharedUserList,
  actions: {
    list: 'LIST_WORKSPACE_GPTS',
    get: 'GET_GPT_INFO',
    configs: 'LIST_WORKSPACE_GPT_CONFIGS',
    users: 'LIST_WORKSPACE_GPT_USERS',
  },
}

const PROJECTS: Family = {
  path: '/projects',
  param: 'project_id',
  noun: 'project',
  stream: 'chatgpt.project',
  number: ({ tenant }, id) => chatgptProjectPosition(tenant, id),
  one: chatgptProjectItem,
  list: chatgptProjectList,
  configs: chatgptProjectConfigList,
  sharedUsers: chatgptProjectSharedUserList,
  actions: {
    list: 'LIST_WORKSPACE_PROJECTS',
    get: 'GET_PROJECT_INFO',
    configs: 'LIST_WORKSPACE_PROJECT_CONFIGS',
    users: 'LIST_WORKSPACE_PROJECT_USERS',
  },
}

function familyRoutes(world: World, family: Family): Route[] {
  const { path, param, noun, stream, actions } = family
  const one = `${path}/{${param}}`
  const paging = ['after', 'limit']
  const child =
    (make: (index: number) => Route['handle']): Route['handle'] =>
    (request, caller) => {
      const id = request.params[param] ?? ''
      const index = family.number(world, id)
      return index === undefined ? notFound(noun, id, param) : make(index)(request, caller)
    }
  return [
    workspaceRoute(
      path,
      listing(world, `${stream}s`, OBJECT_LIMITS, (request) => family.list(world, viewFor(world, request))),
      { check: formatCheck(OBJECT_LIMITS), trace: trace(actions.list, ...paging, 'file_format') },
    ),
    workspaceRoute(
      one,
      child((index) => (request) => ({
        status: 200,
        body: family.one(world, viewFor(world, request), index),
      })),
      { check: formatCheck(OBJECT_LIMITS), trace: trace(actions.get, param, 'file_format') },
    ),
    workspaceRoute(
      `${one}/configs`,
      child((index) =>
        listing(world, `${stream}_configs`, OBJECT_LIMITS, (request) =>
          family.configs(world, viewFor(world, request), index),
        ),
      ),
      { check: formatCheck(OBJECT_LIMITS), trace: trace(actions.configs, param, ...paging, 'file_format') },
    ),
    workspaceRoute(
      `${one}/shared_users`,
      child((index) =>
        listing(world, `${stream}_shared_users`, SHARED_USER_LIMITS, () => family.sharedUsers(world, index)),
      ),
      { check: limitRefusal(SHARED_USER_LIMITS), trace: trace(actions.users, param, ...paging) },
    ),
  ]
}

function fileRoute(
  world: World,
  path: string,
  action: string,
  exists: (tenant: Tenant, id: string) => boolean,
): Route {
  return workspaceRoute(
    `${path}/{file_id}`,
    (request) => {
      const id = request.params.file_id ?? ''
      if (!exists(world.tenant, id)) return notFound('file', id, 'file_id')
      // Links of the direct file routes live five minutes; the hour is for links inside lists.
      return {
        status: 307,
        headers: { location: world.links.sign(`/files/${id}`, request.now + FILE_LINK_MICROS / 12) },
      }
    },
    { trace: trace(action, 'file_id') },
  )
}

function conversationsRoute(world: World): Route {
  return workspaceRoute(
    '/conversations',
    (request) =>
      world.scenario.current.legacyConversations
        ? legacyConversations(world, request)
        : conversationsRetired(),
    {},
  )
}

export function complianceRoutes(world: World): Route[] {
  return [
    workspaceRoute(
      '/users',
      listing(world, 'chatgpt.users', USER_LIMITS, () => workspaceUserList(world)),
      {
        check: limitRefusal(USER_LIMITS),
        trace: trace('LIST_WORKSPACE_USERS', 'after', 'limit'),
      },
    ),
    ...familyRoutes(world, GPTS),
    ...familyRoutes(world, PROJECTS),
    fileRoute(world, '/gpt_files', 'GET_GPT_FILE', gptFileExists),
    fileRoute(world, '/project_files', 'GET_PROJECT_FILE', chatgptProjectFileExists),
    conversationsRoute(world),
    ...workRoutes(world),
    ...logRoutes(world),
  ]
}
