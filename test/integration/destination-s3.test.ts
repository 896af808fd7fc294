import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { BatchDeps } from '../../src/activities/deliver-batch.ts'
import { deliverBatch } from '../../src/activities/deliver-batch.ts'
import { findingPayload, noticePayload } from '../../src/activities/webhook-payloads.ts'
import { dispatchOutbox } from '../../src/db/deliveries/dispatch-outbox.ts'
import { addNotice } from '../../src/db/notices/add-notice.ts'
import { dispatchNotices } from '../../src/db/notices/dispatch-notices.ts'
import type { DestinationId } from '../../src/model/core/ids.ts'
import { asDestinationId } from '../../src/model/core/ids.ts'
import type { Json, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { seededTenant } from '../support/api-fixtures.ts'
import { batchDeps } from '../support/batch-deps.ts'
import { startObjectStore } from '../support/object-store.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { signatureProblem } from '../support/sigv4.ts'

/** What an object store is told, by a real sender to one that listens for real and judges each signature by itself. */

const ID = 'AKIDEXAMPLE'
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
/** The store by a name, with a bucket before it and without. */
const NAMES = ['siem.store.example', 'store.example']

const opened = new AsyncDisposableStack()
let store: Awaited<ReturnType<typeof startObjectStore>>
let fresh: FreshDatabase
let api: TestApi
let tenant: SeededTenant
let deps: BatchDeps

beforeAll(async () => {
  store = await startObjectStore(new Map([[ID, SECRET]]))
  opened.defer(() => store.close())
  fresh = await freshDatabase()
  opened.defer(() => fresh.drop())
  api = await startTestApi(fresh.database, { allowedHosts: ['127.0.0.1', ...NAMES].join(',') })
  opened.defer(() => api.close())
  deps = batchDeps(api, fresh.database, {
    allowedHosts: new Set(['127.0.0.1', ...NAMES]),
    publicUrl: null,
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  })
})
afterAll(() => opened.disposeAsync())
beforeEach(async () => {
  store.reset()
  await fresh.database.sql`truncate destinations, deliveries, notices, finding_events, findings cascade`
  tenant = await seededTenant(fresh.database)
})

async function add(settings: object = {}, token = `${ID}:${SECRET}`, host = '127.0.0.1') {
  const made = await api.call('POST', '/api/v1/destinations', {
    body: {
      ...{ kind: 's3', url: `http://${host}:${store.port}`, token },
      settings: { bucket: 'siem', prefix: 'casbah', ...settings },
      event_types: ['finding.opened', 'run.failed'],
    },
  })
  expect(made.status, made.text).toBe(201)
  return asDestinationId(String(made.json.id))
}

async function handOn(): Promise<void> {
  await fresh.database.drizzle.transaction((tx) =>
    addNotice(tx, {
      ...{ integrationId: tenant.integrationId, type: 'run.failed', subjectId: tenant.runId, data: {} },
    }),
  )
  const { integrationId } = tenant
  await dispatchOutbox(deps.db, { integrationId, limit: 1_000, payloadOf: findingPayload })
  await dispatchNotices(deps.db, { limit: 10, payloadOf: noticePayload })
}

const deliver = (destinationId: DestinationId) => deliverBatch(deps, { destinationId })

async function rowsOf(id: string): Promise<readonly Json[]> {
  return (await api.call('GET', `/api/v1/deliveries?destination=${id}&limit=200`)).json.data ?? []
}

const linesOf = (bytes: Buffer | undefined): { id: string; batch_id: string; type: string }[] =>
  String(bytes)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
const allLines = () => [...store.objects.values()].flatMap(linesOf)
const idsOf = (rows: readonly { readonly id: unknown }[]) => rows.map(({ id }) => String(id)).sort()
const deliveryIds = async (id: string) => idsOf((await rowsOf(id)).map((row) => ({ id: row.id })))

test('the judge of signatures knows what AWS has published', () => {
  // https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, "PUT Object"
  const headers = {
    ...{ date: 'Fri, 24 May 2013 00:00:00 GMT', host: 'examplebucket.s3.amazonaws.com' },
    ...{ 'x-amz-date': '20130524T000000Z', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
    'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  }
  const put = {
    method: 'PUT',
    target: '/test$file.text',
    headers,
    body: Buffer.from('Welcome to Amazon S3.'),
  }
  const judge = (secret: string, request = put) => signatureProblem(request, () => secret)
  expect(judge('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY')).toBeNull()
  expect(judge('another')).toBe('SignatureDoesNotMatch')
  expect(judge('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', { ...put, target: '/other' })).toBe(
    'SignatureDoesNotMatch',
  )
})

test('a batch is an object for each class and day, a line an event, and both ask to be encrypted', async () => {
  const id = await add({ encryption: 'aws:kms', kms_key: 'arn:aws:kms:eu:1:key/2' })
  await handOn()
  expect(await deliver(id)).toMatchObject({ outcome: 'delivered' })
  const rows = await rowsOf(id)
  expect(rows).toHaveLength(tenant.findingIds.length + 1)
  expect(new Set(rows.map(({ state }) => String(state)))).toEqual(new Set(['delivered']))
  const batch = String(rows[0]?.batch_id)
  const day = /\d{4}-\d\d-\d\d/.source
  expect([...store.objects.keys()].sort()).toEqual([
    expect.stringMatching(new RegExp(`^/siem/casbah/class=finding/date=${day}/${batch}\\.ndjson$`)),
    expect.stringMatching(new RegExp(`^/siem/casbah/class=run/date=${day}/${batch}\\.ndjson$`)),
  ])
  expect(idsOf(allLines())).toEqual(await deliveryIds(id))
  for (const { headers, problem } of store.puts) {
    expect(problem).toBeNull()
    expect(headers).toMatchObject({
      'content-type': 'application/x-ndjson',
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:eu:1:key/2',
    })
  }
})

test('a batch that was stored and not recorded is stored again in the same place: each event once', async () => {
  const id = await add()
  await handOn()
  await fresh.database.sql.unsafe(`
    create function refuse() returns trigger language plpgsql as $$ begin raise 'not now'; end $$;
    create trigger refuse before insert on delivery_attempts for each row execute function refuse()`)
  await expect(deliver(id)).rejects.toThrow()
  await fresh.database.sql.unsafe('drop trigger refuse on delivery_attempts; drop function refuse')
  expect(store.puts).toHaveLength(2)
  const before = new Map(store.objects)
  expect(await deliver(id)).toMatchObject({ outcome: 'delivered' })
  expect(store.puts).toHaveLength(4)
  expect(store.objects).toEqual(before)
  expect(idsOf(allLines())).toEqual(await deliveryIds(id))
})

test('of a batch of which one object was not taken, all are written again, each in its place', async () => {
  const id = await add({ gzip: true })
  await handOn()
  store.state.answer = (nth) => (nth === 2 ? 503 : 200)
  expect(await deliver(id)).toMatchObject({ outcome: 'again' })
  expect(store.objects.size).toBe(1)
  await fresh.database.sql`update delivery_batches set due_at = now()`
  expect(await deliver(id)).toMatchObject({ outcome: 'delivered' })
  expect(store.puts.map(({ status }) => status)).toEqual([200, 503, 200, 200])
  expect([...store.objects.keys()].every((key) => key.endsWith('.ndjson.gz'))).toBe(true)
  const lines = [...store.objects.values()].flatMap((bytes) => linesOf(gunzipSync(bytes)))
  expect(idsOf(lines)).toEqual(await deliveryIds(id))
})

test('the bucket is in the name of the host, or in the path, and the signature holds either way', async () => {
  for (const [path_style, host, path] of [
    [false, NAMES[0], '/casbah/class='],
    [true, NAMES[1], '/siem/casbah/class='],
  ] as const) {
    store.reset()
    await fresh.database.sql`truncate destinations, deliveries, notices, finding_events, findings cascade`
    tenant = await seededTenant(fresh.database)
    const id = await add({ path_style }, undefined, 'store.example')
    await handOn()
    expect(await deliver(id)).toMatchObject({ outcome: 'delivered' })
    expect(store.puts[0]).toMatchObject({ host: `${host}:${store.port}`, problem: null })
    expect(store.puts[0]?.path.startsWith(path)).toBe(true)
  }
})

test('keys that the store does not know are refused and kept nowhere; new ones hold at once', async () => {
  const id = await add({}, `${ID}:not-the-secret`)
  await handOn()
  expect(await deliver(id)).toMatchObject({ outcome: 'again' })
  expect(store.puts[0]?.problem).toBe('SignatureDoesNotMatch')
  expect(String((await rowsOf(id))[0]?.last_error)).toBe('status_403')
  const rotate = (token: string) =>
    api.call('POST', `/api/v1/destinations/${id}/rotate-secret`, { body: { token } })
  expect((await rotate('no-pair')).json).toMatchObject({ status: 400, errors: [{ pointer: '/token' }] })
  expect((await rotate(`${ID}:${SECRET}`)).status).toBe(200)
  const tested = await api.call('POST', `/api/v1/destinations/${id}/test`)
  expect(tested.json).toMatchObject({ outcome: 'answered', taken: true, status: 200 })
  expect([...store.objects.keys()]).toEqual([expect.stringContaining('/class=ping/')])
  await fresh.database.sql`update delivery_batches set due_at = now()`
  expect(await deliver(id)).toMatchObject({ outcome: 'delivered' })
  const rows = await fresh.database.sql`
    select d::text as text from destinations d union all select a::text from audit_log a`
  const everywhere = [JSON.stringify(rows), JSON.stringify(await rowsOf(id)), ...api.logged].join('\n')
  expect(everywhere).not.toMatch(/not-the-secret|wJalrXUtn|AKIDEXAMPLE/)
})
