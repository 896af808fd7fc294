import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import type { SimulatorOptions } from '../../src/simulator/options.ts'
import type { Simulator } from '../../src/simulator/server.ts'
import { startSimulator } from '../../src/simulator/server.ts'

const RECORDINGS = fileURLToPath(
  new URL('../../../shared/openai/specs/platform-admin.openapi.json', import.meta.url),
)
const EPOCH = '2026-11-10T12:00:00Z'
const FROM = 'after=2026-11-01T00:00:00Z'

let running: Simulator | undefined

afterEach(async () => {
  await running?.close()
  running = undefined
})

async function start(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  running = await startSimulator({
    seed: 11,
    epoch: EPOCH,
    users: 12,
    gpts: 8,
    projects: 3,
    days: 1,
    messagesPerDay: 600,
    rateFactor: 1000,
    clock: () => new Date(EPOCH),
    ...options,
  })
  return running
}

interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Record<string, never> & {
    data: Record<string, never>[]
    error: { message: string; code: string | null }
  }
}

async function call(
  path: string,
  token?: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Reply> {
  const base = running?.platformUrl ?? ''
  const url = path.startsWith('/_sim') ? base.replace(/\/v1$/, path) : `${base}${path}`
  const auth = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const response = await fetch(url, { method, headers: { ...auth, ...headers }, redirect: 'manual' })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text.startsWith('{') ? JSON.parse(text) : {},
  }
}

async function steer(change: object, path = '/_sim/scenario'): Promise<void> {
  const response = await fetch((running?.platformUrl ?? '').replace(/\/v1$/, path), {
    method: 'POST',
    body: JSON.stringify(change),
  })
  expect(response.status, await response.text()).toBe(200)
}

/** Walks a list by `after` and gives all items. */
async function walk(path: string, token: string, limit: number): Promise<{ id: string }[]> {
  const items: { id: string }[] = []
  let after = ''
  for (;;) {
    const sign = path.includes('?') ? '&' : '?'
    const { status, body } = await call(`${path}${sign}limit=${limit}${after}`, token)
    expect(status, path).toBe(200)
    items.push(...(body.data as unknown as { id: string }[]))
    if (!body.has_more) return items
    after = `&after=${encodeURIComponent(String(items.at(-1)?.id))}`
  }
}

function idsHash(ids: readonly string[]): string {
  return createHash('sha256')
    .update([...ids].sort().join('\n'))
    .digest('hex')
}

async function truth(
  query = '',
): Promise<Record<string, { count: number; idsHash: string; fieldsHash: string }>> {
  const { status, body } = await call(`/_sim/truth${query}`)
  expect(status).toBe(200)
  return body.streams as never
}

test('every list pages to what truth says, on both planes', async () => {
  const sim = await start()
  const workspace = `/compliance/workspaces/${sim.workspaceId}`
  const expected = await truth()
  const flat: readonly [string, string, string][] = [
    ['platform.users', '/organization/users', sim.keys.admin],
    ['platform.invites', '/organization/invites', sim.keys.admin],
    ['platform.projects', '/organization/projects?include_archived=true', sim.keys.admin],
    ['platform.admin_keys', '/organization/admin_api_keys', sim.keys.admin],
    ['platform.audit_logs', '/organization/audit_logs', sim.keys.admin],
    ['chatgpt.users', `${workspace}/users`, sim.keys.compliance],
    ['chatgpt.gpts', `${workspace}/gpts`, sim.keys.compliance],
    ['chatgpt.projects', `${workspace}/projects`, sim.keys.compliance],
  ]
  for (const [stream, path, key] of flat) {
    for (const limit of [3, 100]) {
      const ids = (await walk(path, key, limit)).map(({ id }) => id)
      expect(new Set(ids).size, stream).toBe(ids.length)
      expect(idsHash(ids), `${stream} by ${limit}`).toBe(expected[stream]?.idsHash)
    }
  }
})

