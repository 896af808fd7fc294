import { readFileSync } from 'node:fs'
import { SCOPE } from './http/auth.ts'
import { notFound } from './http/errors.ts'
import { PLATFORM_PER_MINUTE } from './http/limits.ts'
import type { Answer, Request, Route } from './http/message.ts'
import type { Row } from './tenant/platform-usage.ts'
import { canonicalJson, cleanText } from './truth/canonical.ts'
import type { StreamName } from './truth/projections.ts'
import { PROJECTIONS } from './truth/projections.ts'
import type { TruthSource } from './truth/truth.ts'
import { holdingsOf } from './truth/truth.ts'
import { costFigure, usageFigure } from './truth/usage-lines.ts'

// OpenAI publishes a sample answer for most operations. Served as they are, errors and gaps included, they are the
// nearest thing to real input that needs no tenant. They hold one page each: a request with a cursor gets an empty
// last page, whatever the sample says about more.

type Samples = ReadonlyMap<string, unknown>

function at(value: unknown, ...path: readonly string[]): unknown {
  let current = value
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return undefined
    current = (current as Readonly<Record<string, unknown>>)[step]
  }
  return current
}

/** Path template → sample body, for every described GET that has one. */
export function readSamples(file: string): Samples {
  const document: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const paths = at(document, 'paths')
  if (typeof paths !== 'object' || paths === null) {
    throw new Error(
      `${file} is no OpenAPI document: it has no paths. Give OpenAI's platform-admin.openapi.json.`,
    )
  }
  const samples = new Map<string, unknown>()
  for (const [path, item] of Object.entries(paths)) {
    const sample = at(item, 'get', 'responses', '200', 'content', 'application/json', 'example')
    if (sample !== undefined) samples.set(path, sample)
  }
  if (samples.size === 0) throw new Error(`${file} holds no sample answers (no "example" under any GET).`)
  return samples
}

function isPage(body: unknown): body is { data: unknown[] } & Record<string, unknown> {
  return Array.isArray(at(body, 'data'))
}

/** The last page of a list: the sample's envelope with nothing in it. */
export function emptyLastPage(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const end: Record<string, unknown> = { ...body, data: [], has_more: false }
  for (const cursor of ['first_id', 'last_id', 'next', 'next_page']) if (cursor in body) end[cursor] = null
  return end
}

function answerFrom(sample: unknown, request: Request): Answer {
  const cursor = request.query.get('after') ?? request.query.get('page')
  return { status: 200, body: cursor !== null && isPage(sample) ? emptyLastPage(sample) : sample }
}

function scopeOf(path: string): string {
  if (path === '/organization/audit_logs') return SCOPE.auditLogs
  return path.startsWith(USAGE) || path === COSTS ? SCOPE.usage : SCOPE.management
}

export function recordingRoutes(samples: Samples): Route[] {
  return [...samples].map(([path, sample]) => ({
    method: 'GET' as const,
    template: `/v1${path}`,
    plane: 'platform' as const,
    scopes: () => [scopeOf(path)],
    handle: (request) =>
      sample === undefined ? notFound('sample', path, 'path') : answerFrom(sample, request),
    perMinute: PLATFORM_PER_MINUTE,
  }))
}

interface Recorded {
  readonly path: string
  /** The stream whose sample records this list stands below. */
  readonly parent?: StreamName
  /** Where a record carries its id. */
  readonly id?: string
}

const USAGE = '/organization/usage/'
const COSTS = '/organization/costs'
const PROJECT = '/organization/projects/{project_id}'
const inProject = (rest: string): Recorded => ({
  path: `${PROJECT}/${rest}`,
  parent: 'platform.projects',
})

