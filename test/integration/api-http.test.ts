import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

let fresh: FreshDatabase
let api: TestApi

beforeAll(async () => {
  fresh = await freshDatabase()
  api = await startTestApi(fresh.database)
})
afterAll(async () => {
  await api?.close()
  await fresh?.drop()
})

const get = (path: string, options = {}): Promise<Answer> => api.call('GET', `/api/v1${path}`, options)

test('an unchanged answer is 304', async () => {
  const first = await get('/rules')
  const etag = first.headers.get('ETag')
  expect(etag).toBeTruthy()
  expect((await get('/rules', { headers: { 'If-None-Match': etag } })).status).toBe(304)
})

test('a request id is taken or made, and stands in problems', async () => {
  const given = await get('/nothing', { headers: { 'X-Request-Id': 'abc-1' } })
  expect(given.headers.get('X-Request-Id')).toBe('abc-1')
  expect(given.json).toMatchObject({ instance: 'abc-1', status: 404 })
  const odd = await get('/nothing', { headers: { 'X-Request-Id': 'a b<script>' } })
  expect(odd.headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/)
})

test('a wrong method, a wrong type and a large body have their own problems', async () => {
  const method = await api.call('DELETE', '/api/v1/findings')
  expect(method.status).toBe(405)
  expect(method.headers.get('Allow')).toBe('GET, HEAD')
  const one = await api.call('DELETE', `/api/v1/findings/${crypto.randomUUID()}`)
  expect(one.json).toMatchObject({ status: 405, detail: 'Offered here: GET, HEAD, PATCH.' })
  expect((await api.call('DELETE', '/api/v1/nothing')).status).toBe(404)
  expect((await api.call('GET', '/api/v1/findings/bulk/nothing')).status).toBe(404)
  const type = await api.call('POST', '/api/v1/integrations', {
    body: 'a=1',
    headers: { 'Content-Type': 'text/plain' },
  })
  expect(type.status).toBe(415)
  const large = await api.call('POST', '/api/v1/integrations', {
    body: { display_name: 'x'.repeat(70_000) },
  })
  expect(large.status).toBe(413)
  const broken = await api.call('POST', '/api/v1/integrations', { body: '{"a":' })
  expect(broken.status).toBe(400)
  const latin = await api.call('POST', '/api/v1/integrations', {
    body: Buffer.from('{"display_name":"M\xfcller"}', 'latin1'),
  })
  expect(latin.json).toMatchObject({ status: 400, detail: 'The body is not UTF-8.' })
})

test('a body for the codec is bounded before anything reads it, whichever path it names', async () => {
  const body = Buffer.alloc(5 * 1024 * 1024, 'x')
  for (const path of ['decode', 'no-such-path']) {
    const answer = await api.call('POST', `/api/v1/codec/${path}`, { body })
    expect(answer.json, path).toMatchObject({ status: 413, type: '/docs/problems/body-too-large' })
  }
})

test('nothing may run or load in an answer', async () => {
  const answer = await get('/rules')
  expect(answer.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
  expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff')
  const docs = await api.call('GET', '/docs')
  expect(docs.text).not.toMatch(/https?:\/\//)
  expect(docs.headers.get('Content-Security-Policy')).toContain("script-src 'self'")
})

test('/readyz says which service is away, and needs no token', async () => {
  const answer = await api.call('GET', '/readyz?verbose', { token: null })
  expect(answer.status).toBe(503)
  const checks = Object.fromEntries((answer.json.checks ?? []).map(({ name, ok }) => [name, ok]))
  expect(checks).toEqual({ postgres: true, migrations: true, temporal: false })
})

test('whoever comes to the front door is shown to the docs', async () => {
  for (const path of ['/', '/docs/']) {
    const answer = await api.call('GET', path, { token: null })
    expect(`${answer.status} ${answer.headers.get('Location')}`, path).toBe('302 /docs')
  }
})
