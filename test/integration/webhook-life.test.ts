import { randomUUIDv7 } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { DeliverDeps } from '../../src/activities/deliver-webhook.ts'
import { abandonDelivery, deliverWebhook } from '../../src/activities/deliver-webhook.ts'
import { DestinationSlots } from '../../src/activities/destination-slots.ts'
import { dispatchEverything } from '../../src/activities/dispatch-outbox.ts'
import { WEBHOOK_BODIES } from '../../src/api/webhook-events.ts'
import type { Sql, Tx } from '../../src/db/client.ts'
import { recordAttempt } from '../../src/db/deliveries/record-attempt.ts'
import { setPhase } from '../../src/db/integrations/change-integration.ts'
import { addNotice } from '../../src/db/notices/add-notice.ts'
import { purgeDeliveries } from '../../src/db/purge/purge-deliveries.ts'
import { endRun, setRunState } from '../../src/db/runs/move-run.ts'
import { openRun } from '../../src/db/runs/open-run.ts'
import { openMasterKey } from '../../src/db/seal/master-key.ts'
import { SYSTEM_ACTOR } from '../../src/model/core/actor.ts'
import type { NoticeEvent } from '../../src/model/core/deliveries.ts'
import { DISABLE_AFTER_ATTEMPTS, WEBHOOK_EVENTS } from '../../src/model/core/deliveries.ts'
import type { FindingEventKind } from '../../src/model/core/findings.ts'
import { asDeliveryId, asDestinationId, asRunId, asRunNo } from '../../src/model/core/ids.ts'
import { workflowIds } from '../../src/model/core/names.ts'
import type { Answer, Json, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { narrowToken, seededTenant } from '../support/api-fixtures.ts'
import { fakeActivities } from '../support/fake-activities.ts'
import { recordHistory } from '../support/histories.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import type { TestTemporalClient, TestWorkers } from '../support/temporal.ts'
import { eventually, freshNamespace, startTestWorkers } from '../support/temporal.ts'

/** What becomes of a webhook over its life: through the API, real workers, and a receiver on loopback. */

const DAY_MS = 86_400_000
/** A path at which the receiver says 410. */
const GONE = '/gone'

interface Received {
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: string
}

let fresh: FreshDatabase
let temporal: TestTemporalClient
let workers: TestWorkers
let api: TestApi
let receiver: Server
let tenant: SeededTenant
let deps: DeliverDeps
let received: Received[] = []
let answer: (nth: number) => { status: number; headers?: Record<string, string> } = () => ({ status: 204 })

beforeAll(async () => {
  receiver = createServer((request, response) => void receive(request, response)).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  fresh = await freshDatabase()
  temporal = await freshNamespace()
  const host = `127.0.0.1:${(receiver.address() as AddressInfo).port}`
  api = await startTestApi(fresh.database, { allowedHosts: host })
  deps = {
    db: fresh.database.drizzle,
    master: openMasterKey(api.settings.CASBAH_MASTER_KEY),
    allowedHosts: new Set([host]),
    slots: new DestinationSlots(),
    timeoutMs: 30_000,
    // Five days in as good as none.
    waitFactor: 1e-9,
  }
  workers = await startTestWorkers(temporal, {
    ...fakeActivities().activities,
    deliverWebhook: (input: never) => deliverWebhook(deps, input),
    abandonDelivery: (input: never) => abandonDelivery(deps, input),
  })
})
afterAll(async () => {
  await workers?.stop()
  await temporal?.close()
  await api?.close()
  receiver?.closeAllConnections()
  receiver?.close()
  await fresh?.drop()
})
beforeEach(async () => {
  received = []
  answer = () => ({ status: 204 })
  await fresh.database.sql`truncate destinations, deliveries, notices, webhook_tests cascade`
  tenant = await seededTenant(fresh.database)
  await fresh.database.sql`delete from finding_events where finding_id <> ${tenant.findingIds[0] ?? ''}`
  await fresh.database.sql`delete from notices`
})

async function receive(
  request: IncomingMessage,
  response: { writeHead(status: number, headers?: object): { end(): void } },
): Promise<void> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  received.push({ path: request.url ?? '', headers: request.headers as Record<string, string>, body })
  const { status, headers = {} } = request.url === GONE ? { status: 410 } : answer(received.length)
  response.writeHead(status, headers).end()
}

const post = (path: string, body?: object, options = {}): Promise<Answer> =>
  api.call('POST', `/api/v1${path}`, { ...(body && { body }), ...options })
