import { randomUUIDv7 } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { startChild } from '../../src/cli/up/child.ts'
import { WORKER_NODE_FLAGS } from '../../src/cli/worker/heap.ts'
import type { WorkerReady } from '../../src/cli/worker-role.ts'
import { appendFindingEvents } from '../../src/db/findings/write-findings.ts'
import { FINDING_WEBHOOK_EVENTS } from '../../src/model/core/deliveries.ts'
import type { MachineEventKind } from '../../src/model/core/findings.ts'
import { asRunId } from '../../src/model/core/ids.ts'
import { RULE_IDS } from '../../src/model/core/rule-ids.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { seededTenant } from '../support/api-fixtures.ts'
import type { HostileReceiver } from '../support/chaos/hostile-receiver.ts'
import { GONE_PATH, startHostileReceiver, WAYS } from '../support/chaos/hostile-receiver.ts'
import type { Stack } from '../support/stack.ts'
import { startStack } from '../support/stack.ts'
import { eventually } from '../support/temporal.ts'

/**
 * Two days of a receiver that fails in every way, with workers that are killed meanwhile. The two days and the schedule of
 * attempts are shortened by the same factor (`CASBAH_WEBHOOK_WAIT_FACTOR`); nothing else is. What must hold: each event
 * arrives at least once, each request verifies, and whoever keeps the highest sequence of each finding ends with what is
 * true. Two builds that are broken on purpose must fail the same measure.
 */
const TWO_DAYS_MS = 172_800_000
const FINDINGS = 12
/** What happens to each, after it was opened. */
const STORY: readonly MachineEventKind[] = ['severity_changed', 'resolved', 'reopened']
const EVENTS = FINDINGS * (STORY.length + 1)
/** Milliseconds from a worker's start to its end by SIGKILL. */
const KILL_AFTER_MS = [6_000, 9_000] as const

let cleanup: AsyncDisposableStack | undefined
afterEach(async () => {
  await cleanup?.disposeAsync()
  cleanup = undefined
})

interface Build {
  readonly env: NodeJS.ProcessEnv
  /** By which days are shortened. */
  readonly factor: number
}

interface Outcome {
  readonly receiver: HostileReceiver
  readonly stack: Stack
  readonly tenant: SeededTenant
  /** Finding and sequence of what never arrived. */
  readonly missing: readonly string[]
}

async function twoDays({ env, factor }: Build): Promise<Outcome> {
  cleanup = new AsyncDisposableStack()
  const receiver = await startHostileReceiver(TWO_DAYS_MS * factor)
  cleanup.defer(() => receiver.close())
  const stack = await startStack({
    workers: 0,
    env: {
      CASBAH_WEBHOOK_ALLOW_HOSTS: new URL(receiver.origin).host,
      CASBAH_WEBHOOK_TIMEOUT_SECONDS: '1',
      CASBAH_WEBHOOK_WAIT_FACTOR: String(factor),
    },
  })
  cleanup.defer(() => stack.close())
  const tenant = await seededTenant(stack.database)
  const { sql } = stack.database
  const ids = tenant.findingIds.slice(0, FINDINGS)
  await sql`delete from finding_events where finding_id <> all(${ids as string[]}::uuid[])`
  await addWebhook(stack, receiver, tenant, '/hook', [...FINDING_WEBHOOK_EVENTS, 'destination.disabled'])
  await addWebhook(stack, receiver, tenant, GONE_PATH, ['finding.opened'])
  const workerEnv = { ...stack.env, ...env, CHAOS_DIED_FILE: join(stack.folder, 'died') }
  const working = keepWorking(stack, workerEnv)
  cleanup.defer(() => working.stop())
  for (const kind of STORY) await happen(tenant, ids, kind)
  await allSettled(stack)
  await working.stop()
  return { receiver, stack, tenant, missing: await missingOf(stack, receiver) }
}

async function addWebhook(
  stack: Stack,
  receiver: HostileReceiver,
  { integrationId }: SeededTenant,
  path: string,
  eventTypes: readonly string[],
): Promise<void> {
  const { secret } = await stack.api.post<{ secret: string }>('/api/v1/destinations', {
    url: `${receiver.origin}${path}`,
    integration_id: integrationId,
    event_types: eventTypes,
  })
  receiver.knows(path, secret)
}

async function happen(
  { integrationId, database }: SeededTenant,
  ids: SeededTenant['findingIds'],
  kind: MachineEventKind,
): Promise<void> {
  const evaluation = {
    ...{ integrationId, runId: asRunId(randomUUIDv7()), mode: null },
    ...{ ruleId: RULE_IDS[0] as (typeof RULE_IDS)[number], now: new Date().toISOString() },
  }
  const news = ids.map((findingId) => ({ findingId, kind, detail: {} }))
  await database.sql.begin((tx) => appendFindingEvents(tx, evaluation, news))
}

/** A worker that is killed and started again, then one that stays. */
function keepWorking(stack: Stack, env: NodeJS.ProcessEnv) {
  const stopping = new AbortController()
  let started = 0
  const start = () => {
    started += 1
    return startChild<WorkerReady>({
      ...{ name: 'worker', nodeFlags: WORKER_NODE_FLAGS, args: ['worker'], env },
      logFile: join(stack.folder, `worker-${started}.log`),
    })
  }
  const run = async () => {
    for (let kills = 0; !stopping.signal.aborted; kills += 1) {
      const worker = await start()
      const after = KILL_AFTER_MS[kills]
      const timer = after === undefined ? undefined : setTimeout(() => worker.kill('SIGKILL'), after)
      const stop = () => void worker.stop(30_000)
      stopping.signal.addEventListener('abort', stop, { once: true })
      if (stopping.signal.aborted) stop()
      await worker.exited
      clearTimeout(timer)
      stopping.signal.removeEventListener('abort', stop)
    }
  }
  const running = run()
  return {
    stop: () => {
      stopping.abort()
      return running
    },
  }
}

