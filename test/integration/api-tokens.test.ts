import { randomUUIDv7 } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SCOPES_OF_ROLE } from '../../src/model/core/access.ts'
import type { Answer, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { narrowToken, seededTenant } from '../support/api-fixtures.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { eventually } from '../support/temporal.ts'

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

/** Milliseconds that a token has left: longer than what is asked meanwhile may take on a busy machine. */
const LIVES_MS = 5_000
/** Milliseconds before its end, from when what is known of it would hold beyond that. */
const SHORT_OF_END_MS = 400

const make = (body: object, token = api.token, headers = {}) =>
  api.call('POST', '/api/v1/tokens', { body: { name: 'made', ...body }, token, headers })

describe('a token that is made', () => {
  test('opens what its role may, is shown once, and leaves no trace of itself', async () => {
    const made = await make({ role: 'viewer' })
    expect(made.status).toBe(201)
    expect(made.json).toMatchObject({ name: 'made', scopes: SCOPES_OF_ROLE.viewer, integration_ids: null })
    const token = String(made.json.token)
    expect((await api.call('GET', '/api/v1/findings', { token })).status).toBe(200)
    expect((await api.call('GET', '/api/v1/audit-log', { token })).status).toBe(403)
    const shown = await api.call('GET', `/api/v1/tokens/${made.json.id}`)
    expect(shown.json).not.toHaveProperty('token')
    expect(shown.json.prefix).toBe(token.slice(0, String(shown.json.prefix).length))
    const rows = await fresh.database.sql`
      select t::text from api_tokens t union all select a::text from audit_log a union all select k::text from idempotency_keys k`
    expect(JSON.stringify(rows)).not.toContain(token.slice(-32))
    expect(api.logged.join('\n')).not.toContain(token.slice(-32))
  })

  test('is made once for one key, and its secret answered once', async () => {
    const headers = { 'Idempotency-Key': randomUUIDv7() }
    const first = await make({ name: 'repeated', role: 'viewer' }, api.token, headers)
    const again = await make({ name: 'repeated', role: 'viewer' }, api.token, headers)
    expect(again.json).toMatchObject({ id: first.json.id, token: null })
  })

  test('ends after 90 days unless it says so, and within a year', async () => {
    const days = async (body: object) => {
      const { json } = await make({ role: 'viewer', ...body })
      return Math.round((Date.parse(String(json.expires_at)) - Date.now()) / 86_400_000)
    }
    expect(await days({})).toBe(90)
    expect(await days({ expires_in_days: 365 })).toBe(365)
    expect((await make({ role: 'viewer', expires_in_days: 366 })).status).toBe(400)
  })

  test.each([
    ['neither role nor scopes', {}],
    ['both', { role: 'viewer', scopes: ['runs:read'] }],
    ['no scope at all', { scopes: [] }],
    ['a scope that there is not', { scopes: ['everything'] }],
    ['no integration at all', { role: 'viewer', integration_ids: [] }],
    ['a name that is a key', { role: 'viewer', name: `sk-admin-${'a'.repeat(60)}` }],
  ])('is refused with %s', async (_, body) => {
    expect((await make(body)).status).toBe(400)
  })

  test('is limited to integrations that there are', async () => {
    expect((await make({ role: 'viewer', integration_ids: [randomUUIDv7()] })).status).toBe(404)
  })
})

describe('whoever makes one gives of their own', () => {
  test('no scope that they lack', async () => {
    const token = await narrowToken(fresh.database, null, ['tokens:write', 'tokens:read', 'findings:read'])
    const refused = await make({ role: 'viewer' }, token)
    expect(refused.status).toBe(403)
    expect(refused.json.type).toBe('/docs/problems/too-much-asked')
    expect((await make({ scopes: ['findings:read'] }, token)).status).toBe(201)
  })

  test('no integration that they do not see, and those that they see where none is named', async () => {
    const token = await narrowToken(fresh.database, [tenant.integrationId])
    const elsewhere = { role: 'viewer', integration_ids: [other.integrationId] }
    expect((await make(elsewhere, token)).status).toBe(404)
    const made = await make({ role: 'viewer' }, token)
    expect(made.json.integration_ids).toEqual([tenant.integrationId])
  })

  test('no time that they have not', async () => {
    const short = await make({ role: 'admin', expires_in_days: 2 })
    const token = String(short.json.token)
    expect((await make({ role: 'viewer', expires_in_days: 3 }, token)).status).toBe(403)
    expect((await make({ role: 'viewer', expires_in_days: 1 }, token)).status).toBe(201)
    const unsaid = await make({ role: 'viewer' }, token)
    expect(Date.parse(String(unsaid.json.expires_at))).toBe(Date.parse(String(short.json.expires_at)))
  })
})

describe('tokens', () => {
  test('are seen by whoever sees all that they see', async () => {
    const mine = await make({ name: 'mine', role: 'viewer', integration_ids: [tenant.integrationId] })
    const theirs = await make({ name: 'theirs', role: 'viewer', integration_ids: [other.integrationId] })
    const both = await make({
      name: 'both',
      role: 'viewer',
      integration_ids: [tenant.integrationId, other.integrationId],
    })
    const token = await narrowToken(fresh.database, [tenant.integrationId])
    const { json } = await api.call('GET', '/api/v1/tokens', { token })
    const seen = json.data?.map(({ id }) => id) ?? []
    expect(seen).toContain(mine.json.id)
    for (const hidden of [theirs, both]) {
      expect(seen).not.toContain(hidden.json.id)
      const path = `/api/v1/tokens/${hidden.json.id}`
      expect((await api.call('GET', path, { token })).status).toBe(404)
      expect((await api.call('DELETE', path, { token })).status).toBe(404)
    }
    // A bootstrap token sees everything, so it is nobody's to see who does not.
    expect(json.data?.some(({ integration_ids }) => integration_ids === null)).toBe(false)
  })

  test('that are revoked open nothing from then on, and stay in the list', async () => {
    const made = await make({ role: 'viewer' })
    const token = String(made.json.token)
    const path = `/api/v1/tokens/${made.json.id}`
    expect((await api.call('GET', '/api/v1/me', { token })).json).toMatchObject({ id: made.json.id })
    expect((await api.call('DELETE', path)).status).toBe(204)
    expect((await api.call('GET', '/api/v1/me', { token })).status).toBe(401)
    expect((await api.call('GET', path)).json.revoked_at).not.toBeNull()
    // It is gone already: nothing more happens, and nothing is wrong.
    expect((await api.call('DELETE', path)).status).toBe(204)
  })

  test('that are revoked through another process change nothing from then on, and read nothing a second later', async () => {
    const elsewhere = await startTestApi(fresh.database)
    const asked = (made: Answer, method: string, path: string) =>
      elsewhere.call(method, `/api/v1${path}`, { token: String(made.json.token) })
    const less = await make({ role: 'viewer' })
    const revoked = async () => {
      const made = await make({ role: 'admin' })
      expect((await asked(made, 'GET', '/me')).status).toBe(200)
      expect((await api.call('DELETE', `/api/v1/tokens/${made.json.id}`)).status).toBe(204)
      return made
    }
    expect((await asked(await revoked(), 'DELETE', `/tokens/${less.json.id}`)).status).toBe(401)
    expect((await asked(await revoked(), 'GET', '/exports/findings')).status).toBe(401)
    const reader = await revoked()
    await eventually('it reads nothing', async () =>
      expect((await asked(reader, 'GET', '/me')).status).toBe(401),
    )
    await elsewhere.close()
  })

  test('are looked up once for what is read within a second, and not beyond their end', async () => {
    const token = await narrowToken(fresh.database, null)
    const me = await api.call('GET', '/api/v1/me', { token })
    const ends = new Date(Date.now() + LIVES_MS).toISOString()
    await fresh.database.sql`update api_tokens set expires_at = ${ends} where id = ${String(me.json.id)}`
    // Known still from before. A command makes all be forgotten, so that the end is read.
    expect((await api.call('GET', '/api/v1/me', { token })).status).toBe(200)
    await make({ role: 'viewer' })
    await sleep(Math.max(0, Date.parse(ends) - SHORT_OF_END_MS - Date.now()))
    await api.call('GET', '/api/v1/me', { token })
    await sleep(Math.max(0, Date.parse(ends) - Date.now()) + 1)
    expect((await api.call('GET', '/api/v1/me', { token })).status).toBe(401)
  })

  test('are not revoked by who can do less than they, but by themselves', async () => {
    const token = await narrowToken(fresh.database, null, ['tokens:write', 'tokens:read', 'findings:read'])
    const able = await make({ role: 'operator' })
    const refused = await api.call('DELETE', `/api/v1/tokens/${able.json.id}`, { token })
    expect([refused.status, refused.json.type]).toEqual([403, '/docs/problems/too-much-asked'])
    const less = await make({ scopes: ['findings:read'] })
    expect((await api.call('DELETE', `/api/v1/tokens/${less.json.id}`, { token })).status).toBe(204)
    const me = await api.call('GET', '/api/v1/me', { token })
    expect((await api.call('DELETE', `/api/v1/tokens/${me.json.id}`, { token })).status).toBe(204)
  })

  test('that are revoked while a request of theirs is on its way make no other', async () => {
    const maker = await make({ role: 'admin' })
    const { promise: held, resolve: send } = Promise.withResolvers<void>()
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await held
        controller.enqueue(new TextEncoder().encode(JSON.stringify({ name: 'late', role: 'admin' })))
        controller.close()
      },
    })
    const request: RequestInit & { duplex: 'half' } = {
      ...{ method: 'POST', body, duplex: 'half' },
      headers: { Authorization: `Bearer ${maker.json.token}`, 'Content-Type': 'application/json' },
    }
    const late = api.app.request('/api/v1/tokens', request)
    // Its token was looked up by then.
    await eventually('the token was used', async () => {
      const { json } = await api.call('GET', `/api/v1/tokens/${maker.json.id}`)
      if (json.last_used_at === null) throw new Error('not yet')
    })
    expect((await api.call('DELETE', `/api/v1/tokens/${maker.json.id}`)).status).toBe(204)
    send()
    expect((await late).status).toBe(401)
    expect(await fresh.database.sql`select from api_tokens where name = 'late'`).toHaveLength(0)
  })

  test('are told of in the audit log, by what they may and never by what they are', async () => {
    const made = await make({ name: 'of the siem', scopes: ['findings:read'] })
    const [row] = await fresh.database.sql<{ detail: { expires_at: string } }[]>`
      select detail from audit_log where target = ${`token/${made.json.id}`}`
    expect(row?.detail).toEqual({
      scopes: ['findings:read'],
      integration_ids: null,
      expires_at: expect.any(String),
    })
    // Postgres leaves zeros at the end away.
    expect(Date.parse(row?.detail.expires_at ?? '')).toBe(Date.parse(String(made.json.expires_at)))
  })
})
