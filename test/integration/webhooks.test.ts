import { once } from 'node:events'
import type { IncomingMessage, Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { DeliverDeps } from '../../src/activities/deliver-webhook.ts'
import { abandonDelivery, deliverWebhook } from '../../src/activities/deliver-webhook.ts'
import { DestinationSlots } from '../../src/activities/destination-slots.ts'
import { dispatchOutbox } from '../../src/activities/dispatch-outbox.ts'
import { listDeliveries } from '../../src/db/deliveries/list-deliveries.ts'
import { getDestination } from '../../src/db/destinations/destinations.ts'
import type { DestinationId } from '../../src/model/core/ids.ts'
import { RULE_IDS } from '../../src/model/core/rule-ids.ts'
import { ALL_INTEGRATIONS } from '../../src/model/core/scope.ts'
import { postWebhook } from '../../src/webhooks/client.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { seededTenant, webhookTo } from '../support/api-fixtures.ts'
import { fakeActivities } from '../support/fake-activities.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import type { TestTemporalClient, TestWorkers } from '../support/temporal.ts'
import { eventually, freshNamespace, startTestWorkers } from '../support/temporal.ts'

const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`
/** Milliseconds before each attempt: the real schedule takes days. */
const WAITS_MS = [0, 50, 50, 50]

interface Received {
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

let fresh: FreshDatabase
let temporal: TestTemporalClient
let workers: TestWorkers
let receiver: Server
let tenant: SeededTenant
let deps: DeliverDeps
let received: Received[] = []
/** What the receiver answers: status by attempt; the last one stays. */
let script: readonly { status: number; headers?: Record<string, string> }[] = [{ status: 200 }]

beforeAll(async () => {
  fresh = await freshDatabase()
  temporal = await freshNamespace()
  receiver = createServer((request, response) => void receive(request, response)).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  workers = await startTestWorkers(temporal, {
    ...fakeActivities().activities,
    deliverWebhook: (input: never) => deliverWebhook(deps, input),
    abandonDelivery: (input: never) => abandonDelivery(deps, input),
  })
})
afterAll(async () => {
  await workers?.stop()
  await temporal?.close()
  receiver?.closeAllConnections()
  receiver?.close()
  await fresh?.drop()
})
beforeEach(async () => {
  received = []
  tenant = await seededTenant(fresh.database)
  deps = {
    db: fresh.database.drizzle,
    master: tenant.master,
    allowedHosts: new Set(['127.0.0.1']),
    slots: new DestinationSlots(),
    timeoutMs: 30_000,
  }
})
afterEach(() => {
  script = [{ status: 200 }]
})

async function receive(
  request: IncomingMessage,
  response: { writeHead(status: number, headers?: object): { end(text?: string): void } },
): Promise<void> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  received.push({ headers: request.headers, body })
  const step = script[Math.min(received.length, script.length) - 1]
  response.writeHead(step?.status ?? 200, step?.headers ?? {}).end('what nobody keeps')
}

const url = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`

const dispatch = () =>
  dispatchOutbox(
    { db: fresh.database.drizzle, client: temporal.client, waitsMs: WAITS_MS },
    { integrationId: tenant.integrationId },
  )

const deliveriesTo = (id: DestinationId) =>
  listDeliveries(fresh.database.drizzle, ALL_INTEGRATIONS, { destinationId: id, limit: 100 })

async function settled(id: DestinationId) {
  return eventually('deliveries are settled', async () => {
    const rows = await deliveriesTo(id)
    if (rows.length === 0 || rows.some(({ state }) => state === 'pending' || state === 'failed')) {
      throw new Error('not yet')
    }
    return rows
  })
}

describe('a finding that opened', () => {
  test('is told once, thin and signed so that the receiver can verify it', async () => {
    const destination = await webhookTo(tenant, url(), SECRET)
    expect(await dispatch()).toEqual({ events: RULE_IDS.length, deliveries: RULE_IDS.length })
    expect(await dispatch()).toEqual({ events: 0, deliveries: 0 })
    const rows = await settled(destination.id)
    expect(rows.map(({ state, attempts }) => [state, attempts])).toEqual(
      Array(RULE_IDS.length).fill(['delivered', 1]),
    )
    expect(received).toHaveLength(RULE_IDS.length)
    for (const { headers, body } of received) {
      const event = new Webhook(SECRET).verify(body, headers as Record<string, string>)
      expect(event).toMatchObject({ type: 'finding.opened', data: { integration_id: tenant.integrationId } })
      expect(body).not.toMatch(/example\.com|u\d+@/)
    }
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(RULE_IDS.length)
  })

  test('is told again with the same id until it is taken', async () => {
    await fresh.database.sql`delete from finding_events where finding_id <> ${tenant.findingIds[0] ?? ''}`
    script = [{ status: 500 }, { status: 302, headers: { Location: 'http://127.0.0.1:1/' } }, { status: 204 }]
    const destination = await webhookTo(tenant, url(), SECRET)
    await dispatch()
    const [row] = await settled(destination.id)
    expect(row).toMatchObject({ state: 'delivered', attempts: 3, lastStatus: 204, lastError: null })
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  })

  test('is given up after the last attempt, and a 410 disables the webhook', async () => {
    await fresh.database.sql`delete from finding_events where finding_id <> ${tenant.findingIds[0] ?? ''}`
    script = [{ status: 503 }]
    const failing = await webhookTo(tenant, url(), SECRET)
    await dispatch()
    expect(await settled(failing.id)).toMatchObject([
      { state: 'abandoned', attempts: 4, lastError: 'status_503' },
    ])
    script = [{ status: 410 }]
    await fresh.database.sql`update finding_events set dispatched_at = null`
    const gone = await webhookTo(tenant, url(), SECRET)
    await dispatch()
    expect(await settled(gone.id)).toMatchObject([{ state: 'abandoned', attempts: 1, lastStatus: 410 }])
    const after = await getDestination(fresh.database.drizzle, ALL_INTEGRATIONS, gone.id)
    expect(after?.disabledAt).not.toBeNull()
  })
})

describe('a webhook', () => {
  const post = (to: string, addresses: readonly string[] = []) =>
    postWebhook({
      url: to,
      body: '{}',
      headers: {},
      timeoutMs: 30_000,
      allowedHosts: new Set(),
      resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    })

  test('never reaches a private address, however it is written or named', async () => {
    for (const to of [
      'http://127.0.0.1/',
      'https://127.0.0.1/',
      'https://[::ffff:10.0.0.1]/',
      'https://localhost/',
    ]) {
      expect(await post(to), to).toMatchObject({ kind: 'refused', code: 'url_not_allowed' })
    }
    for (const addresses of [
      ['127.0.0.1'],
      ['169.254.169.254'],
      ['1.1.1.1', '10.0.0.1'],
      ['::1'],
      ['fd00::1'],
    ]) {
      const answer = await post('https://innocent.example.com/', addresses)
      expect(answer, addresses.join()).toMatchObject({ kind: 'refused', code: 'private_address' })
    }
    expect(await post('https://nowhere.example.com/')).toMatchObject({
      kind: 'unreachable',
      code: 'name_not_resolved',
    })
  })

  test('goes to the address that was judged, whatever the name says by then', async () => {
    const answer = await postWebhook({
      url: url().replace('127.0.0.1', 'receiver.test'),
      body: '{}',
      headers: {},
      timeoutMs: 30_000,
      allowedHosts: new Set(['receiver.test']),
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    })
    expect(answer).toMatchObject({ kind: 'answered', status: 200, retryAfter: null })
    expect(received[0]?.headers.host).toContain('receiver.test')
  })
})