async function allSettled({ database: { sql } }: Stack): Promise<void> {
  await eventually('everything is delivered or given up', async () => {
    const [row] = await sql<{ open: number; told: number; events: number }[]>`
      select (select count(*)::int from deliveries where state in ('pending', 'failed')) as open,
        (select count(*)::int from finding_events where dispatched_at is null) as events,
        (select count(*)::int from notices where dispatched_at is null) as told`
    expect(row).toEqual({ open: 0, told: 0, events: 0 })
  })
}

async function missingOf({ database: { sql } }: Stack, { got }: HostileReceiver): Promise<string[]> {
  const rows = await sql<{ what: string }[]>`select finding_id || ' ' || sequence as what from finding_events`
  const arrived = new Set(
    got.filter(({ taken }) => taken).map(({ data }) => `${data.finding_id} ${data.sequence}`),
  )
  return rows.map(({ what }) => what).filter((what) => !arrived.has(what))
}

const preload = pathToFileURL(
  fileURLToPath(new URL('../support/chaos/preload-webhook-faults.ts', import.meta.url)),
)
const NODE_OPTIONS = `--import=${preload}`
/** 48 hours in 43 s. */
const HONEST = 1 / 4_000
/** 48 hours in 14 s: what never leaves shows sooner. */
const BRISK = 1 / 12_000

test('each event arrives at least once, verified and in a known order, whatever fails and whoever dies', async () => {
  const { receiver, stack, missing } = await twoDays({ env: { NODE_OPTIONS }, factor: HONEST })
  const { sql } = stack.database
  expect(missing).toEqual([])
  expect(receiver.unverified).toEqual([])
  expect(receiver.followed).toEqual([])
  expect([...receiver.met.keys()].toSorted()).toEqual(Object.keys(WAYS).toSorted())
  const hook = receiver.got.filter(({ path }) => path === '/hook')
  const taken = hook.filter((one) => one.taken && one.data.finding_id !== undefined)
  expect(new Set(taken.map(({ webhookId }) => webhookId)).size).toBe(EVENTS)
  expect(lastOf(taken)).toEqual(
    new Map(
      lastOf(taken)
        .entries()
        .map(([id]) => [id, 'finding.reopened']),
    ),
  )
  expect(lastOf(taken).size).toBe(FINDINGS)
  // Told of the webhook that said 410, which was asked once or twice, and of nothing after that.
  expect(hook.some(({ type, taken: wasTaken }) => type === 'destination.disabled' && wasTaken)).toBe(true)
  const [gone] = await sql<{ disabled: boolean; states: string[] }[]>`
    select d.disabled_at is not null as disabled, array_agg(distinct y.state) as states
    from destinations d join deliveries y on y.destination_id = d.id
    where d.event_types = array['finding.opened'] group by d.id`
  expect(gone).toEqual({ disabled: true, states: ['abandoned'] })
  const [figures] = await sql<{ deliveries: number; attempts: number }[]>`
    select count(*)::int as deliveries, sum(attempts)::int as attempts from deliveries y
    where state = 'delivered'`
  expect(figures?.deliveries).toBe(EVENTS + 1)
  console.info(
    `webhooks: ${EVENTS} events, ${figures?.deliveries} deliveries, ${figures?.attempts} attempts recorded, ` +
      `${hook.length} requests, ${taken.length - EVENTS} taken twice, ${overtakings(taken)} overtaken by a later one; ` +
      `failed by ${[...receiver.met].map(([way, n]) => `${way} ${n}`).join(', ')}`,
  )
})

test.each([
  ['whose outbox is written outside of the transaction', { CHAOS_OUTBOX: 'apart' }, BRISK],
  // On a slow machine three attempts take longer than 14 s, and then the receiver is well again.
  ['that gives up after three attempts', { CHAOS_WEBHOOKS: 'impatient' }, HONEST],
])('a build %s loses events, and is caught', async (_name, broken, factor) => {
  const { missing } = await twoDays({ env: { NODE_OPTIONS, ...broken }, factor })
  expect(missing.length).toBeGreaterThan(0)
})

/** What a receiver knows that keeps the highest sequence of each finding. */
function lastOf(taken: HostileReceiver['got']): Map<string, string> {
  const best = new Map<string, { readonly sequence: number; readonly type: string }>()
  for (const { type, data } of taken) {
    const id = data.finding_id ?? ''
    if (data.sequence > (best.get(id)?.sequence ?? 0)) best.set(id, { sequence: data.sequence, type })
  }
  return new Map([...best].map(([id, { type }]) => [id, type]))
}

/** How many arrived after one that is later in the life of its finding. */
function overtakings(taken: HostileReceiver['got']): number {
  const highest = new Map<string, number>()
  let n = 0
  for (const { data } of taken) {
    const id = data.finding_id ?? ''
    const before = highest.get(id) ?? 0
    if (data.sequence < before) n += 1
    highest.set(id, Math.max(before, data.sequence))
  }
  return n
}
