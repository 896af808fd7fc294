import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { call, idsHash, startTenant, steer, stopTenant, truth, walk } from '../support/simulated-tenant.ts'

const RECORDINGS = fileURLToPath(
  new URL('../../../shared/openai/specs/platform-admin.openapi.json', import.meta.url),
)

afterEach(stopTenant)

test('every list pages to what truth says, on both planes', async () => {
  const sim = await startTenant()
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
  const sim = await startTenant()
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
  const sim = await startTenant()
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
  const sim = await startTenant()
  const path = `/organization/projects/${sim.keys.projectId}/api_keys`
  const visible = await walk(path, sim.keys.admin, 100)
  const any = await walk(`${path}?owner_project_access=any`, sim.keys.admin, 100)
  const inactive = await walk(`${path}?owner_project_access=inactive`, sim.keys.admin, 100)
  expect(visible.length).toBeLessThan(any.length)
  expect(visible.length + inactive.length).toBe(any.length)
  expect((await call(`${path}?owner_project_access=maybe`, sim.keys.admin)).status).toBe(400)
})

test('audit logs: newest first, filtered by type, actor and time, with and without brackets', async () => {
  const sim = await startTenant()
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

test('the same options after a restart show the same history and the same calls', async () => {
  const first = await startTenant()
  const before = await truth()
  const keys = first.keys
  await first.close()
  const second = await startTenant()
  expect(second.keys).toEqual(keys)
  expect(await truth()).toEqual(before)
})

test('calls kept in a file are in the audit log after a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-calls-'))
  try {
    const callsFile = join(folder, 'calls.jsonl')
    const sim = await startTenant({ callsFile })
    await call(`/compliance/workspaces/${sim.workspaceId}/users`, sim.keys.compliance)
    await steer({ advanceMs: 11 * 60_000 }, '/_sim/clock')
    const before = await truth('?stream=logs.AUDIT_LOG')
    await sim.close()
    await startTenant({ callsFile })
    await steer({ advanceMs: 11 * 60_000 }, '/_sim/clock')
    expect(await truth('?stream=logs.AUDIT_LOG')).toEqual(before)
    const lines = await call('/_sim/truth/lines?stream=logs.AUDIT_LOG')
    expect(lines.text).toContain('LIST_WORKSPACE_USERS')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('the control routes refuse what they do not know', async () => {
  await startTenant()
  expect((await call('/_sim/truth?stream=nothing')).status).toBe(400)
  expect((await call('/_sim/nothing')).status).toBe(404)
  const lines = await call('/_sim/truth/lines?stream=platform.projects')
  expect(lines.text.trimEnd().split('\n').length).toBe(3)
})

test.skipIf(!existsSync(RECORDINGS))(
  'recordings: published samples as they are, an empty page behind every cursor (skipped without the samples)',
  async () => {
    const sim = await startTenant({ recordingsFile: RECORDINGS })
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
