import { afterEach, expect, test } from 'vitest'
import { call, EPOCH, FROM, startTenant, steer, stopTenant, walk } from '../support/simulated-tenant.ts'

afterEach(stopTenant)

test('keys: missing, wrong, revoked, expired, wrong class, without scope, not yet granted', async () => {
  const sim = await startTenant()
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
  const sim = await startTenant()
  const info = await call('/_sim/info')
  const path = (id: unknown) => `/compliance/workspaces/${id}/users`
  expect((await call(path('11111111-1111-4111-8111-111111111111'), sim.keys.compliance)).status).toBe(404)
  expect((await call(path(info.body.otherWorkspaceId), sim.keys.compliance)).status).toBe(403)
  expect(
    (await call(`/compliance/organizations/org-x/logs?event_type=COSTS&${FROM}`, sim.keys.compliance)).status,
  ).toBe(404)
})

test('switches: audit logging off, IP allow list, legacy conversations, leaking admin list', async () => {
  const sim = await startTenant()
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
  const sim = await startTenant({ rateFactor: 0.1, clock: () => new Date(now) })
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
  const sim = await startTenant()
  for (const method of ['POST', 'DELETE', 'PATCH', 'PUT']) {
    expect((await call('/organization/users', sim.keys.admin, {}, method)).status).toBe(405)
  }
  await call(`/compliance/workspaces/${sim.workspaceId}/skills`, sim.keys.compliance, {}, 'POST')
  expect(sim.stats()).toMatchObject({ nonRead: 4 })
})
