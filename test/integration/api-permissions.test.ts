import { randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { neededFor, PERMISSIONS, scopesOf } from '../../src/api/permissions.ts'
import type { ApiScope } from '../../src/model/core/access.ts'
import { API_SCOPES, ROLES, SCOPES_OF_ROLE } from '../../src/model/core/access.ts'
import type { Answer, CallOptions, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { narrowToken, seededTenant } from '../support/api-fixtures.ts'
import { plantSession } from '../support/planted-session.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { signInOf } from '../support/sign-in.ts'

let fresh: FreshDatabase
let api: TestApi
let tenant: SeededTenant
beforeAll(async () => {
  fresh = await freshDatabase()
  api = await startTestApi(fresh.database, { signIn: signInOf('https://id.example') })
  tenant = await seededTenant(fresh.database)
})
afterAll(async () => {
  await api?.close()
  await fresh?.drop()
})

/** Every route that asks for a token, as the running app has it. */
const routes = () =>
  api.app.routes
    .filter(({ method, path }) => method !== 'ALL' && /^\/(api\/v1|scim\/v2)\//.test(path))
    .filter(({ path }) => path !== '/api/v1/openapi.json')
    .map(({ method, path }) => ({ method, path, need: neededFor(method, path) }))

/** Places that there are, so that an answer tells of the permission and not of a typo; nothing that is written is valid. */
const filled = (path: string): string =>
  path.replaceAll(/:(\w+)/g, (_, name: string) =>
    name === 'integration' ? tenant.integrationId : randomUUIDv7(),
  )

const call = (method: string, path: string, token: string, options: CallOptions = {}): Promise<Answer> =>
  api.call(method, filled(path), {
    token,
    ...(method === 'GET' ? {} : { body: { nothing: 'of this' } }),
    ...options,
  })

const isRefusedScope = ({ status, json }: Answer): boolean =>
  status === 403 && String(json.type ?? json.detail).includes('scope')

describe('the permission matrix', () => {
  test('names every route, and no other', () => {
    const all = routes()
    expect(all.length).toBeGreaterThan(75)
    expect(all.filter(({ need }) => need === null)).toEqual([])
    const named = new Set(all.map(({ method, path }) => `${method} ${path}`))
    expect(Object.keys(PERMISSIONS).filter((route) => !named.has(route))).toEqual([])
  })

  test('each scope opens its routes and no others', async () => {
    const wrong: string[] = []
    for (const scope of API_SCOPES) {
      const token = await narrowToken(fresh.database, null, [scope])
      for (const { method, path, need } of routes()) {
        const isRefused = isRefusedScope(await call(method, path, token))
        if (isRefused !== scopesOf(need ?? 'any').some((needed) => needed !== scope))
          wrong.push(`${scope}: ${method} ${path}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('a token with all scopes but one is refused just that', async () => {
    const wrong: string[] = []
    for (const missing of API_SCOPES) {
      const token = await narrowToken(
        fresh.database,
        null,
        API_SCOPES.filter((scope) => scope !== missing),
      )
      for (const { method, path, need } of routes()) {
        if (scopesOf(need ?? 'any').includes(missing) && !isRefusedScope(await call(method, path, token)))
          wrong.push(`${method} ${path}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('a token with none knows itself and nothing else', async () => {
    const token = await narrowToken(fresh.database, null, [])
    const open = new Set<string>()
    for (const { method, path } of routes()) {
      if (!isRefusedScope(await call(method, path, token))) open.add(`${method} ${path}`)
    }
    expect([...open]).toEqual(['GET /api/v1/me'])
  })

  test('says which scope is needed, to people and in the header of RFC 6750', async () => {
    const token = await narrowToken(fresh.database, null, ['runs:read'])
    const { headers, json } = await api.call('GET', '/api/v1/findings', { token })
    expect(json).toMatchObject({
      type: '/docs/problems/insufficient-scope',
      detail: expect.stringContaining('findings:read'),
    })
    expect(headers.get('WWW-Authenticate')).toContain('error="insufficient_scope", scope="findings:read"')
  })

  test('asks before anything is read or kept of a request', async () => {
    const token = await narrowToken(fresh.database, null, ['findings:read'])
    const key = randomUUIDv7()
    const options = { token, headers: { 'Idempotency-Key': key }, body: { name: 'x' } }
    expect((await api.call('POST', '/api/v1/integrations', options)).status).toBe(403)
    const kept = await fresh.database.sql`select from idempotency_keys where key = ${key}`
    expect(kept).toHaveLength(0)
  })
})

describe('people who have signed in', () => {
  test.each(ROLES)('as %s are let through to what their role opens, and to nothing else', async (role) => {
    const { headers } = await plantSession(fresh.database, api, role)
    const wrong: string[] = []
    const open: string[] = []
    for (const { method, path, need } of routes()) {
      const answer = await call(method, path, '', { token: null, headers })
      const lacks = scopesOf(need ?? 'any').some((needed) => !SCOPES_OF_ROLE[role].includes(needed))
      const name = `${method} ${path}`
      // SCIM is for programs.
      const expected = path.startsWith('/scim/') ? answer.status === 401 : isRefusedScope(answer) === lacks
      if (!expected || (!path.startsWith('/scim/') && answer.status === 401)) wrong.push(name)
      if (!lacks) open.push(name)
    }
    expect(wrong).toEqual([])
    // The matrix is not empty on either side, but for an admin, who may all.
    expect(open.length).toBeGreaterThan(25)
    expect(open.length < routes().length).toBe(role !== 'admin')
  })

  test('see in a refusal that it is their role', async () => {
    const { headers } = await plantSession(fresh.database, api, 'viewer')
    const { json } = await api.call('GET', '/api/v1/users', { token: null, headers })
    expect(json.detail).toBe('This needs the scope users:read, which your role does not have.')
  })
})

test('roles hold each other: an admin may what an operator may, who may what a viewer may', () => {
  const [viewer, operator, admin] = ROLES.map((role) => new Set<ApiScope>(SCOPES_OF_ROLE[role]))
  expect(viewer?.isSubsetOf(operator ?? new Set())).toBe(true)
  expect(operator?.isSubsetOf(admin ?? new Set())).toBe(true)
  expect([...(viewer ?? [])].filter((scope) => !scope.endsWith(':read'))).toEqual([])
})
