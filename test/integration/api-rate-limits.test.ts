import { randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RateSettings } from '../../src/api/rate-limits/rates.ts'
import { makeToken } from '../../src/api/tokens.ts'
import { EXIT } from '../../src/cli/exit-codes.ts'
import type { CallOptions, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import { narrowToken } from '../support/api-fixtures.ts'
import { runCliProcess } from '../support/cli.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { serveApi } from '../support/serve-api.ts'
import type { TestTemporalClient } from '../support/temporal.ts'
import { freshNamespace } from '../support/temporal.ts'

let fresh: FreshDatabase
let temporal: TestTemporalClient
beforeAll(async () => {
  fresh = await freshDatabase()
  temporal = await freshNamespace()
})
afterAll(async () => {
  await temporal?.close()
  await fresh?.drop()
})

/** An API of its own with these limits, so that one test uses nothing up for another. */
async function limitedTo(rates: Partial<RateSettings>): Promise<TestApi & AsyncDisposable> {
  const api = await startTestApi(fresh.database, { rates, temporal: temporal.settings })
  return { ...api, [Symbol.asyncDispose]: () => api.close() }
}

const auditRows = async (): Promise<number> => {
  const [row] = await fresh.database.sql<{ count: number }[]>`select count(*)::int as count from audit_log`
  return row?.count ?? 0
}

test('a token may read so often a minute; every answer says what is left, and the next is refused in words', async () => {
  await using api = await limitedTo({ CASBAH_API_READS_PER_MINUTE: 4 })
  const tag = (await api.call('GET', '/api/v1/rules')).headers.get('ETag') ?? ''
  const answers = [
    await api.call('GET', '/api/v1/rules', { headers: { 'If-None-Match': tag } }),
    await api.call('GET', '/api/v1/nothing-here'),
    await api.call('GET', '/api/v1/findings?no-such=1'),
  ]
  expect(answers.map(({ status }) => status)).toEqual([304, 404, 400])
  expect(answers.map(({ headers }) => headers.get('RateLimit-Policy'))).toEqual(
    Array.from({ length: 3 }, () => '"default";q=4;w=60'),
  )
  expect(answers.map(({ headers }) => headers.get('RateLimit'))).toEqual([
    expect.stringMatching(/^"default";r=2;t=\d+$/),
    expect.stringMatching(/^"default";r=1;t=\d+$/),
    expect.stringMatching(/^"default";r=0;t=\d+$/),
  ])
  const refused = await api.call('GET', '/api/v1/rules')
  expect(refused.json).toMatchObject({ status: 429, type: '/docs/problems/rate-limited' })
  const wait = Number(refused.headers.get('Retry-After'))
  expect(refused.headers.get('RateLimit')).toBe(`"default";r=0;t=${wait}`)
  expect(wait).toBeGreaterThan(0)
  expect(wait).toBeLessThanOrEqual(60)
})

test('other tokens, other kinds of requests, health and docs are not held up by it', async () => {
  await using api = await limitedTo({ CASBAH_API_READS_PER_MINUTE: 1, CASBAH_API_WRITES_PER_MINUTE: 2 })
  const status = async (method: string, path: string, options: CallOptions = {}) =>
    (await api.call(method, path, options)).status
  expect([await status('GET', '/api/v1/me'), await status('GET', '/api/v1/me')]).toEqual([200, 429])
  const post = () => status('POST', '/api/v1/tokens', { body: { name: 'x', scopes: ['runs:read'] } })
  expect([await post(), await post(), await post()]).toEqual([201, 201, 429])
  const other = await narrowToken(fresh.database, null)
  expect(await status('GET', '/api/v1/me', { token: other })).toBe(200)
  for (let time = 0; time < 5; time += 1) {
    for (const path of ['/livez', '/readyz', '/docs', '/docs/problems/rate-limited', '/api/v1/openapi.json'])
      expect(await status('GET', path), path).toBe(200)
  }
})

test('an answer that was kept, one without a body and a stream say what is left too', async () => {
  await using api = await limitedTo({ CASBAH_API_WRITES_PER_MINUTE: 9, CASBAH_API_COSTLY_PER_MINUTE: 9 })
  const options = {
    body: { name: 'kept', scopes: ['runs:read'] },
    headers: { 'Idempotency-Key': randomUUIDv7() },
  }
  const made = await api.call('POST', '/api/v1/tokens', options)
  const kept = await api.call('POST', '/api/v1/tokens', options)
  const gone = await api.call('DELETE', `/api/v1/tokens/${made.json.id}`)
  const exported = await api.call('GET', '/api/v1/exports/findings')
  expect([made, kept, gone, exported].map(({ status }) => status)).toEqual([201, 201, 204, 200])
  expect(
    [made, kept, gone, exported].map(({ headers }) => headers.get('RateLimit')?.split(';t=')[0]),
  ).toEqual([...['"writes";r=8', '"writes";r=7', '"writes";r=6', '"costly";r=8']])
})

test('whoever exports without pause fills the audit log no faster than they may export', async () => {
  await using api = await limitedTo({ CASBAH_API_COSTLY_PER_MINUTE: 3 })
  const before = await auditRows()
  const answers = []
  for (let time = 0; time < 12; time += 1) answers.push(await api.call('GET', '/api/v1/exports/findings'))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(3)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(9)
  expect((await auditRows()) - before).toBe(3)
  expect((await api.call('GET', '/api/v1/findings')).status).toBe(200)
})

test('a directory is filled by a count of its own', async () => {
  await using api = await limitedTo({ CASBAH_API_DIRECTORY_PER_MINUTE: 1, CASBAH_API_WRITES_PER_MINUTE: 1 })
  const path = `/scim/v2/${randomUUIDv7()}/Users`
  const first = await api.call('POST', path, { body: {} })
  expect([first.status, first.headers.get('RateLimit-Policy')]).toEqual([404, '"directory";q=1;w=60'])
  const refused = await api.call('GET', path)
  expect([refused.status, refused.json.status, refused.headers.has('Retry-After')]).toEqual([
    429,
    '429',
    true,
  ])
  expect((await api.call('DELETE', `/api/v1/tokens/${randomUUIDv7()}`)).status).toBe(404)
})

test('wrong tokens shut out a network’s wrong tokens, and nobody else', async () => {
  await using api = await limitedTo({ CASBAH_API_WRONG_TOKENS_PER_MINUTE: 3 })
  const from = (network: string, token: string | null) =>
    api.call('GET', '/api/v1/me', { token, headers: { 'X-Forwarded-For': network } })
  const statuses = []
  for (let time = 0; time < 6; time += 1) statuses.push((await from('192.0.2.1', makeToken())).status)
  expect(statuses).toEqual([401, 401, 401, 429, 429, 429])
  const refused = await from('192.0.2.1', makeToken())
  expect(refused.json).toMatchObject({ type: '/docs/problems/rate-limited' })
  expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0)
  expect((await from('192.0.2.1', null)).status).toBe(401)
  expect((await from('192.0.2.2', makeToken())).status).toBe(401)
  // Neither has come before, and the second is made after the network was shut.
  expect((await from('192.0.2.1', api.token)).status).toBe(200)
  const late = await narrowToken(fresh.database, null)
  await expect.poll(async () => (await from('192.0.2.1', late)).status, { timeout: 30_000 }).toBe(200)
})

test('a command that comes too often waits where that is short, and ends with a code of its own', async () => {
  await using api = await limitedTo({ CASBAH_API_READS_PER_MINUTE: 1 })
  // As if the window ended in a second, which it does not.
  const hurried = async (...given: Parameters<TestApi['app']['fetch']>) => {
    const answer = await api.app.fetch(...given)
    if (answer.status === 429) answer.headers.set('Retry-After', '1')
    return answer
  }
  const served = await serveApi({ app: { fetch: hurried }, token: api.token })
  try {
    expect((await runCliProcess(['tokens', 'whoami'], served.env)).code).toBe(0)
    const { code, stderr } = await runCliProcess(['tokens', 'whoami'], served.env)
    expect([code, stderr]).toEqual([EXIT.rateLimited, expect.stringContaining('waiting 1 s')])
    expect(stderr).toContain('next:')
  } finally {
    await served.close()
  }
})