test('lists below a parent page to what truth says', async () => {
  const sim = await start()
  const workspace = `/compliance/workspaces/${sim.workspaceId}`
  const expected = await truth()
  const nested: readonly [string, string, string, string][] = [
    ['platform.project_users', '/organization/projects?include_archived=true', '/users', sim.keys.admin],
    [
      'platform.service_accounts',
      '/organization/projects?include_archived=true',
      '/service_accounts',
      sim.keys.admin,
    ],
    [
      'platform.project_keys',
      '/organization/projects?include_archived=true',
      '/api_keys?owner_project_access=any',
      sim.keys.admin,
    ],
    ['chatgpt.gpt_configs', `${workspace}/gpts`, '/configs', sim.keys.compliance],
    ['chatgpt.gpt_shared_users', `${workspace}/gpts`, '/shared_users', sim.keys.compliance],
    ['chatgpt.project_configs', `${workspace}/projects`, '/configs', sim.keys.compliance],
    ['chatgpt.project_shared_users', `${workspace}/projects`, '/shared_users', sim.keys.compliance],
  ]
  for (const [stream, parents, child, key] of nested) {
    const ids: string[] = []
    for (const parent of await walk(parents, key, 50)) {
      const items = await walk(`${parents.split('?')[0]}/${parent.id}${child}`, key, 2)
      ids.push(...items.map(({ id }) => `${parent.id}/${id}`))
    }
    expect(idsHash(ids), stream).toBe(expected[stream]?.idsHash)
  }
})

test('single objects answer under the id that lists give, and 404 under another', async () => {
  const sim = await start()
  const workspace = `/compliance/workspaces/${sim.workspaceId}`
  const project = `/organization/projects/${sim.keys.projectId}`
  const lists: readonly [string, string][] = [
    ['/organization/users', sim.keys.admin],
    ['/organization/invites', sim.keys.admin],
    ['/organization/projects', sim.keys.admin],
    ['/organization/admin_api_keys', sim.keys.admin],
    [`${project}/users`, sim.keys.admin],
    [`${project}/service_accounts`, sim.keys.admin],
    [`${project}/api_keys`, sim.keys.admin],
    [`${workspace}/gpts`, sim.keys.compliance],
    [`${workspace}/projects`, sim.keys.compliance],
  ]
  for (const [path, key] of lists) {
    const [first] = (await call(path, key)).body.data
    const one = await call(`${path}/${first?.id}`, key)
    expect(one.status, path).toBe(200)
    expect(one.body.id).toBe(first?.id)
    expect((await call(`${path}/nobody`, key)).status, path).toBe(404)
  }
  expect((await call('/organization/projects/proj_none/api_keys', sim.keys.admin)).status).toBe(404)
})

test('owner_project_access: left out it hides keys, any shows all', async () => {
  const sim = await start()
  const path = `/organization/projects/${sim.keys.projectId}/api_keys`
  const visible = await walk(path, sim.keys.admin, 100)
  const any = await walk(`${path}?owner_project_access=any`, sim.keys.admin, 100)
  const inactive = await walk(`${path}?owner_project_access=inactive`, sim.keys.admin, 100)
  expect(visible.length).toBeLessThan(any.length)
  expect(visible.length + inactive.length).toBe(any.length)
  expect((await call(`${path}?owner_project_access=maybe`, sim.keys.admin)).status).toBe(400)
})

test('audit logs: newest first, filtered by type, actor and time, with and without brackets', async () => {
  const sim = await start()
  const path = '/organization/audit_logs'
  const all = (await walk(path, sim.keys.admin, 100)) as unknown as {
    id: string
    type: string
    effective_at: number
  }[]
  const times = all.map(({ effective_at }) => effective_at)
  expect([...times].sort((a, b) => b - a)).toEqual(times)
  const logins = all.filter(({ type }) => type === 'login.succeeded').map(({ id }) => id)
  for (const name of ['event_types[]', 'event_types']) {
    expect(
      (await walk(`${path}?${encodeURIComponent(name)}=login.succeeded`, sim.keys.admin, 5)).map(
        ({ id }) => id,
      ),
    ).toEqual(logins)
  }
  const cut = times[5] as number
  const from = (await walk(`${path}?effective_at[gte]=${cut}`, sim.keys.admin, 4)).length
  const below = (await walk(`${path}?effective_at[lt]=${cut}`, sim.keys.admin, 4)).length
  expect(from + below).toBe(all.length)
  expect(from).toBe(times.filter((time) => time >= cut).length)
  expect((await call(`${path}?effective_at[gte]=soon`, sim.keys.admin)).status).toBe(400)
  const newer = await call(`${path}?before=${all[10]?.id}&limit=3`, sim.keys.admin)
  expect(newer.body.data.map(({ id }) => id)).toEqual(all.slice(7, 10).map(({ id }) => id))
})

