import OpenAI from 'openai'
import { classifyThrown } from './classify.ts'
import { askedFor, trimSlash } from './compliance.ts'
import { NotThere, UpstreamContractChanged } from './failures.ts'
import type { ListPage, ListQuery } from './list-page.ts'
import { pageOfOne, readListPage } from './list-page.ts'
import type { Route } from './routes.ts'
import { budgetKey, platformRouteOf } from './routes.ts'
import type { UpstreamIds } from './streams/stream-reader.ts'
import type { Transport } from './transport.ts'
import { isRedirect, readJson } from './transport.ts'
import type { ClientContext } from './upstream.ts'
import type { DailyParams, UsageEndpoint } from './usage-calls.ts'
import { COST_DIMENSIONS, USAGE_CALLS } from './usage-calls.ts'

/** The Platform Administration API of one organization, its lists only. */
export interface PlatformClient {
  users(query: ListQuery): Promise<ListPage>
  user(userId: string): Promise<ListPage>
  invites(query: ListQuery): Promise<ListPage>
  invite(inviteId: string): Promise<ListPage>
  projects(query: ListQuery): Promise<ListPage>
  project(projectId: string): Promise<ListPage>
  projectUsers(projectId: string, query: ListQuery): Promise<ListPage>
  serviceAccounts(projectId: string, query: ListQuery): Promise<ListPage>
  projectKeys(projectId: string, query: ListQuery): Promise<ListPage>
  adminKeys(query: ListQuery): Promise<ListPage>
  auditLogs(query: AuditLogQuery): Promise<ListPage>
  /** Buckets of a day each, by whatever the endpoint can be grouped by. */
  usage(endpoint: UsageEndpoint, query: DailyQuery): Promise<ListPage>
  costs(query: DailyQuery): Promise<ListPage>
  groups(query: ListQuery): Promise<ListPage>
  groupUsers(groupId: string, query: ListQuery): Promise<ListPage>
  groupRoles(groupId: string, query: ListQuery): Promise<ListPage>
  roles(query: ListQuery): Promise<ListPage>
  userRoles(userId: string, query: ListQuery): Promise<ListPage>
  projectGroups(projectId: string, query: ListQuery): Promise<ListPage>
  projectRoles(projectId: string, query: ListQuery): Promise<ListPage>
  projectUserRoles(projectId: string, userId: string, query: ListQuery): Promise<ListPage>
  projectGroupRoles(projectId: string, groupId: string, query: ListQuery): Promise<ListPage>
  rateLimits(projectId: string, query: ListQuery): Promise<ListPage>
  certificates(query: ListQuery): Promise<ListPage>
  projectCertificates(projectId: string, query: ListQuery): Promise<ListPage>
  /** What OpenAI keeps in routes of their own, put together as one record. */
  organizationSettings(): Promise<ListPage>
  projectSettings(projectId: string): Promise<ListPage>
}

export interface AuditLogQuery extends ListQuery {
  /** Unix seconds, inclusive and exclusive. */
  readonly effectiveAt?: { readonly gte: number; readonly lt: number }
}

export interface DailyQuery {
  /** Unix seconds: inclusive, and exclusive or null for now. */
  readonly startTime: number
  readonly endTime: number | null
  readonly page: string | null
  /** Buckets: days. */
  readonly limit: number
}

// The SDK's own timer also runs while our fetch waits for the budget: longer than both together.
const SDK_TIMEOUT_MS = 180_000

/**
 * The SDK builds requests and knows the API's names; everything else is taken from it: its retries are
 * off (Temporal retries), its fetch is ours, and its answers are read raw, so that a field that it
 * does not know yet is seen and counted, and a field that it calls required may be missing.
 */
export function createPlatformClient(
  transport: Transport,
  context: ClientContext,
  ids: UpstreamIds,
): PlatformClient {
  const { organization } = openSdk(transport, context, ids).admin
  const { projects } = organization
  const options = { signal: transport.signal }
  const read = async (request: RawRequest) => {
    const { value, route } = await readBody(request, transport.signal)
    return readListPage(value, route)
  }
  const whole = async (request: RawRequest) => (await readBody(request, transport.signal)).value
  const one = async (request: RawRequest) => pageOfOne(await whole(request))
  const alerts = async (request: RawRequest) => (await read(request)).records
  return {
    users: (query) => read(organization.users.list(params(query), options)),
    user: (id) => one(organization.users.retrieve(id, options)),
    invites: (query) => read(organization.invites.list(params(query), options)),
    invite: (id) => one(organization.invites.retrieve(id, options)),
    projects: (query) =>
      read(organization.projects.list({ ...params(query), include_archived: true }, options)),
    project: (id) => one(projects.retrieve(id, options)),
    projectUsers: (id, query) => read(projects.users.list(id, params(query), options)),
    serviceAccounts: (id, query) => read(projects.serviceAccounts.list(id, params(query), options)),
    // Without `any` the list is cut to what the caller's memberships show.
    projectKeys: (id, query) =>
      read(projects.apiKeys.list(id, { ...params(query), owner_project_access: 'any' }, options)),
    adminKeys: (query) => read(organization.adminAPIKeys.list({ ...params(query), order: 'asc' }, options)),
    groups: (query) => read(organization.groups.list(params(query), options)),
    groupUsers: (id, query) => read(organization.groups.users.list(id, params(query), options)),
    groupRoles: (id, query) => read(organization.groups.roles.list(id, params(query), options)),
    roles: (query) => read(organization.roles.list(params(query), options)),
    userRoles: (id, query) => read(organization.users.roles.list(id, params(query), options)),
    projectGroups: (id, query) => read(projects.groups.list(id, params(query), options)),
    projectRoles: (id, query) => read(projects.roles.list(id, params(query), options)),
    projectUserRoles: (id, user, query) =>
      read(projects.users.roles.list(user, { project_id: id, ...params(query) }, options)),
    projectGroupRoles: (id, group, query) =>
      read(projects.groups.roles.list(group, { project_id: id, ...params(query) }, options)),
    rateLimits: (id, query) => read(projects.rateLimits.listRateLimits(id, params(query), options)),
    certificates: (query) => read(organization.certificates.list(params(query), options)),
    projectCertificates: (id, query) => read(projects.certificates.list(id, params(query), options)),
    organizationSettings: () =>
      together({
        data_retention: () => whole(organization.dataRetention.retrieve(options)),
        spend_limit: () => whole(organization.spendLimit.retrieve(options)),
        spend_alerts: () => alerts(organization.spendAlerts.list({ limit: MOST_ALERTS }, options)),
      }),
    projectSettings: (id) =>
      together({
        data_retention: () => whole(projects.dataRetention.retrieve(id, options)),
        model_permissions: () => whole(projects.modelPermissions.retrieve(id, options)),
        hosted_tools: () => whole(projects.hostedToolPermissions.retrieve(id, options)),
        spend_limit: () => whole(projects.spendLimit.retrieve(id, options)),
        spend_alerts: () => alerts(projects.spendAlerts.list(id, { limit: MOST_ALERTS }, options)),
      }),
    usage: (endpoint, query) => read(USAGE_CALLS[endpoint](organization.usage, dailyParams(query), options)),
    costs: (query) =>
      read(organization.usage.costs({ ...dailyParams(query), group_by: [...COST_DIMENSIONS] }, options)),
    auditLogs: ({ effectiveAt, ...query }) =>
      read(
        organization.auditLogs.list(
          { ...params(query), ...(effectiveAt === undefined ? {} : { effective_at: effectiveAt }) },
          options,
        ),
      ),
  }
}