const get = (path: string): Promise<Answer> => api.call('GET', `/api/v1${path}`)

async function addWebhook(
  body: object = {},
  path = '/hook',
): Promise<{ readonly id: string; readonly secret: string }> {
  const { port } = receiver.address() as AddressInfo
  const made = await post('/destinations', { url: `http://127.0.0.1:${port}${path}`, ...body })
  expect(made.status, made.text).toBe(201)
  return made.json as unknown as { id: string; secret: string }
}

const dispatch = () =>
  dispatchEverything({ db: deps.db, client: temporal.client, waitsMs: [0, 20, 20], waitFactor: 1e-9 })

async function happen(kind: FindingEventKind, times = 1, sql: Sql | Tx = fresh.database.sql): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    await sql`insert into finding_events (id, integration_id, finding_id, kind, run_id, at, detail)
      values (${randomUUIDv7()}, ${tenant.integrationId}, ${tenant.findingIds[0] ?? ''}, ${kind}, ${randomUUIDv7()}, now(), '{}')`
  }
}

const deliveriesOf = async (id: string): Promise<readonly Json[]> =>
  (await get(`/deliveries?destination=${id}`)).json.data ?? []

const settled = (id: string) =>
  eventually('deliveries have ended', async () => {
    const rows = await deliveriesOf(id)
    const open = rows.filter(({ state }) => String(state) === 'pending' || String(state) === 'failed')
    if (rows.length === 0 || open.length > 0) throw new Error('not yet')
    return rows
  })

test('a secret is rotated: both sign for a while, then the new one alone; it is shown once and audited', async () => {
  const { id, secret: old } = await addWebhook()
  const headers = { 'Idempotency-Key': randomUUIDv7() }
  const rotated = await post(`/destinations/${id}/rotate-secret`, {}, { headers })
  const secret = String(rotated.json.secret)
  expect(secret).toMatch(/^whsec_/)
  expect(secret).not.toBe(old)
  const again = await post(`/destinations/${id}/rotate-secret`, {}, { headers })
  expect(again.json).toEqual({ ...(rotated.json as object), secret: null })
  await post(`/destinations/${id}/test`)
  const [both] = received
  if (!both) throw new Error('no ping')
  for (const one of [old, secret]) {
    expect(new Webhook(one).verify(both.body, both.headers)).toMatchObject({ type: 'ping' })
  }
  expect(both.headers['webhook-signature']?.split(' ')).toHaveLength(2)
  await fresh.database.sql`update destinations set previous_secret_until = now() - interval '1 second'`
  await post(`/destinations/${id}/test`)
  const alone = received[1]
  if (!alone) throw new Error('no second ping')
  expect(new Webhook(secret).verify(alone.body, alone.headers)).toMatchObject({ type: 'ping' })
  expect(() => new Webhook(old).verify(alone.body, alone.headers)).toThrow()
  const everywhere = await fresh.database.sql`
    select a::text as text from audit_log a union all select i::text from idempotency_keys i
    union all select d::text from destinations d`
  expect(JSON.stringify(everywhere)).not.toContain(secret)
  expect(JSON.stringify(everywhere)).toContain('destination.rotate_secret')
  const atOnce = await post(`/destinations/${id}/rotate-secret`, { overlap_hours: 0 })
  expect(atOnce.json.previous_secret_until).toBeNull()
  await post(`/destinations/${id}/test`)
  expect(received[2]?.headers['webhook-signature']?.split(' ')).toHaveLength(1)
  expect((await post(`/destinations/${id}/rotate-secret`, { overlap_hours: 169 })).status).toBe(400)
})

test('a test says what came of it, is kept slow, and is seen by nobody who may not', async () => {
  const { id } = await addWebhook({ integration_id: tenant.integrationId })
  expect((await post(`/destinations/${id}/test`)).json).toMatchObject({
    ...{ outcome: 'answered', taken: true, status: 204, code: null },
  })
  answer = () => ({ status: 302, headers: { Location: 'http://127.0.0.1:1/' } })
  const { port } = receiver.address() as AddressInfo
  const unsaved = await post('/destinations/test', { url: `http://127.0.0.1:${port}/other` })
  expect(unsaved.json).toMatchObject({ outcome: 'answered', taken: false, status: 302 })
  const other = await seededTenant(fresh.database)
  const token = await narrowToken(fresh.database, [other.integrationId])
  for (const path of [`/destinations/${id}/test`, `/destinations/${id}/rotate-secret`]) {
    expect((await post(path, path.endsWith('test') ? undefined : {}, { token })).status).toBe(404)
  }
  const answers = await Promise.all(Array.from({ length: 8 }, () => post(`/destinations/${id}/test`)))
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused.length).toBeGreaterThanOrEqual(2)
  expect(refused[0]?.json).toMatchObject({ type: '/docs/problems/too-many-tests' })
  expect(Number(refused[0]?.headers.get('Retry-After'))).toBeGreaterThan(0)
  expect(await deliveriesOf(id)).toEqual([])
})

