import { createHash } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { call, FROM, idsHash, startTenant, steer, stopTenant, truth } from '../support/simulated-tenant.ts'

afterEach(stopTenant)

test('logs: list, 307 to the second origin, checksum; the bearer header is refused there', async () => {
  const sim = await startTenant()
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
  const sim = await startTenant()
  const logs = `/compliance/workspaces/${sim.workspaceId}/logs`
  const [file] = (await call(`${logs}?event_type=AUTH_LOG&${FROM}`, sim.keys.compliance)).body.data
  const location = (await call(`${logs}/${file?.id}`, sim.keys.compliance)).headers.get('location') ?? ''
  expect((await fetch(location.replace(/sig=./, 'sig=%00'))).status).toBe(403)
  await steer({ advanceMs: 301_000 }, '/_sim/clock')
  expect((await fetch(location)).status).toBe(403)
  expect((await call(`${logs}/${file?.id}`, sim.keys.compliance)).status).toBe(307)
})

test('a full read of the logs equals truth at its cursor, and our calls come back as audit events', async () => {
  const sim = await startTenant()
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
  const sim = await startTenant()
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
  const costs = await get(`${organization}?event_type=COSTS&${FROM}`)
  expect(costs.body.data.map(({ event_type }) => event_type)).toContain('COSTS')
  const [file] = costs.body.data
  expect((await get(`${organization}/${file?.id}`)).status).toBe(307)
  expect((await get(`${workspace}/${file?.id}`)).status).toBe(404)
  expect((await get(`${workspace}?event_type=COSTS&${FROM}`)).text).toContain('organization-scoped')
  // Known for the organization too, which has none here.
  expect(await get(`${organization}?event_type=APP_LOG&${FROM}`)).toMatchObject({
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
    max_event_time: { APP_LOG: expect.any(String), AUTH_LOG: expect.stringMatching(/Z$/) },
  })
})
