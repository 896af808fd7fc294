import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyAudit } from '../../src/db/audit/verify-audit.ts'
import { currentCredentials } from '../../src/db/credentials/list-credentials.ts'
import { openCredential } from '../../src/db/seal/credential-seal.ts'
import { openMasterKey } from '../../src/db/seal/master-key.ts'
import { asIntegrationId } from '../../src/model/core/ids.ts'
import type { TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { Fakes } from '../support/fake-activities.ts'
import { fakeActivities } from '../support/fake-activities.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import type { TestTemporalClient, TestWorkers } from '../support/temporal.ts'
import { eventually, freshNamespace, startTestWorkers } from '../support/temporal.ts'

let fresh: FreshDatabase
let temporal: TestTemporalClient
let workers: TestWorkers
let fakes: Fakes
let api: TestApi
/** Slices wait here until a test lets them go, so that runs stay open. */
const slices = Promise.withResolvers<void>()

beforeAll(async () => {
  fresh = await freshDatabase()
  temporal = await freshNamespace()
  fakes = fakeActivities({
    collectSlice: async () => {
      await slices.promise
      return { state: 'done', pages: 1, records: 1, quarantined: 0 }
    },
  })
  workers = await startTestWorkers(temporal, fakes.activities)
  api = await startTestApi(fresh.database, { temporal: temporal.settings })
})

afterAll(async () => {
  slices.resolve()
  await api?.close()
  await workers?.stop()
  await temporal?.close()
  await fresh?.drop()
})

const adminKey = `sk-admin-${randomBytes(20).toString('hex')}a1b2`

const platformOnly = () => ({
  display_name: `Platform ${randomUUID()}`,
  organization_id: `org-${randomBytes(6).toString('hex')}`,
  credentials: { admin_key: { secret: `  ${adminKey}\n`, key_name: 'casbah admin' } },
})

async function connected(): Promise<string> {
  const made = await api.call('POST', '/api/v1/integrations', { body: platformOnly() })
  expect(made.status, made.text).toBe(201)
  const id = String(made.json.id)
  // Collect Now is refused until the connection has been tested once.
  await eventually('the connection test is done', async () => {
    const calls = fakes.named('setPhase').filter((call) => call.integrationId === id)
    if (!calls.some(({ phase }) => phase === 'idle')) throw new Error('not yet')
  })
  return id
}

const collect = (id: string, headers: Record<string, string> = {}) =>
  api.call('POST', `/api/v1/integrations/${id}/collect`, { headers })

describe('an integration', () => {
  test('is made with sealed credentials, and shows four characters of them', async () => {
    const made = await api.call('POST', '/api/v1/integrations', { body: platformOnly() })
    expect(made.status).toBe(201)
    expect(made.headers.get('Location')).toBe(`/api/v1/integrations/${made.json.id}`)
    expect(made.text).not.toContain(adminKey)
    expect(made.json.credentials?.[0]).toMatchObject({
      kind: 'admin_key',
      shown: '…a1b2',
      key_name: 'casbah admin',
    })
    const id = asIntegrationId(String(made.json.id))
    const [credential] = await currentCredentials(fresh.database.drizzle, id)
    if (!credential) throw new Error('no credential')
    const master = openMasterKey(temporal.settings.CASBAH_MASTER_KEY)
    expect(await openCredential(fresh.database.drizzle, master, credential)).toBe(adminKey)
  })

  test('with a name or an organization that is taken is refused, pointing at the field', async () => {
    const body = platformOnly()
    await api.call('POST', '/api/v1/integrations', { body })
    const sameName = await api.call('POST', '/api/v1/integrations', {
      body: { ...platformOnly(), display_name: body.display_name },
    })
    expect(sameName.status).toBe(409)
    expect(sameName.json).toMatchObject({
      type: '/docs/problems/conflict',
      errors: [{ pointer: '/display_name' }],
    })
    const sameOrganization = await api.call('POST', '/api/v1/integrations', {
      body: { ...platformOnly(), organization_id: body.organization_id },
    })
    expect(sameOrganization.json).toMatchObject({ status: 409, errors: [{ pointer: '/organization_id' }] })
  })

  test('is changed, paused, resumed, tested, given a new key, and disconnected for good', async () => {
    const id = await connected()
    const path = `/api/v1/integrations/${id}`
    const changed = await api.call('PATCH', path, {
      body: { own_domains: ['B.example', 'a.example'], severity_escalation: 'off', collection_mode: 'none' },
    })
    expect(changed.json).toMatchObject({
      own_domains: ['a.example', 'b.example'],
      severity_escalation: 'off',
    })
    await eventually('the entity applies the mode', () => {
      expect(fakes.named('applyMode')).toContainEqual(
        expect.objectContaining({ integrationId: id, mode: 'none' }),
      )
    })
    // The fake has applied nothing, so the stricter mode is still a wish; it holds all the same.
    const undone = await api.call('PATCH', path, { body: { collection_mode: 'metadata' } })
    expect(undone.json).toMatchObject({ status: 400, errors: [{ pointer: '/collection_mode_reason' }] })
    const paused = await api.call('POST', `${path}/pause`, { body: { note: 'over Christmas' } })
    expect(paused.json).toMatchObject({ integration_id: id, phase: 'paused' })
    expect((await collect(id)).json).toMatchObject({ type: '/docs/problems/command-refused', status: 409 })
    expect((await api.call('POST', `${path}/pause`)).status).toBe(409)
    expect((await api.call('POST', `${path}/resume`)).status).toBe(202)
    expect((await api.call('POST', `${path}/test`)).json).toMatchObject({
      kind: 'connection_test',
      joined: false,
    })
    const secret = `sk-admin-${randomBytes(20).toString('hex')}c3d4`
    const replaced = await api.call('PUT', `${path}/credentials/admin_key`, { body: { secret } })
    expect(replaced.status, replaced.text).toBe(202)
    expect((await api.call('GET', path)).json.credentials).toMatchObject([
      { shown: '…c3d4', state: 'active' },
    ])
    expect((await api.call('DELETE', path)).status).toBe(202)
    await eventually('the workflow has closed', async () => {
      const { status } = await temporal.client.workflow.getHandle(`integration/${id}`).describe()
      if (status.name === 'RUNNING') throw new Error('still running')
    })
    const told = fakes.named('setPhase').filter(({ integrationId }) => integrationId === id)
    expect(told.slice(-2).map(({ phase }) => phase)).toEqual(['disconnecting', 'disconnected'])
    expect((await collect(id)).json).toMatchObject({ type: '/docs/problems/integration-closed', status: 409 })
  })
})

describe('Collect Now', () => {
  test('called fifty times at once starts one run a lane, and forty-nine answers say that they joined it', async () => {
    const id = await connected()
    const started = Date.now()
    const took: number[] = []
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const answer = await collect(id)
        took.push(Date.now() - started)
        return answer
      }),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(202))
    for (const lane of ['full', 'incremental']) {
      expect(new Set(answers.map(({ json }) => json[lane]?.run_id)).size).toBe(1)
      expect(answers.filter(({ json }) => json[lane]?.joined === (true as never)).length).toBe(49)
    }
    // A figure to read, not to judge: machines that run this are shared.
    console.log(`50 concurrent collects: slowest answer after ${Math.max(...took)} ms`)
  })

  test('twice with one Idempotency-Key is one command and one answer', async () => {
    const id = await connected()
    const headers = { 'Idempotency-Key': randomUUID() }
    const first = await collect(id, headers)
    const second = await collect(id, headers)
    expect(first.json.full).toMatchObject({ joined: false })
    expect(second.json).toEqual(first.json)
    expect(second.headers.get('Idempotency-Replayed')).toBe('true')
  })

  test('with the same key at the same time is done once; the other waits or is told to', async () => {
    const id = await connected()
    const headers = { 'Idempotency-Key': randomUUID() }
    const answers = await Promise.all(Array.from({ length: 10 }, () => collect(id, headers)))
    const done = answers.filter(({ status }) => status === 202)
    const told = answers.filter(({ status }) => status === 409)
    expect(done.length + told.length).toBe(10)
    expect(new Set(done.map(({ text }) => text)).size).toBe(1)
    expect(done[0]?.json.full).toMatchObject({ joined: false })
    for (const { json } of told) expect(json.type).toBe('/docs/problems/idempotency-key-in-use')
  })

  test('a key is never mixed up with another command, another integration or another body', async () => {
    const [id, other] = [await connected(), await connected()]
    const headers = { 'Idempotency-Key': randomUUID() }
    const collected = await collect(id, headers)
    const paused = await api.call('POST', `/api/v1/integrations/${id}/pause`, { headers })
    const elsewhere = await collect(other, headers)
    expect(collected.json).toHaveProperty('full')
    expect(paused.json).toMatchObject({ phase: 'paused' })
    expect(elsewhere.json.full).toMatchObject({ joined: false })
    const again = await api.call('POST', `/api/v1/integrations/${id}/pause`, {
      headers,
      body: { note: 'other' },
    })
    expect(again.json).toMatchObject({ status: 422, type: '/docs/problems/idempotency-key-reused' })
  })

  test('a refused command gives its key back', async () => {
    const id = await connected()
    const headers = { 'Idempotency-Key': randomUUID() }
    await api.call('POST', `/api/v1/integrations/${id}/pause`)
    expect((await collect(id, headers)).status).toBe(409)
    await api.call('POST', `/api/v1/integrations/${id}/resume`)
    expect((await collect(id, headers)).status).toBe(202)
  })
})

