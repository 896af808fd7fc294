import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import type { Answer, CallOptions, Json, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import { narrowToken } from '../support/api-fixtures.ts'
import { plantIntegration } from '../support/plant.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error'
const SCIM_JSON = 'application/scim+json'

let fresh: FreshDatabase
let api: TestApi
let integrationId: IntegrationId
beforeAll(async () => {
  fresh = await freshDatabase()
  api = await startTestApi(fresh.database)
})
afterAll(async () => {
  await api?.close()
  await fresh?.drop()
})
beforeEach(async () => {
  integrationId = await plantIntegration(fresh.database.sql)
})

const call = (method: string, path: string, body?: unknown, more: CallOptions = {}): Promise<Answer> =>
  api.call(method, `/scim/v2/${integrationId}${path}`, {
    ...(body === undefined ? {} : { body, headers: { 'Content-Type': SCIM_JSON } }),
    ...more,
  })
const filtered = (filter: string) => call('GET', `/Users?filter=${encodeURIComponent(filter)}`)
const patch = (id: unknown, ...Operations: object[]) =>
  call('PATCH', `/Users/${String(id)}`, { schemas: [PATCH_OP], Operations })

/** As Okta creates a user, with what is not kept. */
const ada = (more: object = {}) => ({
  schemas: [USER, ENTERPRISE],
  userName: 'Ada@Example.com',
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [{ primary: true, value: 'Ada@Example.com', type: 'work' }],
  displayName: 'Ada Lovelace',
  locale: 'en-US',
  externalId: '00u1',
  groups: [],
  active: true,
  [ENTERPRISE]: { department: 'Ops' },
  ...more,
})
const created = async (more: object = {}): Promise<Json> => {
  const answer = await call('POST', '/Users', ada(more))
  expect(answer.status, answer.text).toBe(201)
  return answer.json
}
const stored = () => fresh.database.sql<{ status: string; leftAt: string | null; email: string }[]>`
  select status, left_at as "leftAt", email from directory_people where integration_id = ${integrationId} order by id`

describe('discovery', () => {
  test('says what there is, and nothing that there is not', async () => {
    const config = await call('GET', '/ServiceProviderConfig')
    expect(config.headers.get('Content-Type')).toContain(SCIM_JSON)
    expect(config.json).toMatchObject({
      patch: { supported: true },
      bulk: { supported: false },
      authenticationSchemes: [{ type: 'oauthbearertoken' }],
    })
    const schemas = await call('GET', '/Schemas')
    expect(schemas.json).toMatchObject({ totalResults: 2, Resources: [{ id: USER }, { id: ENTERPRISE }] })
    expect((await call('GET', `/Schemas/${ENTERPRISE}`)).json).toMatchObject({ name: 'EnterpriseUser' })
    expect((await call('GET', '/Schemas/urn:none')).status).toBe(404)
    expect((await call('GET', '/ResourceTypes')).json).toMatchObject({ Resources: [{ endpoint: '/Users' }] })
    expect((await call('GET', '/ResourceTypes/User')).json).toMatchObject({ schema: USER })
    expect((await call('GET', '/Groups')).json).toMatchObject({ totalResults: 0, Resources: [] })
  })
})

describe('a user', () => {
  test('is made, found by user name in any letter case, and keeps no name', async () => {
    const answer = await call('POST', '/Users', ada())
    expect(answer.status).toBe(201)
    const { id } = answer.json
    expect(answer.headers.get('Location')).toMatch(
      new RegExp(`/scim/v2/${integrationId}/Users/${String(id)}$`),
    )
    expect(answer.json).toMatchObject({
      schemas: [USER, ENTERPRISE],
      externalId: '00u1',
      userName: 'Ada@Example.com',
      active: true,
      emails: [{ value: 'Ada@Example.com', type: 'work', primary: true }],
      [ENTERPRISE]: { department: 'Ops' },
      meta: { resourceType: 'User', location: answer.headers.get('Location') },
    })
    expect(answer.text).not.toContain('Lovelace')
    expect((await filtered('userName eq "ada@example.COM"')).json).toMatchObject({
      totalResults: 1,
      itemsPerPage: 1,
      startIndex: 1,
      Resources: [{ id }],
    })
    expect((await call('GET', `/Users/${String(id)}`)).json).toMatchObject({ id })
    expect((await filtered('userName eq "nobody@example.com"')).json).toMatchObject({ totalResults: 0 })
  })

  test('is told of in pages', async () => {
    for (let n = 0; n < 5; n += 1) {
      await created({ userName: `u${n}@example.com`, emails: [], externalId: `x${n}` })
    }
    const page = await call('GET', '/Users?startIndex=3&count=2')
    expect(page.json).toMatchObject({ totalResults: 5, startIndex: 3, itemsPerPage: 2 })
    expect(page.json.Resources?.map(({ userName }) => userName)).toEqual(['u2@example.com', 'u3@example.com'])
    expect((await call('GET', '/Users?count=0')).json).toMatchObject({ totalResults: 5, Resources: [] })
    expect((await call('GET', '/Users?startIndex=99')).json).toMatchObject({ totalResults: 5, Resources: [] })
  })

  test('has a name and an id of its own', async () => {
    await created()
    for (const more of [
      { externalId: 'other', userName: 'ADA@example.com' },
      { userName: 'b@example.com' },
    ]) {
      const answer = await call('POST', '/Users', ada(more))
      expect(answer.json).toMatchObject({ schemas: [ERROR], status: '409', scimType: 'uniqueness' })
    }
    expect(await stored()).toHaveLength(1)
  })

  test('who has left stays so when a replacement does not say whether they are active', async () => {
    const { id } = await created()
    await patch(id, { op: 'replace', value: { active: false } })
    const [left] = await stored()
    const silent = ada({ active: undefined, emails: [{ value: 'ada@new.example' }] })
    expect((await call('PUT', `/Users/${String(id)}`, silent)).json).toMatchObject({ active: false })
    expect(await stored()).toEqual([{ ...left, email: 'ada@new.example' }])
    expect((await call('PUT', `/Users/${String(id)}`, ada())).json).toMatchObject({ active: true })
    expect((await call('PUT', `/Users/${String(id)}`, silent)).json).toMatchObject({ active: true })
    const made = await created({ active: undefined, userName: 'b@example.com', externalId: 'b', emails: [] })
    expect(made).toMatchObject({ active: true })
  })

  test('leaves in the words of Entra ID and of Okta, and comes back', async () => {
    const { id } = await created()
    const left = await patch(id, { op: 'Replace', path: 'active', value: 'False' })
    expect(left.json).toMatchObject({ id, active: false })
    const [first] = await stored()
    expect(first).toMatchObject({ status: 'left', leftAt: expect.any(String) })
    await patch(id, { op: 'replace', value: { active: false, displayName: 'Ada' } })
    expect(await stored()).toEqual([first])
    await patch(id, { op: 'replace', value: { active: true } })
    expect(await stored()).toMatchObject([{ status: 'active', leftAt: null }])
  })

  test('is replaced as a whole', async () => {
    const { id } = await created()
    const answer = await call('PUT', `/Users/${String(id)}`, {
      schemas: [USER],
      userName: 'ada@new.example',
      active: false,
    })
    expect(answer.json).toMatchObject({
      id,
      userName: 'ada@new.example',
      active: false,
      emails: [{ value: 'ada@new.example' }],
      [ENTERPRISE]: {},
    })
  })

  test('has a manager by our id, by the provider’s, or by address', async () => {
    const boss = await created({ userName: 'grace@example.com', emails: [], externalId: '00u0' })
    const { id } = await created()
    for (const value of [boss.id, '00u0', 'grace@example.com', { value: boss.id }]) {
      const answer = await patch(id, { op: 'Add', path: `${ENTERPRISE}:manager`, value })
      expect(answer.json[ENTERPRISE]).toMatchObject({ manager: { value: boss.id } })
    }
    expect((await filtered(`id eq "${String(id)}" and manager eq "${String(boss.id)}"`)).json).toMatchObject({
      totalResults: 1,
    })
    expect((await filtered(`id eq "${String(id)}" and manager eq "00u9"`)).json).toMatchObject({
      totalResults: 0,
    })
    await patch(id, { op: 'Remove', path: `${ENTERPRISE}:manager` })
    expect((await call('GET', `/Users/${String(id)}`)).json[ENTERPRISE]).toEqual({ department: 'Ops' })
  })

  test('that is deleted has left, is not found any more, and is in nobody’s way', async () => {
    const { id } = await created()
    expect((await call('DELETE', `/Users/${String(id)}`)).status).toBe(204)
    expect(await stored()).toMatchObject([
      { status: 'left', leftAt: expect.any(String), email: 'Ada@Example.com' },
    ])
    for (const method of ['GET', 'DELETE']) {
      const answer = await call(method, `/Users/${String(id)}`)
      expect(answer.json).toMatchObject({ schemas: [ERROR], status: '404' })
    }
    expect((await patch(id, { op: 'replace', value: { active: true } })).status).toBe(404)
    expect((await call('GET', '/Users')).json).toMatchObject({ totalResults: 0 })
    await created()
  })

  test('without an address to know them by is refused, without a word of them', async () => {
    const answer = await call('POST', '/Users', { schemas: [USER], userName: 'CANARY' })
    expect(answer.json).toMatchObject({ status: '400', scimType: 'invalidValue' })
    expect((await call('POST', '/Users', { schemas: [USER] })).json).toMatchObject({
      scimType: 'invalidValue',
    })
    expect(answer.text + api.logged.join('')).not.toContain('CANARY')
  })
})

describe('errors are SCIM’s own', () => {
  test('whatever they are of', async () => {
    const errors: [Answer, number, string?][] = [
      [await call('GET', '/Users', undefined, { token: null }), 401],
      [await call('GET', '/Nothing'), 404],
      [await call('GET', '/Users/not-an-id'), 404],
      [await call('DELETE', '/Users'), 405],
      [await call('POST', '/Groups', { displayName: 'x' }), 405],
      [await call('POST', '/Users', '{"a":'), 400, 'invalidSyntax'],
      [await call('POST', '/Users', '[]'), 400, 'invalidSyntax'],
      [await filtered('userName co "a"'), 400, 'invalidFilter'],
      [await call('GET', '/Users?count=many'), 400, 'invalidValue'],
      [await call('POST', '/Users', 'x'.repeat(100_000)), 413],
      [await call('POST', '/Users', Buffer.from('{"userName":"M\xfc"}', 'latin1')), 400],
      [await call('POST', '/Users', '{}', { body: '{}', headers: { 'Content-Type': 'text/plain' } }), 415],
    ]
    for (const [answer, status, scimType] of errors) {
      expect(answer.headers.get('Content-Type')).toContain(SCIM_JSON)
      expect(answer.status, answer.text).toBe(status)
      expect(answer.json).toMatchObject({
        schemas: [ERROR],
        status: String(status),
        ...(scimType && { scimType }),
      })
    }
    expect(errors[0]?.[0].headers.get('WWW-Authenticate')).toContain('Bearer')
  })
})

describe('a token', () => {
  test('of another integration sees none of it', async () => {
    const { id } = await created()
    const other = await plantIntegration(fresh.database.sql)
    const token = await narrowToken(fresh.database, [other])
    const headers = { 'Content-Type': SCIM_JSON }
    const calls: [string, string, unknown?][] = [
      ['GET', '/Users'],
      ['GET', '/ServiceProviderConfig'],
      ['GET', `/Users/${String(id)}`],
      ['POST', '/Users', ada()],
      ['PUT', `/Users/${String(id)}`, ada()],
      ['PATCH', `/Users/${String(id)}`, { Operations: [{ op: 'replace', value: { active: false } }] }],
      ['DELETE', `/Users/${String(id)}`],
    ]
    for (const [method, path, body] of calls) {
      const answer = await call(method, path, body, body === undefined ? { token } : { body, headers, token })
      expect(answer.status, `${method} ${path}`).toBe(404)
    }
    // Nor can its own integration's path lead to another's person.
    const across = await api.call('GET', `/scim/v2/${other}/Users/${String(id)}`, { token })
    expect(across.status).toBe(404)
    expect(await stored()).toMatchObject([{ status: 'active' }])
  })
})

test('what is written is in the audit log by ids, and a closed integration takes nothing', async () => {
  const { id } = await created()
  await patch(id, { op: 'replace', value: { active: false } })
  await call('DELETE', `/Users/${String(id)}`)
  const rows = await fresh.database.sql<{ action: string; detail: unknown }[]>`
    select action, detail from audit_log where target = ${`integration/${integrationId}`} order by seq`
  expect(rows).toEqual(
    ['create', 'patch', 'delete'].map((action) => ({
      action: `directory.scim_${action}`,
      detail: { directory_person_id: id },
    })),
  )
  await fresh.database.sql`update integrations set disconnected_at = now() where id = ${integrationId}`
  expect((await call('POST', '/Users', ada())).json).toMatchObject({ schemas: [ERROR], status: '409' })
})
