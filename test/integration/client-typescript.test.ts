import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, RequestListener } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CasbahProblem, createCasbahClient } from '../../clients/typescript/src/index.ts'
import { PROJECT_ROOT } from '../../src/cli/place.ts'
import type { TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { seededTenant } from '../support/api-fixtures.ts'
import type { InstalledClient } from '../support/client-package.ts'
import { checkTheirs, installClient, runTheirs } from '../support/client-package.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { scratchFolder } from '../support/scratch.ts'
import type { ServedApi } from '../support/serve-api.ts'
import { serveApi } from '../support/serve-api.ts'

/** The published client: packed, installed from the package, and against the real API. */

let fresh: FreshDatabase
let api: TestApi
let served: ServedApi
let tenant: SeededTenant
let folder: Awaited<ReturnType<typeof scratchFolder>>
let installed: InstalledClient

beforeAll(async () => {
  folder = await scratchFolder('client')
  fresh = await freshDatabase()
  api = await startTestApi(fresh.database)
  tenant = await seededTenant(fresh.database)
  served = await serveApi(api)
  installed = await installClient(folder.path)
})
afterAll(async () => {
  await served?.close()
  await api?.close()
  await fresh?.drop()
  await folder?.[Symbol.asyncDispose]()
})

const manifest = async (path: string) => JSON.parse(await readFile(join(PROJECT_ROOT, path), 'utf8'))
const OPEN = `
import { CasbahProblem, createCasbahClient } from 'casbah-client'
const casbah = createCasbahClient({ url: process.env.CASBAH_URL, token: process.env.CASBAH_TOKEN })
`

test('the package holds what is built, its licence and its words, and is of this version', async () => {
  const built = ['client', 'index', 'patient-fetch', 'problem', 'schema.generated']
  expect(installed.files).toEqual(
    [
      'LICENSE',
      'README.md',
      'package.json',
      ...built.flatMap((name) => [`dist/${name}.d.ts`, `dist/${name}.js`]),
    ].sort(),
  )
  const [ours, its] = [await manifest('package.json'), await manifest('clients/typescript/package.json')]
  expect(its).toMatchObject({ version: ours.version, license: ours.license })
  expect(its.dependencies['openapi-fetch']).toBe(ours.devDependencies['openapi-fetch'])
  const licence = (path: string) => readFile(join(PROJECT_ROOT, path), 'utf8')
  expect(await licence('clients/typescript/LICENSE')).toBe(await licence('LICENSE'))
})

test('whoever installed it lists every page, reads, changes, and catches problems', async () => {
  const program = `${OPEN}
const ids = []
for await (const finding of casbah.each('/api/v1/findings', { params: { query: { limit: 7 } } })) ids.push(finding.id)
let pages = 0
for await (const page of casbah.pages('/api/v1/findings', { params: { query: { limit: 7 } } })) pages += page.data.length > 0
const { data, response } = await casbah.PATCH('/api/v1/findings/{id}', {
  params: { path: { id: ids[0] } },
  body: { triage: 'in_review', note: 'Asked.' },
})
const problem = await casbah.GET('/api/v1/findings', { params: { query: { severity: 'grave' } } }).catch((error) => error)
const { status, slug, errors, requestId } = problem
console.log(JSON.stringify({ ids, pages, triage: data.triage, ok: response.ok,
  problem: { is: problem instanceof CasbahProblem, status, slug, pointer: errors[0].pointer, named: requestId !== undefined } }))`
  const said = await runTheirs<{ ids: string[]; pages: number }>(installed, program, served.env)
  expect([...said.ids].sort()).toEqual([...tenant.findingIds].sort())
  expect(said).toMatchObject({
    pages: Math.ceil(tenant.findingIds.length / 7),
    triage: 'in_review',
    ok: true,
    problem: { is: true, status: 400, slug: 'invalid-request', pointer: '?severity.0', named: true },
  })
})

test('paths, parameters, bodies and answers are typed for whoever installed it', async () => {
  const program = `import { createCasbahClient, type Item } from 'casbah-client'
export const casbah = createCasbahClient({ url: 'http://127.0.0.1', token: 't' })
const one: Item<'/api/v1/findings'> = (await casbah.GET('/api/v1/findings/{id}', { params: { path: { id: 'x' } } })).data
export const severity: 'low' | 'medium' | 'high' | 'critical' = one.effective_severity
export const made = (await casbah.POST('/api/v1/exceptions', { body: { reason: 'r', owner: 'o', integration_id: null, rule_id: 'gpt.public_link' } })).data.id.length
for await (const { state } of casbah.each('/api/v1/runs')) { const text: string = state; void text }
// @ts-expect-error there is no such path
void casbah.GET('/api/v1/nothing')
// @ts-expect-error the id is missing
void casbah.GET('/api/v1/findings/{id}')
// @ts-expect-error this route has no such method
void casbah.DELETE('/api/v1/findings')
// @ts-expect-error an exception has an owner
void casbah.POST('/api/v1/exceptions', { body: { reason: 'r', integration_id: null, rule_id: 'gpt.public_link' } })
// @ts-expect-error what is read is no list of pages
void casbah.each('/api/v1/me')
// @ts-expect-error a finding has no such field
void one.colour
`
  expect(await checkTheirs(installed, program)).toBe('')
  expect(await checkTheirs(installed, program.replaceAll('// @ts-expect-error', '//'))).toMatch(
    /(.*error TS[^\0]*){6}/,
  )
})

describe('manners, before a server that answers as it is told', () => {
  test('what changes something carries a key that stays the same when it is repeated as Retry-After says', async () => {
    await using server = await answering(429, 503, 200)
    await server.client().POST('/api/v1/integrations/{id}/collect', { params: { path: { id: 'x' } } })
    const keys = server.seen.map(({ headers }) => headers['idempotency-key'])
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(1)
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/)
    await server.client().GET('/api/v1/me')
    expect(server.seen.at(-1)?.headers['idempotency-key']).toBeUndefined()
  })

  test('a body comes whole with each repetition, and a key of one’s own stands', async () => {
    await using server = await answering(503, 200)
    const body = { integration_id: null, rule_id: 'gpt.public_link', reason: 'r', owner: 'o' }
    const header = { 'idempotency-key': 'mine' }
    await server.client().POST('/api/v1/exceptions', { params: { header }, body })
    expect(server.bodies.map((text) => JSON.parse(text))).toEqual([body, body])
    expect(server.seen.map(({ headers }) => headers['idempotency-key'])).toEqual(['mine', 'mine'])
  })

  test('it is patient a bounded number of times, and not where the wait is too long', async () => {
    await using server = await answering(...Array(9).fill(429))
    await expect(server.client().GET('/api/v1/me')).rejects.toMatchObject({
      name: 'CasbahProblem',
      status: 429,
    })
    expect(server.seen).toHaveLength(4)
    await using slow = await answering({ status: 503, retryAfter: '120' })
    await expect(slow.client().GET('/api/v1/me')).rejects.toMatchObject({ status: 503, slug: 'unknown' })
    expect(slow.seen).toHaveLength(1)
  })

  test('what says no time is not repeated', async () => {
    await using server = await answering({ status: 503, retryAfter: null }, 200)
    await expect(server.client().GET('/api/v1/me')).rejects.toBeInstanceOf(CasbahProblem)
    expect(server.seen).toHaveLength(1)
  })

  test('waiting ends when the caller gives up', async () => {
    await using server = await answering({ status: 503, retryAfter: '30' })
    const signal = AbortSignal.timeout(200)
    await expect(server.client().GET('/api/v1/me', { signal })).rejects.toMatchObject({
      name: 'TimeoutError',
    })
  })

  test('a redirect is refused, and the place that it names sees nothing', async () => {
    await using other = await answering(200)
    await using server = await answering({ status: 307, location: `${other.url}/api/v1/me` })
    await expect(server.client().GET('/api/v1/me')).rejects.toMatchObject({ status: 307 })
    expect(server.seen[0]?.headers.authorization).toBe('Bearer t')
    expect(other.seen).toEqual([])
    await expect(server.client().GET('/api/v1/me', { baseUrl: other.url })).rejects.toBeInstanceOf(TypeError)
    expect(other.seen).toEqual([])
  })

  test.each([
    { url: 'ftp://casbah', token: 't' },
    { url: 'casbah.example.com', token: 't' },
    { url: 'http://127.0.0.1', token: 'two words' },
  ])('no client is made of %j', (options) => {
    expect(() => createCasbahClient(options)).toThrow(TypeError)
  })
})

type Told =
  | number
  | { readonly status: number; readonly retryAfter?: string | null; readonly location?: string }

/** A server that gives these answers, one after the other, and 200 from then on. */
async function answering(...told: readonly Told[]) {
  const seen: IncomingMessage[] = []
  const bodies: string[] = []
  const listener: RequestListener = async (request, response) => {
    const next = told[seen.length] ?? 200
    seen.push(request)
    bodies.push(Buffer.concat(await request.toArray()).toString())
    const { status, retryAfter = '0', location } = typeof next === 'number' ? { status: next } : next
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(status < 400 || retryAfter === null ? {} : { 'retry-after': retryAfter }),
      ...(location === undefined ? {} : { location }),
    })
    response.end('{}')
  }
  const server = createServer((request, response) => void listener(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    ...{ seen, bodies, url },
    client: () => createCasbahClient({ url, token: 't' }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