test('the audit log has every command with its actor, and its chain holds', async () => {
  const id = await connected()
  await api.call('POST', `/api/v1/integrations/${id}/pause`, {
    headers: { 'X-Request-Id': 'from-the-proxy' },
  })
  const { json } = await api.call('GET', '/api/v1/audit-log?limit=10')
  const rows = json.data ?? []
  expect(rows[0]).toMatchObject({
    action: 'integration.pause',
    target: `integration/${id}`,
    actor: { kind: 'token', label: 'bootstrap' },
    request_id: 'from-the-proxy',
  })
  expect(await verifyAudit(fresh.database.drizzle)).toMatchObject({ intact: true })
})

test('no answer and no log line holds a key', async () => {
  const body = platformOnly()
  const broken = await api.call('POST', '/api/v1/integrations', { body: { ...body, workspace_id: adminKey } })
  expect(broken.status).toBe(400)
  expect(broken.text).not.toContain(adminKey)
  expect(api.logged.join('\n')).not.toContain(adminKey)
})

test('without Temporal a new integration leaves nothing behind, and can simply be repeated', async () => {
  const away = await startTestApi(fresh.database)
  const body = platformOnly()
  const refused = await away.call('POST', '/api/v1/integrations', { body })
  expect(refused.json).toMatchObject({ status: 503, type: '/docs/problems/unavailable' })
  expect(refused.headers.get('Retry-After')).toBeTruthy()
  const repeated = await api.call('POST', '/api/v1/integrations', { body })
  expect(repeated.status).toBe(201)
  await away.close()
})

test('what a command does not take is refused, and begins nothing', async () => {
  const id = await connected()
  for (const name of ['collect', 'test', 'resume', 'pause']) {
    const path = `/api/v1/integrations/${id}/${name}`
    expect((await api.call('POST', path, { body: { foo: 1 } })).status, name).toBe(400)
    expect((await api.call('POST', path, { body: '{bad' })).status, name).toBe(400)
    expect((await api.call('POST', `${path}?foo=1`)).status, name).toBe(400)
  }
  const { data } = (await api.call('GET', `/api/v1/runs?integration=${id}&kind=full`)).json
  expect(data).toEqual([])
})