describe('a receiver that asks for a pause', () => {
  /** Two deliveries to one webhook, attempted by hand. */
  async function two() {
    const { id } = await addWebhook()
    await happen('resolved')
    await dispatchEverything({ db: deps.db, client: temporal.client, waitsMs: [3_600_000] })
    const rows = await deliveriesOf(id)
    const attempt = (at: number) => deliverWebhook(deps, { deliveryId: asDeliveryId(String(rows[at]?.id)) })
    return { id, attempt, deliveryIds: rows.map((row) => asDeliveryId(String(row.id))) }
  }

  test('is left in peace also where something is taken that was on its way', async () => {
    const { id, attempt, deliveryIds } = await two()
    answer = () => ({ status: 429, headers: { 'Retry-After': '3600' } })
    await attempt(0)
    const [, deliveryId] = deliveryIds
    if (deliveryId === undefined) throw new Error('no second delivery')
    const taken = { at: new Date().toISOString(), taken: true, status: 204, error: null, latencyMs: 5_000 }
    const whose = { deliveryId, destinationId: asDestinationId(id) }
    await recordAttempt(deps.db, whose, taken, { disableAfterMs: DAY_MS, throttleMs: null })
    expect((await get(`/destinations/${id}`)).json).toMatchObject({
      ...{ failing_since: null, throttled_until: expect.any(String) },
    })
    expect((await attempt(0)).outcome).toBe('busy')
  })

  test.each([429, 502, 504])(
    'by %i is left in peace by all deliveries, for as long as it says',
    async (status) => {
      const { id, attempt } = await two()
      answer = () => ({ status, headers: { 'Retry-After': '3600' } })
      expect(await attempt(0)).toEqual({ outcome: 'again', retryAfterMs: 3_600_000 })
      const other = await attempt(1)
      expect(other.outcome).toBe('busy')
      expect(other.retryAfterMs).toBeGreaterThan(3_500_000)
      expect(received).toHaveLength(1)
      expect((await get(`/destinations/${id}`)).json.throttled_until).not.toBeNull()
    },
  )

  test('by 503 and a date is asked again then, and other deliveries go on', async () => {
    const { attempt } = await two()
    answer = () => ({ status: 503, headers: { 'Retry-After': new Date(Date.now() + 60_000).toUTCString() } })
    const first = await attempt(0)
    expect(first.outcome).toBe('again')
    expect(first.retryAfterMs).toBeGreaterThan(50_000)
    answer = () => ({ status: 204 })
    expect(await attempt(1)).toEqual({ outcome: 'delivered', retryAfterMs: null })
  })
})

test('one that takes nothing for long is disabled, others hear of it, and a person has it all sent again', async () => {
  answer = () => ({ status: 500 })
  const failing = await addWebhook({ integration_id: tenant.integrationId })
  await happen('resolved', 5)
  await dispatch()
  const given = await settled(failing.id)
  const workflowId = workflowIds.delivery(asDeliveryId(String(given.at(-1)?.id)))
  await recordHistory(temporal.client, 'delivery-abandoned', workflowId)
  expect(given.every(({ state }) => String(state) === 'abandoned')).toBe(true)
  const stands = (await get(`/destinations/${failing.id}`)).json
  expect(stands).toMatchObject({ disabled_reason: expect.stringContaining('taken nothing for days') })
  expect(Number(stands.failed_attempts)).toBeGreaterThanOrEqual(DISABLE_AFTER_ATTEMPTS)
  expect(
    (await post(`/destinations/${failing.id}/replay-failed`, { since: '2026-01-01T00:00:00Z' })).json,
  ).toMatchObject({
    type: '/docs/problems/destination-disabled',
  })
  const { data: audit = [] } = (await get('/audit-log')).json
  expect(audit.map(({ action }) => action)).toContain('destination.disable')

  received = []
  answer = () => ({ status: 204 })
  const watching = await addWebhook({ event_types: ['destination.disabled'] })
  await dispatch()
  const [told] = await settled(watching.id)
  expect(told?.payload).toMatchObject({ data: { destination_id: failing.id, reason: 'failing' } })

  const enabled = await api.call('PATCH', `/api/v1/destinations/${failing.id}`, { body: { disabled: false } })
  expect(enabled.json).toMatchObject({ disabled_at: null, failing_since: null, failed_attempts: 0 })
  received = []
  const since = { since: '2026-01-01T00:00:00Z' }
  expect((await post(`/destinations/${failing.id}/replay-failed`, since)).json).toEqual({
    replayed: 6,
    left: 0,
  })
  expect((await post(`/destinations/${failing.id}/replay-failed`, since)).json).toEqual({
    replayed: 0,
    left: 0,
  })
  await dispatch()
  const after = await settled(failing.id)
  expect(after.map(({ state, replays }) => [String(state), Number(replays)])).toEqual(
    Array(6).fill(['delivered', 1]),
  )
  const ids = new Set(received.map(({ headers }) => headers['webhook-id']))
  expect(ids).toEqual(new Set(given.map(({ id }) => String(id))))
})