/** Alerts of one budget; a page holds them all. */
const MOST_ALERTS = 100

type Parts = Readonly<Record<string, () => Promise<unknown>>>

/**
 * One record out of several answers. A part that is not there (no limit was set, the route is not offered) is left
 * out; where none of them is, whatever they are of is gone.
 */
async function together(parts: Parts): Promise<ListPage> {
  const record: Record<string, unknown> = {}
  let missing: NotThere | null = null
  for (const [name, ask] of Object.entries(parts)) {
    try {
      record[name] = await ask()
    } catch (error) {
      if (!(error instanceof NotThere)) throw error
      missing = error
    }
  }
  if (missing !== null && Object.keys(record).length === 0) throw missing
  return { ...pageOfOne(record), requests: Object.keys(parts).length }
}

function params(query: ListQuery): { limit?: number; after?: string } {
  return {
    ...(query.limit === undefined ? {} : { limit: query.limit }),
    ...(query.after === null ? {} : { after: query.after }),
  }
}

const dailyParams = ({ startTime, endTime, page, limit }: DailyQuery): DailyParams => ({
  start_time: startTime,
  bucket_width: '1d',
  limit,
  ...(endTime === null ? {} : { end_time: endTime }),
  ...(page === null ? {} : { page }),
})

interface RawRequest {
  asResponse(): Promise<Response>
}

async function readBody(
  request: RawRequest,
  signal: AbortSignal,
): Promise<{ value: unknown; route: string }> {
  try {
    const response = await request.asResponse()
    const route = response.headers.get(ROUTE_HEADER) ?? 'GET'
    const body = new Uint8Array(await response.arrayBuffer())
    return { value: readJson({ status: response.status, headers: response.headers, body }, route), route }
  } catch (error) {
    throw classifyThrown(error, signal)
  }
}

// Our fetch tells the reader which route it was; the header never leaves this file.
const ROUTE_HEADER = 'x-casbah-route'

function openSdk(transport: Transport, context: ClientContext, ids: UpstreamIds): OpenAI {
  return new OpenAI({
    adminAPIKey: context.credential.secret,
    // Named, so that the SDK does not pick up variables that a machine happens to have.
    apiKey: null,
    organization: ids.organizationId,
    project: null,
    webhookSecret: null,
    baseURL: trimSlash(context.baseUrl),
    maxRetries: 0,
    timeout: SDK_TIMEOUT_MS,
    logLevel: 'off',
    fetch: (input, init) => fetchForSdk(transport, context, input, init),
  })
}

async function fetchForSdk(
  transport: Transport,
  context: ClientContext,
  input: string | URL | Request,
  init: RequestInit | undefined,
): Promise<Response> {
  const url = new URL(input instanceof Request ? input.url : input)
  const route = readableRoute(url, context, init?.method ?? 'GET')
  const answer = await transport.send({
    url: url.href,
    headers: Object.fromEntries(new Headers(init?.headers)),
    asked: askedFor(context, route),
    budget: budgetKey(route, context.budgetScope, context.rateFactor),
  })
  if (isRedirect(answer.status)) throw new UpstreamContractChanged('$ (a redirect)', `GET ${route.template}`)
  // A copy, because `Response` wants bytes of its own.
  return new Response(new Uint8Array(answer.body), {
    status: answer.status,
    headers: { [ROUTE_HEADER]: `GET ${route.template}` },
  })
}

function readableRoute(url: URL, context: ClientContext, method: string): Route {
  const basePath = new URL(trimSlash(context.baseUrl)).pathname.replace(/\/$/, '')
  const route = method.toUpperCase() === 'GET' ? platformRouteOf(url.pathname, basePath) : null
  if (route === null || url.origin !== new URL(context.baseUrl).origin) {
    throw new Error('Refused to send a request that is not one of the reads of PLATFORM_ROUTES.')
  }
  return route
}
