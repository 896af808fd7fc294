import { randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { API_SCOPES, SCOPES_OF_ROLE } from '../../src/model/core/access.ts'
import type { Answer, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import { narrowToken } from '../support/api-fixtures.ts'
import { runCli } from '../support/cli.ts'
import { newTenant } from '../support/db-fixtures.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { serveApi } from '../support/serve-api.ts'
import { eventually } from '../support/temporal.ts'

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

const PATH = '/api/v1/service-accounts'
let made = 0
const account = async (body: object = { role: 'viewer' }): Promise<string> => {
  made += 1
  const answer = await api.call('POST', PATH, { body: { name: `account-${made}`, ...body } })
  expect(answer.status, answer.text).toBe(201)
  return String(answer.json.id)
}
const makeToken = (accountId: string | undefined, body: object = {}, token = api.token): Promise<Answer> =>
  api.call('POST', '/api/v1/tokens', {
    body: { name: 'made', ...(accountId === undefined ? {} : { service_account_id: accountId }), ...body },
    token,
  })
const tokenOf = async (accountId: string, body: object = {}): Promise<string> =>
  String((await makeToken(accountId, body)).json.token)
const set = (id: string, change: object, token = api.token): Promise<Answer> =>
  api.call('PATCH', `${PATH}/${id}`, { body: change, token })
const opens = async (token: string): Promise<boolean> =>
  (await api.call('GET', '/api/v1/me', { token })).status === 200
const typeOf = ({ json }: Answer): string => String(json.type).replace('/docs/problems/', '')

describe('a service account', () => {
  test('has a name of its own, which stays its own', async () => {
    const body = { name: 'siem', role: 'viewer', description: 'Nightly export' }
    const first = await api.call('POST', PATH, { body })
    expect(first.json).toMatchObject({
      ...{ name: 'siem', description: 'Nightly export', scopes: SCOPES_OF_ROLE.viewer, disabled_at: null },
    })
    expect((await api.call('GET', String(first.headers.get('Location')))).json).toEqual(first.json)
    expect(typeOf(await api.call('POST', PATH, { body }))).toBe('account-name-taken')
    await set(String(first.json.id), { disabled: true })
    expect(typeOf(await api.call('POST', PATH, { body }))).toBe('account-name-taken')
    const { data } = (await api.call('GET', PATH)).json
    expect(data?.filter(({ name }) => name === ('siem' as never))).toHaveLength(1)
  })

  test.each([
    ['neither role nor scopes', {}],
    ['both', { role: 'viewer', scopes: ['runs:read'] }],
    ['a name that is a key', { role: 'viewer', name: `sk-admin-${'a'.repeat(60)}` }],
  ])('is refused with %s', async (_, body) => {
    expect((await api.call('POST', PATH, { body: { name: 'x', ...body } })).status).toBe(400)
  })

  test('is described anew, and a change of nothing is refused', async () => {
    const id = await account()
    expect((await set(id, { description: 'Other' })).json).toMatchObject({ description: 'Other' })
    expect((await set(id, {})).status).toBe(400)
  })
})

describe('a token of a service account', () => {
  test('has its scopes or fewer, and says whose it is', async () => {
    const id = await account({ scopes: ['runs:read', 'findings:read'] })
    const all = await makeToken(id)
    expect(all.json).toMatchObject({ service_account_id: id, scopes: ['runs:read', 'findings:read'] })
    expect((await makeToken(id, { scopes: ['runs:read'] })).json.scopes).toEqual(['runs:read'])
    expect(typeOf(await makeToken(id, { scopes: ['rules:read'] }))).toBe('too-much-asked')
    expect((await makeToken(randomUUIDv7())).status).toBe(404)
    expect((await makeToken(undefined)).status).toBe(400)
    const me = await api.call('GET', '/api/v1/me', { token: String(all.json.token) })
    expect(me.json).toMatchObject({ service_account_id: id })
  })

  test('makes tokens of that account alone, and touches no other', async () => {
    const [own, other] = [await account({ role: 'admin' }), await account()]
    const token = await tokenOf(own)
    expect((await makeToken(undefined, { role: 'viewer' }, token)).json.service_account_id).toBe(own)
    expect(typeOf(await makeToken(other, {}, token))).toBe('too-much-asked')
    expect(typeOf(await set(other, { disabled: true }, token))).toBe('too-much-asked')
    const body = { name: 'escape', role: 'viewer' }
    expect(typeOf(await api.call('POST', PATH, { body, token }))).toBe('too-much-asked')
  })

  test('is the actor of what is audited, with its account beside it', async () => {
    const id = await account({ role: 'admin' })
    const created = await makeToken(id)
    const child = await makeToken(undefined, { role: 'viewer' }, String(created.json.token))
    const [row] = await fresh.database.sql`
      select actor, detail from audit_log where target = ${`token/${child.json.id}`}`
    expect(row).toMatchObject({
      actor: { kind: 'token', id: created.json.id },
      detail: { by_service_account: id, service_account_id: id },
    })
    expect((await api.call('GET', '/api/v1/audit-log/verification')).json).toMatchObject({ intact: true })
  })
})

describe('disabling an account', () => {
  test('ends all its tokens at once, those too that they made, and nobody else’s', async () => {
    const [id, other] = [await account({ role: 'admin' }), await account()]
    const first = await tokenOf(id)
    const child = String((await makeToken(undefined, { role: 'viewer' }, first)).json.token)
    const bystander = await tokenOf(other)
    const disabled = await set(id, { disabled: true })
    expect(disabled.json).toMatchObject({ disabled_at: expect.any(String), disabled_by: { kind: 'token' } })
    expect(await Promise.all([opens(first), opens(child), opens(bystander), opens(api.token)])).toEqual([
      ...[false, false, true, true],
    ])
    expect(typeOf(await makeToken(id))).toBe('account-disabled')
  })

  test('is taken back for new tokens alone', async () => {
    const id = await account()
    const old = await tokenOf(id)
    await set(id, { disabled: true })
    expect((await set(id, { disabled: false })).json).toMatchObject({ disabled_at: null, disabled_by: null })
    expect(await opens(old)).toBe(false)
    expect(await opens(await tokenOf(id))).toBe(true)
  })

  test('leaves none alive that are made at the same moment', async () => {
    for (let time = 0; time < 8; time += 1) {
      const id = await account()
      const making = Array.from({ length: 4 }, () => makeToken(id))
      const [answers] = await Promise.all([Promise.all(making), set(id, { disabled: true })])
      const tokens = answers.filter(({ status }) => status === 201).map(({ json }) => String(json.token))
      for (const token of tokens) expect(await opens(token)).toBe(false)
    }
  })
})

test('a token that makes another while its account is disabled waits its turn, and makes none', async () => {
  const id = await account({ role: 'admin' })
  const token = await tokenOf(id)
  expect(await opens(token)).toBe(true)
  const making: Promise<Answer>[] = []
  await fresh.database.sql.begin(async (tx) => {
    await tx`update service_accounts set disabled_at = now() where id = ${id}`
    making.push(makeToken(undefined, { role: 'viewer' }, token))
    await eventually('the maker waits for its account', async () => {
      const waiting = await fresh.database.sql`
        select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
      expect(waiting.length).toBeGreaterThan(0)
    })
    await tx`update api_tokens set revoked_at = now() where service_account_id = ${id}`
  })
  const answers = await Promise.all(making)
  expect(answers.map(typeOf)).toEqual(['account-disabled'])
  expect(await opens(token)).toBe(false)
})

describe('whoever makes or changes an account', () => {
  test('gives and takes no more than they have', async () => {
    const id = await account({ role: 'admin' })
    const narrow = await narrowToken(fresh.database, null, ['tokens:read', 'tokens:write', 'runs:read'])
    const create = (body: object) =>
      api.call('POST', PATH, { body: { name: `by-narrow-${made++}`, ...body }, token: narrow })
    expect(typeOf(await create({ role: 'viewer' }))).toBe('too-much-asked')
    expect((await create({ scopes: ['runs:read'] })).status).toBe(201)
    expect(typeOf(await set(id, { disabled: true }, narrow))).toBe('too-much-asked')
    expect(typeOf(await makeToken(id, {}, narrow))).toBe('too-much-asked')
  })

  test('sees all integrations: who is limited to some sees none of it', async () => {
    const id = await account()
    const { integrationId } = await newTenant(fresh.database)
    const limited = await narrowToken(fresh.database, [integrationId], API_SCOPES)
    const answers = [
      await api.call('GET', PATH, { token: limited }),
      await api.call('GET', `${PATH}/${id}`, { token: limited }),
      await api.call('POST', PATH, { body: { name: 'limited', role: 'viewer' }, token: limited }),
      await set(id, { disabled: true }, limited),
      await makeToken(id, {}, limited),
    ]
    expect(answers.map(typeOf)).toEqual(answers.map(() => 'forbidden'))
    expect(answers.map(({ text }) => text).join()).not.toContain(`account-${made}`)
  })
})

test('the commands make, show, disable and enable one', async () => {
  const served = await serveApi(api)
  try {
    const casbah = (...args: string[]) => runCli(args, served.env)
    const created = await casbah('service-accounts', 'create', 'cli-account', '--role', 'viewer')
    expect([created.code, created.stderr]).toEqual([0, expect.stringContaining('--for cli-account')])
    const token = await casbah('tokens', 'create', 'first', '--for', 'cli-account')
    expect([token.code, await opens(token.stdout.trim())]).toEqual([0, true])
    const shown = await casbah('service-accounts', 'show', 'cli-account')
    expect(shown.stdout).toMatch(/cli-account, enabled[\s\S]*may at most: viewer[\s\S]*token: first/)
    expect((await casbah('service-accounts', 'disable', 'cli-account')).code).toBe(0)
    expect(await opens(token.stdout.trim())).toBe(false)
    expect((await casbah('service-accounts', 'list')).stdout).toMatch(/cli-account.*disabled/)
    const refused = await casbah('tokens', 'create', 'second', '--for', 'cli-account')
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('is disabled')])
    expect((await casbah('service-accounts', 'enable', 'cli-account')).code).toBe(0)
    expect((await casbah('service-accounts', 'show', 'nobody')).code).toBe(2)
    expect((await casbah('tokens', 'create', 'third')).code).toBe(2)
  } finally {
    await served.close()
  }
})