test('logs: list, 307 to the second origin, checksum; the bearer header is refused there', async () => {
  const sim = await start()
  const logs = `/compliance/workspaces/${sim.workspaceId}/logs`
  for (const type of ['AUTH_LOG', 'AUDIT_LOG', 'CONVERSATION_MESSAGE']) {
    const { body } = await call(`${logs}?event_type=${type}&${FROM}&limit=3`, sim.keys.compliance)
    expect(body.data.length).toBe(3)
    expect(body.last_end_time).toBe(body.data[2]?.end_time)
    const [file] = body.data
    const redirect = await call(`${logs}/${file?.id}`, sim.keys.compliance)
    expect(redirect.status).toBe(307)
    expect(redirect.text).toBe('')
    const location = redirect.headers.get('location') ?? ''
    expect(new URL(location).origin).toBe(sim.downloadUrl)
    const leaked = await fetch(location, { headers: { authorization: `Bearer ${sim.keys.compliance}` } })
    expect(leaked.status).toBe(400)
    const bytes = Buffer.from(await (await fetch(location)).arrayBuffer())
    expect(bytes.length).toBe(file?.file_size)
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(file?.file_sha256)
    for (const line of bytes.toString().trimEnd().split('\n')) expect(JSON.parse(line).type).toBe(type)
  }
  expect(sim.stats().downloadsWithBearer).toBe(3)
})

test('a link expires, and a forged one never worked', async () => {
  const sim = await start()
  const logs = `/compliance/workspaces/${sim.workspaceId}/logs`
  const [file] = (await call(`${logs}?event_type=AUTH_LOG&${FROM}`, sim.keys.compliance)).body.data
  const location = (await call(`${logs}/${file?.id}`, sim.keys.compliance)).headers.get('location') ?? ''
  expect((await fetch(location.replace(/sig=./, 'sig=%00'))).status).toBe(403)
  await steer({ advanceMs: 301_000 }, '/_sim/clock')
  expect((await fetch(location)).status).toBe(403)
  expect((await call(`${logs}/${file?.id}`, sim.keys.compliance)).status).toBe(307)
})

test('a full read of the logs equals truth at its cursor, and our calls come back as audit events', async () => {
  const sim = await start()
  const logs = `/compliance/workspaces/${sim.workspaceId}/logs`
  await call(`/compliance/workspaces/${sim.workspaceId}/users`, sim.keys.compliance)
  await steer({ advanceMs: 11 * 60_000 }, '/_sim/clock')
  const ids = new Set<string>()
  const actions = new Set<string>()
  let after = '2026-11-01T00:00:00Z'
  for (;;) {
    const page = await call(`${logs}?event_type=AUDIT_LOG&after=${after}&limit=10`, sim.keys.compliance)
    for (const file of page.body.data) {
      const location = (await call(`${logs}/${file.id}`, sim.keys.compliance)).headers.get('location') ?? ''
      for (const line of (await (await fetch(location)).text()).trimEnd().split('\n')) {
        const record = JSON.parse(line)
        ids.add(record.event_id)
        if (record.actor.type === 'API_KEY') actions.add(record.action)
      }
    }
    after = String(page.body.last_end_time ?? after)
    if (!page.body.has_more) break
  }
  expect(actions).toContain('LIST_WORKSPACE_USERS')
  const upto = encodeURIComponent(JSON.stringify({ 'logs.AUDIT_LOG': after }))
  const expected = await truth(`?stream=logs.AUDIT_LOG&upto=${upto}`)
  expect(idsHash([...ids])).toBe(expected['logs.AUDIT_LOG']?.idsHash)
})

