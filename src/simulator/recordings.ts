import { readFileSync } from 'node:fs'
import { SCOPE } from './http/auth.ts'
import { notFound } from './http/errors.ts'
import { PLATFORM_PER_MINUTE } from './http/limits.ts'
import type { Answer, Request, Route } from './http/message.ts'
import { canonicalJson, cleanText } from './truth/canonical.ts'
import type { StreamName } from './truth/projections.ts'
import { PROJECTIONS } from './truth/projections.ts'
import type { TruthSource } from './truth/truth.ts'
import { holdingsOf } from './truth/truth.ts'

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

export function recordingRoutes(samples: Samples): Route[] {
  return [...samples].map(([path, sample]) => ({
    method: 'GET' as const,
    template: `/v1${path}`,
    plane: 'platform' as const,
    scopes: () => [path === '/organization/audit_logs' ? SCOPE.auditLogs : SCOPE.management],
    handle: (request) =>
      sample === undefined ? notFound('sample', path, 'path') : answerFrom(sample, request),
    perMinute: PLATFORM_PER_MINUTE,
  }))
}

const LISTS: Readonly<Partial<Record<StreamName, string>>> = {
  'platform.users': '/organization/users',
  'platform.invites': '/organization/invites',
  'platform.projects': '/organization/projects',
  'platform.admin_keys': '/organization/admin_api_keys',
  'platform.audit_logs': '/organization/audit_logs',
}
const LISTS_IN_PROJECTS: Readonly<Partial<Record<StreamName, string>>> = {
  'platform.project_users': '/organization/projects/{project_id}/users',
  'platform.service_accounts': '/organization/projects/{project_id}/service_accounts',
  'platform.project_keys': '/organization/projects/{project_id}/api_keys',
}

function records(samples: Samples, path: string | undefined): readonly unknown[] {
  const body = path === undefined ? undefined : samples.get(path)
  return isPage(body) ? body.data : []
}

/** Truth over the samples: every record of every list that we read, under each sample project. */
export function recordingTruth(samples: Samples): TruthSource {
  return {
    holdings: (stream) => {
      const lines = new Map<string, string>()
      const add = (parent: string, path: string | undefined) => {
        for (const record of records(samples, path)) {
          const id = at(record, 'id')
          if (typeof id === 'string')
            lines.set(cleanText(parent + id), canonicalJson(PROJECTIONS[stream](record)))
        }
      }
      add('', LISTS[stream])
      const child = LISTS_IN_PROJECTS[stream]
      if (child !== undefined) {
        for (const project of records(samples, LISTS['platform.projects']))
          add(`${String(at(project, 'id'))}/`, child)
      }
      return holdingsOf(lines)
    },
  }
}