test('a delivery is shown with each attempt, sent again with its id, and not while it is on its way', async () => {
  answer = (nth) => ({ status: nth === 1 ? 500 : 204 })
  const { id } = await addWebhook()
  await dispatch()
  const [delivery] = await settled(id)
  const path = `/deliveries/${String(delivery?.id)}`
  const shown = (await get(path)).json
  expect(shown).toMatchObject({ state: 'delivered', attempts: 2, replays: 0 })
  expect(shown.attempt_log).toMatchObject([
    { no: 1, status: 500, error: 'status_500', latency_ms: expect.any(Number) },
    { no: 2, status: 204, error: null },
  ])
  expect((await post(`${path}/replay`)).json).toMatchObject({ state: 'pending', replays: 1 })
  expect((await post(`${path}/replay`)).json).toMatchObject({ type: '/docs/problems/delivery-on-its-way' })
  await dispatch()
  await settled(id)
  expect(new Set(received.map(({ headers }) => headers['webhook-id']))).toEqual(
    new Set([String(delivery?.id)]),
  )
  expect((await get(path)).json).toMatchObject({ state: 'delivered', attempts: 3, replays: 1 })
  const token = await narrowToken(fresh.database, [(await seededTenant(fresh.database)).integrationId])
  expect((await api.call('GET', `/api/v1${path}`, { token })).status).toBe(404)
  expect((await post(`${path}/replay`, undefined, { token })).status).toBe(404)
  const deliveryId = asDeliveryId(String(delivery?.id))
  await recordHistory(temporal.client, 'delivery-failed-once', workflowIds.delivery(deliveryId))
  await recordHistory(temporal.client, 'delivery-replayed', workflowIds.delivery(deliveryId, 1))
})

test('every event is as the description says, and those of one thing are counted', async () => {
  const { id } = await addWebhook({ integration_id: tenant.integrationId, event_types: [...WEBHOOK_EVENTS] })
  for (const kind of ['updated', 'severity_changed', 'resolved', 'reopened', 'excepted'] as const)
    await happen(kind)
  const db = fresh.database.drizzle
  const { integrationId } = tenant
  for (const [runNo, end] of [
    [2, 'completed'],
    [3, 'failed'],
    [4, 'cancelled'],
  ] as const) {
    const runId = asRunId(randomUUIDv7())
    const workflowId = `integration/${integrationId}/run/${runNo}`
    const run = {
      id: runId,
      integrationId,
      runNo: asRunNo(runNo),
      kind: 'incremental',
      lane: 'incremental',
    } as const
    await openRun(db, { ...run, workflowId, requestedBy: SYSTEM_ACTOR })
    for (const state of ['running', 'stalled', 'running', 'stalled'] as const)
      await setRunState(db, runId, state)
    await endRun(db, runId, end, {})
  }
  for (const phase of [
    'idle',
    'needs_attention',
    'needs_attention',
    'connecting',
    'idle',
    'collecting',
  ] as const)
    await setPhase(db, integrationId, phase, null)
  const gone = await addWebhook({ integration_id: integrationId, event_types: ['finding.opened'] }, GONE)
  await dispatch()
  const [refused] = await settled(gone.id)
  const workflowId = workflowIds.delivery(asDeliveryId(String(refused?.id)))
  await recordHistory(temporal.client, 'delivery-gone', workflowId)
  // Told of the other.
  await dispatch()
  await settled(id)
  await post(`/destinations/${id}/test`)
  const bodies = received
    .filter(({ path }) => path !== GONE)
    .map(({ body }) => JSON.parse(body) as { type: string; data: Record<string, unknown> })
  for (const body of bodies) {
    const parsed = WEBHOOK_BODIES[body.type]?.strict().safeParse(body)
    expect(parsed?.error, body.type).toBeUndefined()
    expect(parsed?.success, body.type).toBe(true)
  }
  expect(new Set(bodies.map(({ type }) => type))).toEqual(new Set([...WEBHOOK_EVENTS, 'ping']))
  const count = (type: string) => bodies.filter((body) => body.type === type).length
  expect(['run.started', 'run.stalled', 'run.completed', 'run.failed'].map(count)).toEqual([3, 6, 1, 1])
  expect(['integration.degraded', 'integration.recovered'].map(count)).toEqual([1, 1])
  const ofFinding = bodies.filter(({ data }) => data.finding_id === tenant.findingIds[0])
  expect(ofFinding.map(({ data }) => Number(data.sequence)).toSorted((a, b) => a - b)).toEqual([
    1, 2, 3, 4, 5, 6,
  ])
})