test('parameters of the log list: 422 for missing, 400 for malformed, unknown and misplaced', async () => {
  const sim = await start()
  const workspace = `/compliance/workspaces/${sim.workspaceId}/logs`
  const organization = `/compliance/organizations/${sim.organizationId}/logs`
  const get = (path: string) => call(path, sim.keys.compliance)
  expect(await get(`${workspace}?event_type=AUTH_LOG`)).toMatchObject({
    status: 422,
    body: { detail: [{ loc: ['query', 'after'] }] },
  })
  expect((await get(`${workspace}?${FROM}`)).status).toBe(422)
  expect((await get(`${workspace}?event_type=AUTH_LOG&after=2026-11-01T00:00:00`)).status).toBe(400)
  expect((await get(`${workspace}?event_type=AUTH_LOG&after=2026-11-01T00:00:00+00:00`)).status).toBe(400)
  expect((await get(`${workspace}?event_type=NOPE&${FROM}`)).text).toContain('invalid event_type')
  expect((await get(`${organization}?event_type=AUTH_LOG&${FROM}`)).text).toContain(
    'AUTH_LOG is a workspace-scoped event type',
  )
  expect(await get(`${organization}?event_type=COSTS&${FROM}`)).toMatchObject({
    status: 200,
    body: { data: [], has_more: false, last_end_time: null },
  })
  expect((await get(`${workspace}/eclf_bad`)).status).toBe(400)
  expect((await get(`${workspace}/eclf_${'0'.repeat(32)}`)).status).toBe(404)
  expect(
    (await get(`${workspace}?event_type=AUTH_LOG,AUDIT_LOG&event_type=CONVERSATION_MESSAGE&${FROM}`)).body
      .data.length,
  ).toBeGreaterThan(20)
  const newest = await get(
    `/compliance/workspaces/${sim.workspaceId}/max_event_time?event_type=AUTH_LOG&event_type=APP_LOG`,
  )
  expect(newest.body).toMatchObject({
    max_event_time: { APP_LOG: null, AUTH_LOG: expect.stringMatching(/Z$/) },
  })
})

test('keys: missing, wrong, revoked, expired, wrong class, without scope, not yet granted', async () => {
  const sim = await start()
  const workspace = `/compliance/workspaces/${sim.workspaceId}`
  expect((await call('/organization/users')).status).toBe(401)
  expect((await call('/organization/users', 'sk-admin-nobody')).body.error.code).toBe('invalid_api_key')
  expect((await call('/organization/users', sim.keys.compliance)).body.error.message).toContain(
    'Missing scopes: api.management.read',
  )
  expect((await call('/organization/users', sim.keys.project)).status).toBe(401)
  expect((await call('/models', sim.keys.project)).status).toBe(200)
  expect((await call(`${workspace}/users`, sim.keys.admin)).status).toBe(401)
  expect(
    (await call('/organization/users', sim.keys.admin, { 'openai-organization': 'org-other' })).body.error
      .code,
  ).toBe('mismatched_organization')
  const later = new Date(Date.parse(EPOCH) + 3_600_000).toISOString()
  await steer({
    revokedTokens: [sim.keys.admin],
    complianceGrantedAt: later,
    keys: [
      {
        token: 'sk-admin-both',
        kind: 'admin',
        scopes: ['api.management.read', 'chatgpt.enterprise.compliance_export.read'],
      },
      {
        token: 'sk-admin-old',
        kind: 'admin',
        scopes: ['api.management.read'],
        expiresAt: '2026-01-01T00:00:00Z',
      },
      {
        token: 'sk-comp-auth',
        kind: 'compliance',
        scopes: ['chatgpt.enterprise.compliance_logs_platform.auth_log.read'],
      },
    ],
  })
  expect((await call('/organization/users', sim.keys.admin)).status).toBe(401)
  expect((await call(`${workspace}/users`, sim.keys.compliance)).status).toBe(403)
  expect((await call('/organization/users', 'sk-admin-both')).status).toBe(200)
  expect((await call('/organization/audit_logs', 'sk-admin-both')).body.error.message).toContain(
    'Missing scopes: api.audit_logs.read',
  )
  expect((await call(`${workspace}/users`, 'sk-admin-both')).status).toBe(200)
  expect((await call('/organization/users', 'sk-admin-old')).status).toBe(401)
  expect((await call(`${workspace}/logs?event_type=AUTH_LOG&${FROM}`, 'sk-comp-auth')).status).toBe(200)
  expect((await call(`${workspace}/logs?event_type=AUDIT_LOG&${FROM}`, 'sk-comp-auth')).status).toBe(403)
  await steer({ advanceMs: 3_601_000 }, '/_sim/clock')
  expect((await call(`${workspace}/users`, sim.keys.compliance)).status).toBe(200)
})

test('workspaces: unknown is 404, of another organization 403; unknown organization 404', async () => {
  const sim = await start()
  const info = await call('/_sim/info')
  const path = (id: unknown) => `/compliance/workspaces/${id}/users`
  expect((await call(path('11111111-1111-4111-8111-111111111111'), sim.keys.compliance)).status).toBe(404)
  expect((await call(path(info.body.otherWorkspaceId), sim.keys.compliance)).status).toBe(403)
  expect(
    (await call(`/compliance/organizations/org-x/logs?event_type=COSTS&${FROM}`, sim.keys.compliance)).status,
  ).toBe(404)
})

