import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MOST_DESTINATIONS } from '../../src/db/destinations/create-destination.ts'
import type { Answer, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { narrowToken, seededTenant } from '../support/api-fixtures.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

let fresh: FreshDatabase
let api: TestApi
let tenant: SeededTenant
let other: SeededTenant

beforeAll(async () => {
  fresh = await freshDatabase()
  api = await startTestApi(fresh.database)
  tenant = await seededTenant(fresh.database)
  other = await seededTenant(fresh.database)
})
afterAll(async () => {
  await api?.close()
  await fresh?.drop()
})

const get = (path: string, options = {}): Promise<Answer> => api.call('GET', `/api/v1${path}`, options)

test('a webhook shows its secret once, also when the request is repeated', async () => {
  const headers = { 'Idempotency-Key': 'webhook-1' }
  const body = { url: 'https://hooks.example.com/casbah' }
  const first = await api.call('POST', '/api/v1/destinations', { body, headers })
  expect(first.status).toBe(201)
  expect(String(first.json.secret)).toMatch(/^whsec_/)
  const again = await api.call('POST', '/api/v1/destinations', { body, headers })
  expect(again.json).toEqual({ ...(first.json as object), secret: null })
  expect(again.headers.get('Location')).toBe(first.headers.get('Location'))
  const list = await get('/destinations')
  expect(list.text).not.toContain(String(first.json.secret))
  const rows = await fresh.database.sql`select response::text as text from idempotency_keys`
  expect(JSON.stringify(rows)).not.toContain(String(first.json.secret))
  const removed = await api.call('DELETE', `/api/v1/destinations/${first.json.id}`)
  expect(removed.status).toBe(204)
  expect((await api.call('DELETE', `/api/v1/destinations/${first.json.id}`)).status).toBe(404)
  const { data = [] } = (await get('/audit-log')).json
  expect(data.slice(0, 2).map(({ action }) => action)).toEqual([
    'destination.delete.failed',
    'destination.delete',
  ])
  const inside = await api.call('POST', '/api/v1/destinations', { body: { url: 'https://127.0.0.1/' } })
  expect(inside.json).toMatchObject({ status: 400, errors: [{ pointer: '/url' }] })
})

test('the URL of a webhook is in no answer, no row and no log but by where it leads and its last four', async () => {
  const token = 'T0SECRETPATH/B0SECRETPART/x9Qzk3yZ'
  const body = { url: `https://hooks.example.com/services/${token}?key=QUERYSECRET-a1b2` }
  const made = await api.call('POST', '/api/v1/destinations', {
    body,
    headers: { 'Idempotency-Key': 'sealed' },
  })
  expect(made.json.url).toBe('https://hooks.example.com/…a1b2')
  const list = await get('/destinations')
  expect(list.text).toContain('https://hooks.example.com/…a1b2')
  const rows = await fresh.database.sql`
    select d::text as text from destinations d union all select a::text from audit_log a
    union all select i::text from idempotency_keys i`
  const everywhere = [made.text, list.text, JSON.stringify(rows), ...api.logged].join('\n')
  const asHex = (text: string) => Buffer.from(text).toString('hex')
  for (const secret of ['SECRETPATH', 'SECRETPART', 'QUERYSECRET']) {
    expect(everywhere).not.toContain(secret)
    expect(everywhere).not.toContain(asHex(secret))
  }
  expect((await api.call('DELETE', `/api/v1/destinations/${made.json.id}`)).status).toBe(204)
})

test('user names and passwords in a webhook URL are refused, and not repeated', async () => {
  for (const url of ['https://me:hunter2@hooks.example.com/', 'https://hunter2@hooks.example.com/']) {
    const answer = await api.call('POST', '/api/v1/destinations', { body: { url } })
    expect(answer.json).toMatchObject({ status: 400, errors: [{ pointer: '/url' }] })
    expect(answer.text).not.toContain('hunter2')
  }
})

test('an integration has so many webhooks and no more, however many are asked for at once', async () => {
  const add = (integrationId: string | null) =>
    api.call('POST', '/api/v1/destinations', {
      body: { url: 'https://hooks.example.com/casbah', integration_id: integrationId },
    })
  const answers = await Promise.all(
    Array.from({ length: MOST_DESTINATIONS + 5 }, () => add(other.integrationId)),
  )
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(MOST_DESTINATIONS)
  const refused = answers.filter(({ status }) => status !== 201)
  expect(refused[0]?.json).toMatchObject({ status: 409, type: '/docs/problems/too-many-destinations' })
  expect(refused[0]?.json.detail).toContain(String(MOST_DESTINATIONS))
  expect((await add(null)).status).toBe(201)
  expect((await add(tenant.integrationId)).status).toBe(201)
})

describe('of which findings a webhook hears', () => {
  const add = (body: object) =>
    api.call('POST', '/api/v1/destinations', { body: { url: 'https://hooks.example.com/x', ...body } })
  const patch = (id: unknown, body: object, options = {}) =>
    api.call('PATCH', `/api/v1/destinations/${String(id)}`, { body, ...options })

  test('is shown, changed field by field, taken away by null, and audited', async () => {
    const filter = { categories: ['API keys'], rules: ['invite.stale'], least_severity: 'high' }
    const { status, json } = await add(filter)
    expect([status, json]).toEqual([201, expect.objectContaining(filter)])
    const changed = await patch(json.id, { categories: null, least_severity: 'low' })
    const after = { categories: null, rules: ['invite.stale'], least_severity: 'low' }
    expect(changed.json).toMatchObject({ ...after, event_types: json.event_types })
    expect((await patch(json.id, { event_types: ['finding.opened'] })).json).toMatchObject({
      ...after,
      event_types: ['finding.opened'],
    })
    expect((await get(`/destinations/${json.id}`)).json).toMatchObject(after)
    const [audited] = await fresh.database.sql<{ detail: object }[]>`
      select detail from audit_log where action = 'destination.change' order by seq desc limit 1`
    expect(audited?.detail).toEqual({ fields: ['event_types'] })
  })

  test('may be of owners and of departments, whose addresses no answer to a repeated request keeps', async () => {
    const filter = { departments: ['Sales'], owners: ['Kept-Nowhere@example.com'] }
    const headers = { 'Idempotency-Key': 'owners' }
    const { status, json } = await api.call('POST', '/api/v1/destinations', {
      body: {
        url: 'https://hooks.example.com/x',
        ...filter,
        owners: [...filter.owners, 'kept-nowhere@EXAMPLE.com'],
      },
      headers,
    })
    expect([status, json]).toEqual([201, expect.objectContaining(filter)])
    const change = { departments: null, owners: ['kept-nowhere@example.com'] }
    expect((await patch(json.id, change, { headers })).json).toMatchObject(change)
    const again = await patch(json.id, change, { headers })
    expect(again.json).toMatchObject({ departments: null })
    expect(again.json).not.toHaveProperty('owners')
    const kept = await fresh.database.sql`
      select response::text as text from idempotency_keys union all select detail::text from audit_log`
    expect(JSON.stringify(kept)).not.toMatch(/kept-nowhere/i)
    expect((await patch(json.id, { owners: null })).json.owners).toBeNull()
  })

  test('is not overwritten unseen', async () => {
    const { json } = await add({})
    const tag = (await get(`/destinations/${json.id}`)).headers.get('ETag') ?? ''
    const first = await patch(json.id, { least_severity: 'high' }, { headers: { 'If-Match': tag } })
    expect(first.status).toBe(200)
    const late = await patch(json.id, { least_severity: 'low' }, { headers: { 'If-Match': tag } })
    expect(late.json).toMatchObject({ status: 412, type: '/docs/problems/destination-changed' })
    const next = first.headers.get('ETag') ?? ''
    expect(next).toBe((await get(`/destinations/${json.id}`)).headers.get('ETag'))
    const kept = (await get(`/destinations/${json.id}`)).json
    expect(kept.least_severity).toBe('high')
    expect((await patch(json.id, { least_severity: 'low' }, { headers: { 'If-Match': next } })).status).toBe(
      200,
    )
  })

  test('is named from closed lists, and is a webhook’s that the token may see', async () => {
    for (const body of [
      { categories: ['Keys'] },
      { rules: ['no.rule'] },
      { least_severity: 'urgent' },
      { rules: [] },
      { owners: ['nobody'] },
      { departments: [''] },
      { department: ['Sales'] },
    ])
      expect((await add(body)).status).toBe(400)
    const { json } = await add({ integration_id: tenant.integrationId })
    expect((await patch(json.id, {})).status).toBe(400)
    const token = await narrowToken(fresh.database, [other.integrationId])
    expect((await patch(json.id, { least_severity: 'low' }, { token })).status).toBe(404)
    expect((await get(`/destinations/${json.id}`, { token })).status).toBe(404)
  })
})
