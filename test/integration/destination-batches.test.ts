import { randomUUIDv7 } from 'node:crypto'
import { createServer as createTlsServer } from 'node:tls'
import { Context } from '@temporalio/activity'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { BatchDeps, BatchResult } from '../../src/activities/deliver-batch.ts'
import { deliverBatch } from '../../src/activities/deliver-batch.ts'
import { dispatchEverything } from '../../src/activities/dispatch-outbox.ts'
import { findingPayload } from '../../src/activities/webhook-payloads.ts'
import { abandonOpen } from '../../src/db/deliveries/abandon-open.ts'
import { dispatchOutbox } from '../../src/db/deliveries/dispatch-outbox.ts'
import { nextBatch } from '../../src/db/deliveries/next-batch.ts'
import { recordBatch } from '../../src/db/deliveries/record-batch.ts'
import { replayFailed } from '../../src/db/deliveries/replay-deliveries.ts'
import { DISABLE_AFTER_ATTEMPTS } from '../../src/model/core/deliveries.ts'
import type { BatchInput } from '../../src/model/core/destinations.ts'
import { asDestinationId } from '../../src/model/core/ids.ts'
import { workflowIds } from '../../src/model/core/names.ts'
import type { Json, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { seededTenant } from '../support/api-fixtures.ts'
import { batchDeps } from '../support/batch-deps.ts'
import { certificateFor } from '../support/certificate.ts'
import { fakeActivities } from '../support/fake-activities.ts'
import { recordHistory } from '../support/histories.ts'
import { startMessageReceiver } from '../support/message-receiver.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { listenForSyslog } from '../support/syslog-collector.ts'
import type { TestTemporalClient } from '../support/temporal.ts'
import { eventually, freshNamespace, startTestWorkers } from '../support/temporal.ts'

/** What destinations that are no webhooks are told, by real workers to receivers that listen for real. */

const opened = new AsyncDisposableStack()
let receiver: Awaited<ReturnType<typeof startMessageReceiver>>
let fresh: FreshDatabase
let temporal: TestTemporalClient
let api: TestApi
let tenant: SeededTenant
let deps: BatchDeps
/** What a test does while an activity is about to answer. */
let beforeAnswer: (result: BatchResult) => Promise<void> = async () => undefined
/** What is answered in place of an attempt; null: an attempt is made. */
let instead: (() => BatchResult) | null = null

beforeAll(async () => {
  receiver = await startMessageReceiver()
  opened.defer(() => receiver.close())
  fresh = await freshDatabase()
  opened.defer(() => fresh.drop())
  temporal = await freshNamespace()
  opened.defer(() => temporal.close())
  api = await startTestApi(fresh.database, { allowedHosts: `${receiver.host}, 127.0.0.1` })
  opened.defer(() => api.close())
  deps = batchDeps(api, fresh.database)
  const workers = await startTestWorkers(temporal, {
    ...fakeActivities().activities,
    deliverBatch: async (input: BatchInput) => {
      const result = instead?.() ?? (await deliverBatch(deps, input))
      await beforeAnswer(result)
      return result
    },
  })
  opened.defer(() => workers.stop())
})
afterAll(() => opened.disposeAsync())
beforeEach(async () => {
  receiver.reset()
  beforeAnswer = async () => undefined
  instead = null
  await fresh.database.sql`truncate destinations, deliveries, notices, finding_events, findings cascade`
  tenant = await seededTenant(fresh.database)
})

async function add(kind: string, more: object = {}, path = '/hook'): Promise<string> {
  const body = { kind, url: `http://${receiver.host}${path}`, ...more }
  const made = await api.call('POST', '/api/v1/destinations', { body })
  expect(made.status, made.text).toBe(201)
  return String(made.json.id)
}

const dispatch = () => dispatchEverything({ db: deps.db, client: temporal.client })

/** Of the first finding. */
async function happen(kind: string): Promise<void> {
  await fresh.database
    .sql`insert into finding_events (id, integration_id, finding_id, kind, run_id, at, detail)
    values (${randomUUIDv7()}, ${tenant.integrationId}, ${tenant.findingIds[0] ?? ''}, ${kind}, ${randomUUIDv7()}, now(), '{}')`
}

async function deliveriesOf(id: string): Promise<readonly Json[]> {
  const { json } = await api.call('GET', `/api/v1/deliveries?destination=${id}&limit=200`)
  return json.data ?? []
}

const ended = (id: string, least = 1) =>
  eventually('all has ended', async () => {
    const rows = await deliveriesOf(id)
    expect(rows.length).toBeGreaterThanOrEqual(least)
    expect(rows.filter(({ state }) => ['pending', 'failed'].includes(String(state)))).toEqual([])
    return rows
  })

const statesOf = (rows: readonly Json[]) => new Set(rows.map(({ state }) => String(state)))
const workflowOf = (id: string) => workflowIds.batch(asDestinationId(id))
const bodies = () => receiver.received.map(({ body }) => body)
const batchIn = (body: string | undefined) => /Batch ([0-9a-f-]{36})/.exec(body ?? '')?.[1]

test('what a run found is one message of Slack, in groups, and names nobody', async () => {
  await fresh.database.sql`update findings set evidence = evidence || '{"name":"Named Thing"}'`
  const id = await add('slack')
  await dispatch()
  const rows = await ended(id, tenant.findingIds.length)
  expect(receiver.received).toHaveLength(1)
  const [body = ''] = bodies()
  expect(JSON.parse(body).text).toMatch(
    new RegExp(`^Casbah: ${tenant.findingIds.length} findings of Tenant `),
  )
  expect(body).toMatch(/🟧 \*\d+ new high findings in GPT exposure\*/)
  expect(body).toContain('<https://casbah.example/api/v1/findings?integration=')
  expect(body).not.toContain('Named Thing')
  expect(rows.every(({ state, attempts }) => String(state) === 'delivered' && Number(attempts) === 1)).toBe(
    true,
  )
  expect(new Set(rows.map(({ batch_id }) => String(batch_id)))).toEqual(new Set([batchIn(body)]))
})

test('names are told where a destination asks for them, and are names and nothing else', async () => {
  const name = '<!channel> <https://evil.example|Log in> &'
  await fresh.database.sql`update findings set evidence = ${JSON.stringify({ name })}::text::jsonb`
  const id = await add('slack', { settings: { detail: 'names' } })
  await dispatch()
  await ended(id)
  const text = bodies().join()
  expect(text).toContain('&lt;!channel&gt; &lt;https://evil.example|Log in&gt; &amp;')
  expect(text).not.toMatch(/<!|<https:\/\/evil/)
})

test('Teams is told by a card', async () => {
  const id = await add('teams')
  await dispatch()
  await ended(id)
  const [message] = bodies().map((body) => JSON.parse(body))
  expect(message.attachments[0]).toMatchObject({
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: { type: 'AdaptiveCard', version: '1.5' },
  })
})

test('Splunk is told each event, with its token, at the path of its collector', async () => {
  const token = '0f1e2d3c-splunk'
  const id = await add('splunk_hec', { token, settings: { index: 'security' } }, '/')
  await dispatch()
  const rows = await ended(id, tenant.findingIds.length)
  const [request] = receiver.received
  expect(request?.path).toBe('/services/collector/event')
  expect(request?.headers.authorization).toBe(`Splunk ${token}`)
  const events = (request?.body ?? '').split('\n').map((line) => JSON.parse(line))
  expect(new Set(events.map(({ event }) => event.id))).toEqual(new Set(rows.map((row) => String(row.id))))
  expect(events[0]).toMatchObject({
    ...{ source: 'casbah', sourcetype: 'casbah:event', index: 'security', time: expect.any(Number) },
    event: { type: 'finding.opened', batch_id: request?.headers['x-splunk-request-channel'] },
  })
})

test('a collector of syslog is told each event in a frame, over TLS of an authority of its own', async () => {
  const own = certificateFor()
  const collector = await listenForSyslog((take) =>
    createTlsServer({ ...own }, take).on('tlsClientError', () => undefined),
  )
  try {
    const url = `tls://127.0.0.1:${collector.port}`
    const id = await add('syslog', { url, settings: { ca: own.cert } })
    const wrong = await add('syslog', { url, settings: { ca: certificateFor().cert } })
    const tested = await api.call('POST', `/api/v1/destinations/${id}/test`)
    expect(tested.json).toMatchObject({ outcome: 'answered', taken: true, status: null, code: null })
    await dispatch()
    await ended(id, tenant.findingIds.length)
    const lines = String(collector.received.find((bytes) => bytes.includes('finding.opened')))
    expect(lines.match(/CEF:0\|Casbah\|Casbah\|/g)).toHaveLength(tenant.findingIds.length)
    expect(lines).toContain('act=finding.opened')
    const refused = await eventually('it was tried', async () => {
      const [row] = await deliveriesOf(wrong)
      expect(Number(row?.attempts)).toBeGreaterThan(0)
      return row
    })
    expect(String(refused?.last_error)).toMatch(/SIGNED|VERIFY|CERT/)
  } finally {
    await collector.close()
  }
})

test('a batch that was not taken is sent again as it was, and what came meanwhile in another', async () => {
  const cameMeanwhile = Promise.withResolvers<void>()
  receiver.state.answer = async (nth) => {
    if (nth > 1) return { status: 200 }
    await happen('resolved')
    cameMeanwhile.resolve()
    return { status: 500 }
  }
  const id = await add('slack')
  await dispatch()
  await cameMeanwhile.promise
  await dispatch()
  const rows = await ended(id, tenant.findingIds.length + 1)
  expect(statesOf(rows)).toEqual(new Set(['delivered']))
  const told = bodies().map(batchIn)
  expect(told).toHaveLength(3)
  expect(new Set(told).size).toBe(2)
  expect(told.filter((batch) => batch === told[0])).toHaveLength(2)
  await recordHistory(temporal.client, 'batch-failed-once', workflowOf(id))
})

test('a receiver that asks for a pause is left in peace by all that goes there', async () => {
  receiver.state.answer = () => ({ status: 429, headers: { 'Retry-After': '3600' } })
  const id = await add('slack')
  await dispatch()
  await eventually('it asked for a pause', async () => {
    const { json } = await api.call('GET', `/api/v1/destinations/${id}`)
    expect(json.throttled_until).not.toBeNull()
  })
  await happen('resolved')
  await dispatch()
  const destinationId = asDestinationId(id)
  const busy = await deliverBatch(deps, { destinationId })
  expect(busy.outcome).toBe('busy')
  expect(busy.waitMs).toBeGreaterThan(3_500_000)
  expect(receiver.received).toHaveLength(1)
  // What was tried says when it is tried again; what came since is in no batch yet.
  const areAhead = (rows: readonly Json[]) =>
    new Set(rows.map(({ next_attempt_at: at }) => at && Date.parse(String(at)) > Date.now()))
  expect(areAhead(await deliveriesOf(id))).toEqual(new Set([true, null]))
  // Nothing of it was lost: it goes out when the pause is over.
  receiver.state.answer = () => ({ status: 200 })
  await fresh.database.sql`update destinations set throttled_until = null`
  await fresh.database.sql`update delivery_batches set due_at = now()`
  await happen('reopened')
  await dispatch()
  const rows = await ended(id, tenant.findingIds.length + 2)
  expect([statesOf(rows), areAhead(rows)]).toEqual([new Set(['delivered']), new Set([null])])
})

test('who gives it another token, or another setting, need not wait to see whether that was it', async () => {
  const isOld = (nth: number) => receiver.received[nth - 1]?.headers.authorization === 'Splunk old'
  receiver.state.answer = (nth) =>
    isOld(nth) ? { status: 403, headers: { 'Retry-After': '3600' } } : { status: 200 }
  const id = await add('splunk_hec', { token: 'old' }, '/')
  const refused = (times: number) =>
    eventually(`it was refused ${times} times`, async () => {
      const rows = await deliveriesOf(id)
      expect(new Set(rows.map(({ state, attempts }) => `${state} ${attempts}`))).toEqual(
        new Set([`failed ${times}`]),
      )
    })
  await dispatch()
  await refused(1)
  await fresh.database.sql`update deliveries set created_at = now() - interval '1 minute'`
  await dispatch()
  expect(receiver.received).toHaveLength(1)
  const settings = { sourcetype: 'casbah:other' }
  const change = () => api.call('PATCH', `/api/v1/destinations/${id}`, { body: { settings } })
  expect((await change()).status).toBe(200)
  await dispatch()
  await refused(2)
  const dueTimes = () => fresh.database.sql`select due_at from delivery_batches`
  const due = await dueTimes()
  // Said again as it is: nothing was mended by it.
  expect((await change()).status).toBe(200)
  expect(await dueTimes()).toEqual(due)
  const path = `/api/v1/destinations/${id}/rotate-secret`
  expect((await api.call('POST', path, { body: { token: 'new' } })).status).toBe(200)
  await dispatch()
  expect(statesOf(await ended(id, tenant.findingIds.length))).toEqual(new Set(['delivered']))
  expect(receiver.received).toHaveLength(3)
})

test('who gives it another token while the old one is tried has the new one tried as well', async () => {
  const id = await add('splunk_hec', { token: 'old' }, '/')
  const path = `/api/v1/destinations/${id}/rotate-secret`
  receiver.state.answer = async (nth) => {
    if (nth > 1) return { status: 200 }
    expect((await api.call('POST', path, { body: { token: 'new' } })).status).toBe(200)
    return { status: 403, headers: { 'Retry-After': '3600' } }
  }
  await dispatch()
  expect(statesOf(await ended(id, tenant.findingIds.length))).toEqual(new Set(['delivered']))
  expect(receiver.received.map(({ headers }) => headers.authorization)).toEqual(['Splunk old', 'Splunk new'])
})

test('an attempt is not the last where it was hastened meanwhile', async () => {
  const id = asDestinationId(await add('splunk_hec', { token: 'old' }, '/'))
  await dispatchOutbox(deps.db, {
    ...{ integrationId: tenant.integrationId, limit: 1_000, payloadOf: findingPayload },
  })
  const cutting = { windowMs: 0, most: 1_000 }
  const failed = {
    at: new Date().toISOString(),
    taken: false,
    status: 403,
    error: 'status_403',
    latencyMs: 1,
  }
  const last = { disableAfterMs: Number.MAX_SAFE_INTEGER, throttleMs: null, againInMs: null }
  const attempt = async (meanwhile: () => Promise<unknown>) => {
    const batch = await nextBatch(deps.db, id, cutting)
    if (!('deliveryIds' in batch)) throw new Error('all of it is due')
    await meanwhile()
    await recordBatch(deps.db, { ...batch, destinationId: id }, failed, last)
    return statesOf(await deliveriesOf(id))
  }
  const rotate = { body: { token: 'new' } }
  const path = `/api/v1/destinations/${id}/rotate-secret`
  expect(await attempt(() => api.call('POST', path, rotate))).toEqual(new Set(['failed']))
  expect(await attempt(async () => undefined)).toEqual(new Set(['abandoned']))
})

test('a receiver that is gone is told nothing more', async () => {
  receiver.state.answer = () => ({ status: 410 })
  const id = await add('slack')
  await dispatch()
  expect(statesOf(await ended(id))).toEqual(new Set(['abandoned']))
  expect((await api.call('GET', `/api/v1/destinations/${id}`)).json.disabled_reason).toContain('410')
  expect(receiver.received).toHaveLength(1)
  await recordHistory(temporal.client, 'batch-gone', workflowOf(id))
})

test('one that takes nothing for long is disabled; enabled again, a person has all of it sent again', async () => {
  receiver.state.answer = () => ({ status: 500 })
  const id = await add('slack')
  await dispatch()
  await ended(id)
  const stands = async () => (await api.call('GET', `/api/v1/destinations/${id}`)).json
  // The whole schedule of one batch disables nothing.
  expect(await stands()).toMatchObject({ disabled_at: null, failed_attempts: 10 })
  await happen('resolved')
  await dispatch()
  await eventually('it is disabled', async () => expect((await stands()).disabled_at).not.toBeNull())
  expect(Number((await stands()).failed_attempts)).toBe(DISABLE_AFTER_ATTEMPTS)
  await ended(id)
  receiver.reset()
  await api.call('PATCH', `/api/v1/destinations/${id}`, { body: { disabled: false } })
  const again = await api.call('POST', `/api/v1/destinations/${id}/replay-failed`, {
    body: { since: '2026-01-01T00:00:00Z' },
  })
  expect(again.json).toEqual({ replayed: tenant.findingIds.length + 1, left: 0 })
  await dispatch()
  expect(statesOf(await ended(id))).toEqual(new Set(['delivered']))
  expect(receiver.received).toHaveLength(1)
})

test('nothing is given up of one that somebody has enabled since it was seen to be disabled', async () => {
  const id = asDestinationId(await add('slack'))
  await dispatchOutbox(deps.db, {
    ...{ integrationId: tenant.integrationId, limit: 1_000, payloadOf: findingPayload },
  })
  expect(await abandonOpen(deps.db, id, 'destination_disabled')).toBe(false)
  expect(statesOf(await deliveriesOf(id))).toEqual(new Set(['pending']))
  await api.call('PATCH', `/api/v1/destinations/${id}`, { body: { disabled: true } })
  expect(await abandonOpen(deps.db, id, 'destination_disabled')).toBe(true)
  expect(statesOf(await deliveriesOf(id))).toEqual(new Set(['abandoned']))
})

test('what is handed on while the workflow sees that there is nothing, and is about to end, is sent', async () => {
  const id = await add('slack')
  let isLate = false
  beforeAnswer = async ({ waitMs }) => {
    if (waitMs !== null || isLate) return
    isLate = true
    await happen('resolved')
    // The workflow is there, so nothing is started: it is told, and nobody will tell it again.
    await dispatch()
  }
  await dispatch()
  const rows = await ended(id, tenant.findingIds.length + 1)
  expect(statesOf(rows)).toEqual(new Set(['delivered']))
  expect(isLate).toBe(true)
  await recordHistory(temporal.client, 'batch-woken', workflowOf(id))
  const { status } = await temporal.client.workflow.getHandle(workflowOf(id)).describe()
  expect(['RUNNING', 'COMPLETED']).toContain(status.name)
})

test('its history does not grow with what goes there: the workflow goes on as a new one', async () => {
  // Long answers fill a history as many do: Temporal suggests to begin another at 4 MB, and the codec lets 32 KB pass.
  const padding = 'x'.repeat(30_000)
  const most = 160
  const asking: unknown[] = []
  instead = () => {
    const { workflowExecution } = Context.current().info
    const isLast = asking.push(workflowExecution?.runId) > most
    const last: BatchResult = { outcome: 'idle', waitMs: null }
    return isLast ? last : Object.assign({ outcome: 'delivered', waitMs: 0 } as const, { padding })
  }
  const id = await add('slack')
  await dispatch()
  await eventually('all was asked for', async () => {
    const { status } = await temporal.client.workflow.getHandle(workflowOf(id)).describe()
    expect(status.name).toBe('COMPLETED')
  })
  expect(asking).toHaveLength(most + 1)
  expect(new Set(asking).size).toBeGreaterThan(1)
})

test('what a process left behind when it died is found by the next look', async () => {
  const id = await add('slack')
  // Handed on, and then nobody tells the workflow.
  await dispatchOutbox(deps.db, {
    ...{ integrationId: tenant.integrationId, limit: 1_000, payloadOf: findingPayload },
  })
  await fresh.database.sql`update deliveries set created_at = now() - interval '1 minute'`
  expect(
    await temporal.client.workflow
      .getHandle(workflowOf(id))
      .describe()
      .catch(() => null),
  ).toBeNull()
  await dispatch()
  expect(statesOf(await ended(id))).toEqual(new Set(['delivered']))
})

test('a batch that was sent and not recorded is sent again, with the same id', async () => {
  await fresh.database.sql.unsafe(`
    create table unwritable (n int);
    insert into unwritable values (1);
    create function refuse() returns trigger language plpgsql as $$ begin
      if exists (select from unwritable) then raise 'not now'; end if; return new; end $$;
    create trigger refuse before insert on delivery_attempts for each row execute function refuse()`)
  try {
    receiver.state.answer = async (nth) => {
      if (nth === 2) await fresh.database.sql`delete from unwritable`
      return { status: 200 }
    }
    const id = await add('slack')
    await dispatch()
    const rows = await ended(id, tenant.findingIds.length)
    expect(rows.every(({ state, attempts }) => String(state) === 'delivered' && Number(attempts) === 1)).toBe(
      true,
    )
    const told = bodies().map(batchIn)
    expect(told).toHaveLength(2)
    expect(told[0]).toBe(told[1])
  } finally {
    await fresh.database.sql.unsafe(
      'drop trigger refuse on delivery_attempts; drop function refuse; drop table unwritable',
    )
  }
})

test('a batch is cut when its window is over, or when there is enough, and once', async () => {
  const id = asDestinationId(await add('slack'))
  await dispatchOutbox(deps.db, {
    ...{ integrationId: tenant.integrationId, limit: 1_000, payloadOf: findingPayload },
  })
  const most = tenant.findingIds.length + 1
  const early = await nextBatch(deps.db, id, { windowMs: 60_000, most })
  expect('waitMs' in early && early.waitMs).toBeGreaterThan(50_000)
  const [one, other] = await Promise.all([
    nextBatch(deps.db, id, { windowMs: 60_000, most: 5 }),
    nextBatch(deps.db, id, { windowMs: 60_000, most: 5 }),
  ])
  // The second finds the first, which is due: a straggler sends it once more, and cuts nothing.
  expect(one).toEqual(other)
  expect('deliveryIds' in one && one.deliveryIds).toHaveLength(5)
})

test('an attempt that ends after its deliveries were asked for again leaves them to the next batch', async () => {
  const id = asDestinationId(await add('slack'))
  await dispatchOutbox(deps.db, {
    ...{ integrationId: tenant.integrationId, limit: 1_000, payloadOf: findingPayload },
  })
  const cutting = { windowMs: 0, most: 1_000 }
  const batch = await nextBatch(deps.db, id, cutting)
  if (!('deliveryIds' in batch)) throw new Error('all of it is due')
  const sent = { ...batch, destinationId: id }
  const attempt = { at: new Date().toISOString(), status: 500, error: 'status_500', latencyMs: 1 }
  const last = { disableAfterMs: Number.MAX_SAFE_INTEGER, throttleMs: null, againInMs: null }
  await recordBatch(deps.db, sent, { ...attempt, taken: false }, last)
  expect(statesOf(await deliveriesOf(id))).toEqual(new Set(['abandoned']))
  await replayFailed(deps.db, id, { since: '2026-01-01T00:00:00Z', limit: 1_000 })
  // It was frozen since before the batch was given up, and has just sent it.
  await recordBatch(deps.db, sent, { ...attempt, status: 200, error: null, taken: true }, last)
  expect(statesOf(await deliveriesOf(id))).toEqual(new Set(['pending']))
  const again = await nextBatch(deps.db, id, cutting)
  expect('deliveryIds' in again && again.deliveryIds).toHaveLength(batch.deliveryIds.length)
  expect('id' in again && again.id).not.toBe(batch.id)
})
