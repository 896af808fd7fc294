import type { Asked } from './classify.ts'
import type { ListPage, ListQuery } from './list-page.ts'
import { pageOfOne, readListPage } from './list-page.ts'
import type { Route } from './routes.ts'
import { budgetKey, COMPLIANCE_ROUTES, nameOfRoute, pathOfRoute } from './routes.ts'
import type { Ask, Transport } from './transport.ts'
import { readJson } from './transport.ts'
import type { ClientContext } from './upstream.ts'

/** The stateful Compliance API of one workspace: what exists there now. */
export interface ComplianceClient {
  users(query: ListQuery): Promise<ListPage>
  gpts(query: ListQuery): Promise<ListPage>
  gpt(gptId: string): Promise<ListPage>
  gptConfigs(gptId: string, query: ListQuery): Promise<ListPage>
  gptSharedUsers(gptId: string, query: ListQuery): Promise<ListPage>
  projects(query: ListQuery): Promise<ListPage>
  project(projectId: string): Promise<ListPage>
  projectConfigs(projectId: string, query: ListQuery): Promise<ListPage>
  projectSharedUsers(projectId: string, query: ListQuery): Promise<ListPage>
  memories(query: ListQuery): Promise<ListPage>
  canvases(userId: string, query: ListQuery): Promise<ListPage>
  recordings(userId: string, query: ListQuery): Promise<ListPage>
  automations(userId: string, query: ListQuery): Promise<ListPage>
  libraryFiles(userId: string, query: ListQuery): Promise<ListPage>
  codexEnvironments(query: ListQuery): Promise<ListPage>
  codexTasks(query: ListQuery): Promise<ListPage>
  agents(query: ListQuery): Promise<ListPage>
  skills(query: ListQuery): Promise<ListPage>
  plugins(query: ListQuery): Promise<ListPage>
}

// File ids and names only: signed links to files are secrets that nobody asked for.
const FILE_IDS = { file_format: 'id' }

/** The list of skills asks for a size. */
const SKILLS_A_PAGE = 100

export function createComplianceClient(
  transport: Transport,
  context: ClientContext,
  workspaceId: string,
): ComplianceClient {
  const list = async (
    route: Route,
    ids: readonly string[],
    query: ListQuery,
    extra: Readonly<Record<string, string>> = {},
    pagedBy: 'after' | 'cursor' = 'after',
  ): Promise<ListPage> => {
    const ask = complianceAsk(context, route, [workspaceId, ...ids], {
      ...extra,
      ...(query.limit === undefined ? {} : { limit: String(query.limit) }),
      ...(query.after === null ? {} : { [pagedBy]: query.after }),
    })
    return readListPage(readJson(await transport.send(ask), ask.asked.route), ask.asked.route)
  }
  const one = async (route: Route, id: string): Promise<ListPage> => {
    const ask = complianceAsk(context, route, [workspaceId, id], FILE_IDS)
    return pageOfOne(readJson(await transport.send(ask), ask.asked.route))
  }
  /** Newer lists go on by an opaque `cursor` that their pages name. */
  const byCursor = (route: Route, ids: readonly string[], query: ListQuery) =>
    list(route, ids, query, {}, 'cursor')
  const routes = COMPLIANCE_ROUTES
  const { users, gpts, gpt, gptConfigs, gptSharedUsers } = routes
  const { projects, project, projectConfigs, projectSharedUsers } = routes
  return {
    users: (query) => list(users, [], query),
    gpts: (query) => list(gpts, [], query, FILE_IDS),
    gpt: (id) => one(gpt, id),
    gptConfigs: (id, query) => list(gptConfigs, [id], query, FILE_IDS),
    gptSharedUsers: (id, query) => list(gptSharedUsers, [id], query),
    projects: (query) => list(projects, [], query, FILE_IDS),
    project: (id) => one(project, id),
    projectConfigs: (id, query) => list(projectConfigs, [id], query, FILE_IDS),
    projectSharedUsers: (id, query) => list(projectSharedUsers, [id], query),
    memories: (query) => list(routes.memories, [], query),
    canvases: (id, query) => list(routes.canvases, [id], query),
    recordings: (id, query) => byCursor(routes.recordings, [id], query),
    automations: (id, query) => list(routes.automations, [id], query),
    libraryFiles: (id, query) => byCursor(routes.libraryFiles, [id], query),
    codexEnvironments: (query) => list(routes.codexEnvironments, [], query),
    codexTasks: (query) => byCursor(routes.codexTasks, [], query),
    agents: (query) => byCursor(routes.agents, [], query),
    skills: async ({ after, limit }) => {
      const ask = complianceAsk(context, routes.skills, [workspaceId], {})
      const page = { limit: limit ?? SKILLS_A_PAGE, cursor: after }
      return readListPage(readJson(await transport.send({ ...ask, page }), ask.asked.route), ask.asked.route)
    },
    plugins: (query) => byCursor(routes.plugins, [], query),
  }
}

/** Builds a request of the compliance host, for this client and for the logs'. */
export function complianceAsk(
  context: ClientContext,
  route: Route,
  ids: readonly string[],
  query: Readonly<Record<string, string>>,
): Ask {
  const search = new URLSearchParams(query).toString()
  const path = pathOfRoute(route, ids)
  return {
    url: `${trimSlash(context.baseUrl)}${path}${search === '' ? '' : `?${search}`}`,
    headers: { authorization: `Bearer ${context.credential.secret}`, accept: 'application/json' },
    asked: askedFor(context, route),
    budget: budgetKey(route, context.budgetScope, context.rateFactor),
  }
}

export function askedFor(context: ClientContext, route: Route): Asked {
  return {
    credentialId: context.credential.id,
    capability: context.capability,
    route: nameOfRoute(route),
    about: route.about,
    acceptedBefore: context.acceptedBefore,
  }
}

export const trimSlash = (url: string): string => url.replace(/\/+$/, '')
