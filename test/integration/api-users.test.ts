import { randomUUIDv7 } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signInSettings } from '../../src/api/sign-in/settings.ts'
import { createSigningIn } from '../../src/api/sign-in/signing-in.ts'
import { readSome, SIGN_IN_SETTINGS } from '../../src/config.ts'
import { openMasterKey } from '../../src/db/seal/master-key.ts'
import { setUserRole } from '../../src/db/users/users.ts'
import type { TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { narrowToken, seededTenant } from '../support/api-fixtures.ts'
import { runCli } from '../support/cli.ts'
import type { PlantedSession } from '../support/planted-session.ts'
import { plantSession } from '../support/planted-session.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { runAsWritten, shellBlocks } from '../support/readme.ts'
import type { ServedApi } from '../support/serve-api.ts'
import { serveApi } from '../support/serve-api.ts'
import { auditRows, auditSeq, SESSION_COOKIE, signInOf } from '../support/sign-in.ts'
import { eventually } from '../support/temporal.ts'

let fresh: FreshDatabase
let api: TestApi
let served: ServedApi
let tenant: SeededTenant
let admin: PlantedSession

beforeAll(async () => {
  fresh = await freshDatabase()
  // Nobody is asked there: the sessions are new, and cannot be renewed.
  api = await startTestApi(fresh.database, { signIn: signInOf('https://id.example') })
  served = await serveApi(api)
  tenant = await seededTenant(fresh.database)
  admin = await plantSession(fresh.database, api, 'admin', { name: 'Ada', email: 'ada@acme.example' })
})
afterAll(async () => {
  await served?.close()
  await api?.close()
  await fresh?.drop()
})

const as = (who: PlantedSession, method: string, path: string, body?: unknown) =>
  api.call(method, path, { token: null, headers: who.headers, ...(body === undefined ? {} : { body }) })
const change = (who: PlantedSession, { userId }: PlantedSession, body: object) =>
  as(who, 'PATCH', `/api/v1/users/${userId}`, body)
const makeToken = async (who: PlantedSession, body: object = { role: 'viewer' }): Promise<string> => {
  const { json, status, text } = await as(who, 'POST', '/api/v1/tokens', { name: 'made', ...body })
  expect(status, text).toBe(201)
  return String(json.token)
}
const opens = async (token: string): Promise<number> =>
  (await api.call('GET', '/api/v1/me', { token })).status

describe('people', () => {
  test('are listed page by page, newest first, and read one by one', async () => {
    const newest = await plantSession(fresh.database, api, 'viewer', { name: 'Newest' })
    const first = await as(admin, 'GET', '/api/v1/users?limit=1')
    expect(first.json.data).toMatchObject([
      { id: newest.userId, name: 'Newest', role: 'viewer', sessions: 1 },
    ])
    const next = await as(admin, 'GET', `/api/v1/users?limit=200&cursor=${first.json.page?.next_cursor}`)
    const ids = next.json.data?.map(({ id }) => id)
    expect(ids).toContain(admin.userId)
    expect(ids).not.toContain(newest.userId)
    const one = await as(admin, 'GET', `/api/v1/users/${admin.userId}`)
    expect(one.json).toMatchObject({ email: 'ada@acme.example', disabled_at: null, tokens: [] })
    expect((await as(admin, 'GET', `/api/v1/users/${randomUUIDv7()}`)).status).toBe(404)
  })

  test('are not for tokens of some integrations', async () => {
    const token = await narrowToken(fresh.database, [tenant.integrationId])
    for (const path of ['/api/v1/users', `/api/v1/users/${admin.userId}`])
      expect((await api.call('GET', path, { token })).status).toBe(403)
    const body = { disabled: true }
    expect((await api.call('PATCH', `/api/v1/users/${admin.userId}`, { token, body })).status).toBe(403)
  })

  test('act under their name', async () => {
    const seq = await auditSeq(fresh.database)
    await makeToken(admin)
    expect(await auditRows(fresh.database, seq)).toMatchObject([
      { action: 'token.create', actor: { kind: 'user', id: admin.userId, label: 'Ada' } },
    ])
    const { json } = await as(admin, 'GET', '/api/v1/tokens')
    expect(json.data?.[0]?.created_by).toMatchObject({ kind: 'user', label: 'Ada' })
  })
})

describe('whoever is disabled', () => {
  test('is out at once, with the tokens that they made and that these made', async () => {
    const bo = await plantSession(fresh.database, api, 'admin', { name: 'Bo' })
    const mine = await makeToken(bo, { role: 'admin' })
    const made = await api.call('POST', '/api/v1/tokens', {
      token: mine,
      body: { name: 'x', role: 'viewer' },
    })
    const grandchild = String(made.json.token)
    const others = await makeToken(admin)
    expect((await as(admin, 'GET', `/api/v1/users/${bo.userId}`)).json.tokens).toHaveLength(2)
    const seq = await auditSeq(fresh.database)
    const done = await change(admin, bo, { disabled: true })
    expect(done.json).toMatchObject({ sessions: 0, tokens: [], disabled_by: { kind: 'user', label: 'Ada' } })
    expect((await as(bo, 'GET', '/api/v1/me')).status).toBe(401)
    expect([await opens(mine), await opens(grandchild), await opens(others)]).toEqual([401, 401, 200])
    const [row] = await auditRows(fresh.database, seq)
    expect(row).toMatchObject({
      action: 'user.disable',
      target: `user/${bo.userId}`,
      actor: { label: 'Ada' },
    })
    expect(row?.detail).toMatchObject({ sessions_ended: 1, keep_tokens: false })
    expect(row?.detail.tokens_revoked).toHaveLength(2)
  })

  test('by a program, whose account stands beside its token in the log', async () => {
    const bo = await plantSession(fresh.database, api, 'viewer')
    const account = await api.call('POST', '/api/v1/service-accounts', {
      body: { name: 'off-boarding', role: 'admin' },
    })
    const made = await api.call('POST', '/api/v1/tokens', {
      body: { name: 'off-boarding', service_account_id: account.json.id },
    })
    const token = String(made.json.token)
    const seq = await auditSeq(fresh.database)
    for (const disabled of [true, false])
      await api.call('PATCH', `/api/v1/users/${bo.userId}`, { token, body: { disabled } })
    const detail = { by_service_account: account.json.id }
    expect(await auditRows(fresh.database, seq)).toMatchObject([
      { action: 'user.disable', detail },
      { action: 'user.enable', detail },
    ])
  })

  test('loses what a revoked token of theirs had made, too', async () => {
    const bo = await plantSession(fresh.database, api, 'admin')
    const mine = await makeToken(bo, { role: 'admin' })
    const made = await api.call('POST', '/api/v1/tokens', {
      token: mine,
      body: { name: 'x', role: 'viewer' },
    })
    const me = await api.call('GET', '/api/v1/me', { token: mine })
    await api.call('DELETE', `/api/v1/tokens/${me.json.id}`)
    expect(await opens(String(made.json.token))).toBe(200)
    await change(admin, bo, { disabled: true })
    expect(await opens(String(made.json.token))).toBe(401)
  })

  test('keeps tokens where somebody says so', async () => {
    const bo = await plantSession(fresh.database, api, 'admin')
    const token = await makeToken(bo)
    const done = await change(admin, bo, { disabled: true, keep_tokens: true })
    expect(done.json.tokens).toHaveLength(1)
    expect(await opens(token)).toBe(200)
    expect((await as(bo, 'GET', '/api/v1/me')).status).toBe(401)
    expect((await change(admin, bo, { disabled: false, keep_tokens: true })).status).toBe(400)
  })

  test.each([
    ['makes no token', (bo: PlantedSession) => change(admin, bo, { disabled: true })],
    [
      'or has another role now makes none that can do more',
      (bo: PlantedSession) => setUserRole(fresh.database.drizzle, bo.userId, 'operator'),
    ],
  ])('%s with a request that was on its way', async (_, happens) => {
    const bo = await plantSession(fresh.database, api, 'admin')
    const [reading, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    // Nobody reads a body before the caller is known.
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          reading.resolve()
          await gate.promise
          controller.enqueue(new TextEncoder().encode('{"name":"late","role":"admin"}'))
          controller.close()
        },
      },
      { highWaterMark: 0 },
    )
    const late = api.app.request('/api/v1/tokens', {
      method: 'POST',
      headers: { ...bo.headers, 'content-type': 'application/json' },
      body,
      duplex: 'half',
    } as RequestInit)
    await reading.promise
    await happens(bo)
    gate.resolve()
    expect((await late).status).toBe(401)
    expect((await as(admin, 'GET', `/api/v1/users/${bo.userId}`)).json.tokens).toEqual([])
  })

  test('may lose their last group at the provider at the same moment', async () => {
    const bo = await plantSession(fresh.database, api, 'viewer')
    const settings = signInSettings(readSome(signInOf('https://id.example'), SIGN_IN_SETTINGS))
    if (settings === null) throw new Error('the settings are those of a house where people sign in')
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
    const master = openMasterKey(api.settings.CASBAH_MASTER_KEY)
    const { sessions } = createSigningIn(
      { database: fresh.database, master, log, now: () => new Date() },
      settings,
    )
    const open = await sessions.find((bo.headers.cookie ?? '').replace(`${SESSION_COOKIE}=`, ''))
    if (open === null) throw new Error('no session')
    const ending: Promise<void>[] = []
    await fresh.database.sql.begin(async (tx) => {
      await tx`update users set disabled_at = now() where id = ${bo.userId}`
      ending.push(sessions.end(open, 'no_role'))
      await eventually('the other waits for the person', async () => {
        const waiting = await fresh.database.sql`
          select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
        expect(waiting.length).toBeGreaterThan(0)
      })
      await tx`delete from sessions where user_id = ${bo.userId}`
    })
    await Promise.all(ending)
    expect(await fresh.database.sql`select from sessions where user_id = ${bo.userId}`).toHaveLength(0)
  })

  test('is not oneself, nor anybody who can do more', async () => {
    const own = await change(admin, admin, { disabled: true })
    expect([own.status, own.json.type]).toEqual([409, '/docs/problems/own-access'])
    const viewer = await plantSession(fresh.database, api, 'viewer')
    const token = await narrowToken(fresh.database, null, ['users:read', 'users:write'])
    const body = { disabled: true }
    for (const { userId } of [admin, viewer]) {
      const refused = await api.call('PATCH', `/api/v1/users/${userId}`, { token, body })
      expect([refused.status, refused.json.type]).toEqual([403, '/docs/problems/too-much-asked'])
    }
    expect((await as(admin, 'GET', '/api/v1/me')).status).toBe(200)
  })

  test('keeps tokens that can do more than whoever disables them', async () => {
    const bo = await plantSession(fresh.database, api, 'admin')
    const theirs = await makeToken(bo, { role: 'admin' })
    await setUserRole(fresh.database.drizzle, bo.userId, null)
    const token = await narrowToken(fresh.database, null, ['users:read', 'users:write'])
    const disable = (body: object) =>
      api.call('PATCH', `/api/v1/users/${bo.userId}`, { token, body: { disabled: true, ...body } })
    const refused = await disable({})
    expect([refused.status, refused.json.type]).toEqual([403, '/docs/problems/too-much-asked'])
    expect(refused.json.detail).toContain('keep_tokens')
    expect((await as(admin, 'GET', `/api/v1/users/${bo.userId}`)).json.disabled_at).toBeNull()
    expect((await disable({ keep_tokens: true })).status).toBe(200)
    expect(await opens(theirs)).toBe(200)
    await change(admin, bo, { disabled: true })
    expect(await opens(theirs)).toBe(401)
  })

  test('may be let in again, without what was revoked', async () => {
    const bo = await plantSession(fresh.database, api, 'admin')
    const token = await makeToken(bo)
    await change(admin, bo, { disabled: true })
    const seq = await auditSeq(fresh.database)
    expect((await change(admin, bo, { disabled: false })).json).toMatchObject({
      disabled_at: null,
      disabled_by: null,
    })
    expect(await opens(token)).toBe(401)
    expect((await auditRows(fresh.database, seq)).map(({ action }) => action)).toEqual(['user.enable'])
  })

  test.each([{}, { disabled: 'yes' }, { disabled: true, role: 'admin' }])(
    'is told by %j alone: no',
    async (body) => {
      expect((await change(admin, admin, body)).status).toBe(400)
    },
  )
})

describe('casbah users', () => {
  const cli = (...args: string[]) => runCli(['users', ...args], served.env)

  test('lists, shows, disables and enables by address', async () => {
    const di = await plantSession(fresh.database, api, 'admin', {
      name: 'Di\u202e',
      email: 'Di@acme.example',
    })
    await makeToken(di)
    const listed = await cli('list')
    expect(listed.stdout).toMatch(/Di· +│? *Di@acme\.example/)
    const shown = await cli('show', 'di@acme.example')
    expect(shown.stdout).toContain('may: admin')
    expect(shown.stdout).toContain('token: made (cbh_live_')
    const disabled = await cli('disable', 'di@acme.example')
    expect([disabled.code, disabled.stderr]).toEqual([0, 'Di· is shut out. Tokens revoked: made.\n'])
    expect((await as(di, 'GET', '/api/v1/me')).status).toBe(401)
    expect((await cli('show', di.userId)).stdout).toMatch(/may: disabled by bootstrap, 20/)
    const enabled = await cli('enable', di.userId)
    expect([enabled.code, enabled.stderr]).toEqual([0, 'Di· may sign in again.\n'])
  })

  test('leaves the tokens where only the sessions are to end', async () => {
    const di = await plantSession(fresh.database, api, 'admin', { name: 'Di' })
    const token = await makeToken(di)
    const disabled = await cli('disable', di.userId, '--sessions-only')
    expect([disabled.code, disabled.stderr]).toEqual([0, 'Di is shut out. Still good: made.\n'])
    expect(await opens(token)).toBe(200)
  })

  test('does what the page on single sign-on has', async () => {
    await plantSession(fresh.database, api, 'viewer', { name: 'Fay', email: 'fay@acme.example' })
    const page = await readFile(new URL('../../docs/how-to/single-sign-on.md', import.meta.url), 'utf8')
    const [block = ''] = shellBlocks(page).filter((one) => one.includes('npx casbah'))
    const env = { ...served.env, PATH: process.env.PATH }
    const lines = await runAsWritten(block, { replace: { 'ada@acme.example': 'fay@acme.example' }, env })
    expect(lines).toHaveLength(4)
    for (const { code, line, stderr } of lines) expect(code, `${line}\n${stderr}`).toBe(0)
  })

  test('says whom it does not find', async () => {
    const missing = await cli('disable', 'nobody@acme.example')
    expect(missing.code).toBe(2)
    expect(missing.stderr).toContain('casbah users list')
    expect((await cli('show', randomUUIDv7())).stderr).toContain('casbah users list')
  })

  test('says which of two people with one address it cannot tell apart', async () => {
    for (const subject of ['one', 'two'])
      await plantSession(fresh.database, api, 'viewer', { subject, email: 'both@acme.example' })
    expect((await cli('disable', 'both@acme.example')).stderr).toContain('2 people have this e-mail address')
  })
})