test('switches: audit logging off, IP allow list, legacy conversations, leaking admin list', async () => {
  const sim = await start()
  const conversations = `/compliance/workspaces/${sim.workspaceId}/conversations`
  expect(await call(conversations, sim.keys.compliance)).toMatchObject({
    status: 410,
    text: expect.stringContaining('Compliance Logs Platform'),
  })
  const before = (await walk('/organization/admin_api_keys', sim.keys.admin, 100)).length
  await steer({ auditLoggingOff: true, legacyConversations: true, adminKeysIncludeProjectKeys: true })
  expect((await call('/organization/audit_logs', sim.keys.admin)).text).toContain(
    'Audit logging is not enabled',
  )
  const legacy = await walk(`${conversations}?since_timestamp=0`, sim.keys.compliance, 20)
  expect(legacy.length).toBeGreaterThan(20)
  expect(new Set(legacy.map(({ id }) => id)).size).toBe(legacy.length)
  const leaking = await walk('/organization/admin_api_keys', sim.keys.admin, 100)
  expect(leaking.length).toBe(before + 2)
  await steer({ ipAllowListBlocks: true })
  expect(await call('/organization/users', sim.keys.admin)).toMatchObject({
    status: 401,
    text: expect.stringContaining('IP not authorized'),
  })
  expect((await call(`/compliance/workspaces/${sim.workspaceId}/users`, sim.keys.compliance)).status).toBe(
    403,
  )
})

test('rate limits: 429 with whole seconds, and disobedience is counted', async () => {
  let now = Date.parse(EPOCH)
  const sim = await start({ rateFactor: 0.1, clock: () => new Date(now) })
  const users = `/compliance/workspaces/${sim.workspaceId}/users`
  for (let i = 0; i < 10; i++) expect((await call(users, sim.keys.compliance)).status).toBe(200)
  const refused = await call(users, sim.keys.compliance)
  expect(refused.status).toBe(429)
  const seconds = Number(refused.headers.get('retry-after'))
  expect(Number.isInteger(seconds) && seconds >= 1).toBe(true)
  expect((await call(`/compliance/workspaces/${sim.workspaceId}/gpts`, sim.keys.compliance)).status).toBe(200)
  expect(sim.stats().beforeRetryAfter).toBe(0)
  now += 1000
  expect((await call(users, sim.keys.compliance)).status).toBe(429)
  expect(sim.stats().beforeRetryAfter).toBe(1)
  now += 60_000
  expect((await call(users, sim.keys.compliance)).status).toBe(200)
  expect(sim.stats().beforeRetryAfter).toBe(1)
})

test('anything but reading is refused and counted', async () => {
  const sim = await start()
  for (const method of ['POST', 'DELETE', 'PATCH', 'PUT']) {
    expect((await call('/organization/users', sim.keys.admin, {}, method)).status).toBe(405)
  }
  await call(`/compliance/workspaces/${sim.workspaceId}/skills`, sim.keys.compliance, {}, 'POST')
  expect(sim.stats()).toMatchObject({ nonRead: 4 })
})