const LISTS: Readonly<Partial<Record<StreamName, Recorded>>> = {
  'platform.users': { path: '/organization/users' },
  'platform.invites': { path: '/organization/invites' },
  'platform.projects': { path: '/organization/projects' },
  'platform.project_users': inProject('users'),
  'platform.service_accounts': inProject('service_accounts'),
  'platform.project_keys': inProject('api_keys'),
  'platform.admin_keys': { path: '/organization/admin_api_keys' },
  'platform.groups': { path: '/organization/groups' },
  'platform.group_users': { path: '/organization/groups/{group_id}/users', parent: 'platform.groups' },
  'platform.roles': { path: '/organization/roles' },
  'platform.user_roles': { path: '/organization/users/{user_id}/roles', parent: 'platform.users' },
  'platform.group_roles': { path: '/organization/groups/{group_id}/roles', parent: 'platform.groups' },
  'platform.project_groups': { ...inProject('groups'), id: 'group_id' },
  'platform.project_roles': { path: '/projects/{project_id}/roles', parent: 'platform.projects' },
  'platform.project_user_roles': {
    path: '/projects/{project_id}/users/{user_id}/roles',
    parent: 'platform.project_users',
  },
  'platform.project_group_roles': {
    path: '/projects/{project_id}/groups/{group_id}/roles',
    parent: 'platform.project_groups',
  },
  'platform.rate_limits': inProject('rate_limits'),
  'platform.certificates': { path: '/organization/certificates' },
  'platform.project_certificates': inProject('certificates'),
  'platform.audit_logs': { path: '/organization/audit_logs' },
}

/** Settings are one record out of several samples, at the organization and in each project. */
function settingsOf(samples: Samples, base: string): unknown {
  const sample = (name: string) => samples.get(`${base}/${name}`)
  return {
    data_retention: sample('data_retention'),
    model_permissions: sample('model_permissions'),
    hosted_tools: sample('hosted_tool_permissions'),
    spend_limit: sample('spend_limit'),
    spend_alerts: at(sample('spend_alerts'), 'data'),
  }
}

/** Records by the ids that they are held under: those below another are told apart by it. */
function recordsOf(
  samples: Samples,
  stream: StreamName,
): readonly (readonly [id: string, record: unknown])[] {
  if (stream === 'platform.organization_settings')
    return [['organization', settingsOf(samples, '/organization')]]
  if (stream === 'platform.project_settings') {
    return recordsOf(samples, 'platform.projects').map(([id]) => [
      `${id}/settings`,
      settingsOf(samples, PROJECT),
    ])
  }
  if (stream === 'platform.costs') return figuresOf(samples.get(COSTS), costFigure)
  if (stream === 'platform.usage') {
    return [...samples]
      .filter(([path]) => path.startsWith(USAGE))
      .flatMap(([path, body]) =>
        figuresOf(body, (day, result) => usageFigure(path.slice(USAGE.length), day, result)),
      )
  }
  const list = LISTS[stream]
  if (list === undefined) return []
  const body = samples.get(list.path)
  const records = isPage(body) ? body.data : []
  const above = list.parent === undefined ? [''] : recordsOf(samples, list.parent).map(([id]) => `${id}/`)
  return above.flatMap((parent) =>
    records.flatMap((record) => {
      const id = at(record, list.id ?? 'id')
      return typeof id === 'string' ? [[`${parent}${id}`, record] as const] : []
    }),
  )
}

/** The figures of a page of buckets. */
function figuresOf(
  body: unknown,
  figure: (day: number, result: Row) => { readonly id: string; readonly record: unknown },
): readonly (readonly [id: string, record: unknown])[] {
  if (!isPage(body)) return []
  return body.data.flatMap((bucket) => {
    const results = at(bucket, 'results')
    if (!Array.isArray(results)) return []
    return results.map((result) => {
      const { id, record } = figure(Number(at(bucket, 'start_time')), result as Row)
      return [id, record] as const
    })
  })
}

/** Truth over the samples: every record of every list that we read, below each sample that it is asked for under. */
export function recordingTruth(samples: Samples): TruthSource {
  return {
    holdings: (stream) =>
      holdingsOf(
        new Map(
          recordsOf(samples, stream).map(([id, record]) => [
            cleanText(id),
            canonicalJson(PROJECTIONS[stream](record)),
          ]),
        ),
      ),
  }
}