test('what is rolled back is told to nobody', async () => {
  await addWebhook({ event_types: ['integration.degraded'] })
  const undone = fresh.database.drizzle.transaction(async (tx) => {
    await setPhase(tx, tenant.integrationId, 'needs_attention', null)
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  expect(await fresh.database.sql`select from notices`).toHaveLength(0)
})

test('events of one finding that are written at once are counted one by one', async () => {
  const waited: Promise<void>[] = []
  // The first stays uncommitted until the second has asked for its number.
  await fresh.database.sql.begin(async (tx) => {
    await happen('updated', 1, tx)
    const second = happen('updated')
    await eventually('the second waits', async () => {
      const waiting = await fresh.database.sql`
        select from pg_stat_activity where wait_event_type = 'Lock' and query like '%finding_events%'
          and datname = current_database()`
      expect(waiting.length).toBeGreaterThan(0)
    })
    waited.push(second)
  })
  await Promise.all(waited)
  const rows = await fresh.database.sql<{ sequence: number }[]>`
    select sequence from finding_events where finding_id = ${tenant.findingIds[0] ?? ''} order by sequence`
  expect(rows.map(({ sequence }) => sequence)).toEqual([1, 2, 3])
})

test('what ended long ago is purged with its attempts, and what is on its way stays', async () => {
  const { id } = await addWebhook()
  await happen('resolved')
  await dispatch()
  await settled(id)
  const { sql } = fresh.database
  await sql`update deliveries set state = 'failed' where id = (select id from deliveries order by id limit 1)`
  const all = await deliveriesOf(id)
  await purgeDeliveries(sql, {}, Date.now() + 89 * DAY_MS)
  expect(await deliveriesOf(id)).toEqual(all)
  await purgeDeliveries(sql, {}, Date.now() + 91 * DAY_MS)
  expect(await deliveriesOf(id)).toMatchObject([{ state: 'failed' }])
  expect(await sql`select distinct delivery_id from delivery_attempts`).toHaveLength(1)
})

test('notices go when they are old, and those that something counts on from stay', async () => {
  const db = fresh.database.drizzle
  const { id } = await addWebhook()
  const removed = await addWebhook({}, '/removed')
  const tell = (type: NoticeEvent, subjectId: string) =>
    addNotice(db, { integrationId: tenant.integrationId, type, subjectId, data: {} })
  await tell('run.completed', randomUUIDv7())
  await tell('integration.degraded', tenant.integrationId)
  for (const subject of [id, removed.id]) await tell('destination.disabled', subject)
  await api.call('DELETE', `/api/v1/destinations/${removed.id}`)
  await fresh.database.sql`update notices set dispatched_at = now()`
  await purgeDeliveries(fresh.database.sql, {}, Date.now() + 91 * DAY_MS)
  const left = await fresh.database.sql<{ subject_id: string }[]>`select subject_id from notices`
  expect(new Set(left.map((row) => row.subject_id))).toEqual(new Set([id, tenant.integrationId]))
  await tell('destination.disabled', id)
  const [newest] = await fresh.database.sql`
    select max(sequence)::int as sequence from notices where subject_id = ${id}`
  expect(newest?.sequence).toBe(2)
})