test('faults on demand: 5xx, reset, truncation, bad checksum, 429 without a hint, endless lists, expired links', async () => {
  const sim = await start()
  const logs = `/compliance/workspaces/${sim.workspaceId}/logs`
  const list = `${logs}?event_type=AUTH_LOG&${FROM}&limit=2`
  const plant = (kind: string, route: string, more = {}) =>
    steer({ faults: [{ kind, route, count: 1, ...more }] })
  await plant('status5xx', 'GET *users', { status: 503 })
  expect((await call('/organization/users', sim.keys.admin)).status).toBe(503)
  expect((await call('/organization/users', sim.keys.admin)).status).toBe(200)
  await plant('reset', '*')
  await expect(call('/organization/users', sim.keys.admin)).rejects.toThrow()
  await plant('truncate', '*')
  await expect(call('/organization/users', sim.keys.admin)).rejects.toThrow()
  await plant('429', '*', { retryAfter: 'none' })
  expect((await call('/organization/users', sim.keys.admin)).headers.get('retry-after')).toBeNull()
  await plant('429', '*', { retryAfter: 'date' })
  expect(
    Date.parse((await call('/organization/users', sim.keys.admin)).headers.get('retry-after') ?? ''),
  ).toBeGreaterThan(Date.parse(EPOCH))
  await plant('emptyPageNullCursor', '*/logs')
  expect((await call(list, sim.keys.compliance)).body).toMatchObject({ data: [], last_end_time: null })
  await plant('hasMoreForever', '*')
  expect((await call(`${logs}?event_type=AUTH_LOG&after=${EPOCH}`, sim.keys.compliance)).body).toMatchObject({
    data: [],
    has_more: true,
  })
  const first = await call(list, sim.keys.compliance)
  const boundary = `${logs}?event_type=AUTH_LOG&after=${first.body.data[0]?.end_time}&limit=1`
  await plant('boundaryRelist', '*')
  expect((await call(boundary, sim.keys.compliance)).body.data[0]?.id).toBe(first.body.data[0]?.id)
  expect((await call(boundary, sim.keys.compliance)).body.data[0]?.id).toBe(first.body.data[1]?.id)
  await plant('expiredLink', '*')
  const file = first.body.data[0]
  const stale = (await call(`${logs}/${file?.id}`, sim.keys.compliance)).headers.get('location') ?? ''
  expect((await fetch(stale)).status).toBe(403)
  const good = (await call(`${logs}/${file?.id}`, sim.keys.compliance)).headers.get('location') ?? ''
  await plant('badChecksum', 'GET download')
  const digestOf = async () =>
    createHash('sha256')
      .update(Buffer.from(await (await fetch(good)).arrayBuffer()))
      .digest('hex')
  expect(await digestOf()).not.toBe(file?.file_sha256)
  expect(await digestOf()).toBe(file?.file_sha256)
})

test('poison records are served, and truth says what a clean holder keeps of them', async () => {
  const sim = await start()
  const calm = await truth('?stream=platform.users')
  await steer({
    poison: {
      nul: true,
      loneSurrogates: true,
      equalKeysInPage: true,
      unknownShape: ['platform.users', 'logs.AUTH_LOG'],
    },
  })
  const { body, text } = await call('/organization/users', sim.keys.admin)
  expect(text).toContain('\\u0000')
  expect(text).toContain('\\ud800')
  const ids = body.data.map(({ id }) => id)
  expect(ids).toContain(undefined)
  expect(ids[1]).toBe(ids[2])
  const poisoned = await truth('?stream=platform.users')
  expect(poisoned['platform.users']?.idsHash).toBe(calm['platform.users']?.idsHash)
  expect(poisoned['platform.users']?.fieldsHash).not.toBe(calm['platform.users']?.fieldsHash)
})

test('the same options after a restart show the same history and the same calls', async () => {
  const first = await start()
  const before = await truth()
  const keys = first.keys
  await first.close()
  const second = await start()
  expect(second.keys).toEqual(keys)
  expect(await truth()).toEqual(before)
})

test('the control routes refuse what they do not know', async () => {
  await start()
  expect((await call('/_sim/truth?stream=nothing')).status).toBe(400)
  expect((await call('/_sim/nothing')).status).toBe(404)
  const lines = await call('/_sim/truth/lines?stream=platform.projects')
  expect(lines.text.trimEnd().split('\n').length).toBe(3)
})

test.skipIf(!existsSync(RECORDINGS))(
  'recordings: published samples as they are, an empty page behind every cursor (skipped without the samples)',
  async () => {
    const sim = await start({ recordingsFile: RECORDINGS })
    const users = await call('/organization/users', sim.keys.admin)
    expect(users.body.data[0]).toEqual({
      object: 'organization.user',
      id: 'user_abc',
      name: 'First Last',
      email: 'user@example.com',
      role: 'owner',
      added_at: 1711471533,
    })
    expect((await call('/organization/users?after=user-xyz', sim.keys.admin)).body).toMatchObject({
      data: [],
      has_more: false,
      last_id: null,
    })
    expect(
      (await call('/organization/projects/any-id/api_keys?limit=100', sim.keys.admin)).body.data.length,
    ).toBe(1)
    expect((await call('/organization/audit_logs', sim.keys.admin)).body.has_more).toBe(true)
    expect((await call(`/compliance/workspaces/${sim.workspaceId}/users`, sim.keys.compliance)).status).toBe(
      404,
    )
    const expected = await truth()
    expect(expected['platform.users']?.count).toBe(1)
    expect(expected['platform.project_keys']?.idsHash).toBe(idsHash(['proj_abc/key_abc']))
    expect(expected['chatgpt.users']?.count).toBe(0)
  },
)
