import {
  COMPLIANCE_PER_MINUTE,
  DOWNLOADS_PER_MINUTE,
  PLATFORM_PER_MINUTE,
} from '../model/core/documented-limits.ts'
import type { RouteKey } from './budget.ts'
import type { Asked } from './classify.ts'
import { UpstreamContractChanged } from './failures.ts'

/**
 * Every route that Casbah may ask, as data. The platform's SDK calls our fetch with finished URLs, so
 * its routes are recognised by their template; a URL that fits none is refused before it is sent.
 */
export interface Route {
  /** Without method and version prefix: `/organization/users`. */
  readonly template: string
  readonly about: Asked['about']
  /** Requests a minute that OpenAI documents, or that we assume and then learn. */
  readonly perMinute: number
  /** Only where a list is served by POST. */
  readonly method?: 'POST'
}

/** `GET /organization/users`: what a route is called in budgets and errors. */
export const nameOfRoute = ({ method, template }: Route): string => `${method ?? 'GET'} ${template}`

const platform = (template: string, about: Asked['about']): Route => ({
  template,
  about,
  perMinute: PLATFORM_PER_MINUTE,
})
const compliance = (template: string, about: Asked['about']): Route => ({
  template: `/compliance/workspaces/{workspace_id}${template}`,
  about,
  perMinute: COMPLIANCE_PER_MINUTE,
})

const organizationLogs = (template: string, about: Asked['about']): Route => ({
  template: `/compliance/organizations/{organization_id}${template}`,
  about,
  perMinute: COMPLIANCE_PER_MINUTE,
})

export const PLATFORM_ROUTES: readonly Route[] = [
  platform('/organization/users', 'organization'),
  platform('/organization/invites', 'organization'),
  platform('/organization/projects', 'organization'),
  platform('/organization/admin_api_keys', 'organization'),
  platform('/organization/audit_logs', 'organization'),
  platform('/organization/usage/{endpoint}', 'child'),
  platform('/organization/costs', 'organization'),
  platform('/organization/users/{user_id}', 'child'),
  platform('/organization/invites/{invite_id}', 'child'),
  platform('/organization/projects/{project_id}', 'child'),
  platform('/organization/projects/{project_id}/users', 'child'),
  platform('/organization/projects/{project_id}/service_accounts', 'child'),
  platform('/organization/projects/{project_id}/api_keys', 'child'),
  platform('/organization/groups', 'organization'),
  platform('/organization/groups/{group_id}/users', 'child'),
  platform('/organization/groups/{group_id}/roles', 'child'),
  platform('/organization/roles', 'organization'),
  platform('/organization/users/{user_id}/roles', 'child'),
  platform('/organization/projects/{project_id}/groups', 'child'),
  platform('/projects/{project_id}/roles', 'child'),
  platform('/projects/{project_id}/users/{user_id}/roles', 'child'),
  platform('/projects/{project_id}/groups/{group_id}/roles', 'child'),
  platform('/organization/projects/{project_id}/rate_limits', 'child'),
  platform('/organization/certificates', 'organization'),
  platform('/organization/projects/{project_id}/certificates', 'child'),
  platform('/organization/data_retention', 'organization'),
  platform('/organization/spend_limit', 'child'),
  platform('/organization/spend_alerts', 'child'),
  platform('/organization/projects/{project_id}/data_retention', 'child'),
  platform('/organization/projects/{project_id}/model_permissions', 'child'),
  platform('/organization/projects/{project_id}/hosted_tool_permissions', 'child'),
  platform('/organization/projects/{project_id}/spend_limit', 'child'),
  platform('/organization/projects/{project_id}/spend_alerts', 'child'),
]

export const COMPLIANCE_ROUTES = {
  users: compliance('/users', 'workspace'),
  gpts: compliance('/gpts', 'workspace'),
  gpt: compliance('/gpts/{gpt_id}', 'child'),
  gptConfigs: compliance('/gpts/{gpt_id}/configs', 'child'),
  gptSharedUsers: compliance('/gpts/{gpt_id}/shared_users', 'child'),
  projects: compliance('/projects', 'workspace'),
  project: compliance('/projects/{project_id}', 'child'),
  projectConfigs: compliance('/projects/{project_id}/configs', 'child'),
  projectSharedUsers: compliance('/projects/{project_id}/shared_users', 'child'),
  memories: compliance('/memories', 'workspace'),
  canvases: compliance('/users/{user_id}/canvases', 'child'),
  recordings: compliance('/users/{user_id}/recordings', 'child'),
  automations: compliance('/users/{user_id}/automations', 'child'),
  libraryFiles: compliance('/users/{user_id}/library_files', 'child'),
  codexEnvironments: compliance('/codex_environments', 'workspace'),
  codexTasks: compliance('/codex_tasks', 'workspace'),
  agents: compliance('/agents', 'workspace'),
  skills: { ...compliance('/skills', 'workspace'), method: 'POST' },
  plugins: compliance('/plugins', 'workspace'),
  logs: compliance('/logs', 'workspace'),
  logFile: { ...compliance('/logs/{log_file_id}', 'file'), perMinute: DOWNLOADS_PER_MINUTE },
  organizationLogs: organizationLogs('/logs', 'organization_logs'),
  organizationLogFile: {
    ...organizationLogs('/logs/{log_file_id}', 'file'),
    perMinute: DOWNLOADS_PER_MINUTE,
  },
} as const satisfies Record<string, Route>

const COMPILED = PLATFORM_ROUTES.map((route) => ({
  route,
  pattern: new RegExp(`${route.template.replace(/\{\w+\}/g, '[^/]+')}$`),
}))

/** The route that a URL of the platform's SDK is of, or null where Casbah has no business there. */
export function platformRouteOf(pathname: string, basePath: string): Route | null {
  if (!pathname.startsWith(basePath)) return null
  const path = pathname.slice(basePath.length)
  const found = COMPILED.find(({ pattern }) => pattern.exec(path)?.index === 0)
  return found?.route ?? null
}

export function budgetKey(route: Route, scope: string, rateFactor: number): RouteKey {
  return { scope, route: nameOfRoute(route), perMinute: route.perMinute * rateFactor }
}

/**
 * Fills a template's parameters in their order, each encoded as one path segment. `.` and `..` cannot be encoded: a
 * URL with them, in any spelling, is another URL, and ids come from upstream.
 */
export function pathOfRoute(route: Route, ids: readonly string[]): string {
  const rest = [...ids]
  return route.template.replace(/\{\w+\}/g, () => {
    const id = rest.shift() ?? ''
    if (id === '.' || id === '..') throw new UpstreamContractChanged('$ (an odd id)', nameOfRoute(route))
    return encodeURIComponent(id)
  })
}
