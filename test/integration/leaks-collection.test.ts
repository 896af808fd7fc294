import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { IntegrationDetail } from '../../src/cli/run-view.ts'
import { dataKey } from '../../src/db/seal/data-key.ts'
import { openMasterKey } from '../../src/db/seal/master-key.ts'
import { contentPlace } from '../../src/db/seal/place.ts'
import type { CollectionMode } from '../../src/model/core/collection-mode.ts'
import { asIntegrationId } from '../../src/model/core/ids.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { crawlApi } from '../support/crawl.ts'
import { gapsOf } from '../support/credentials.ts'
import type { Hook } from '../support/failing-hook.ts'
import { startHook } from '../support/failing-hook.ts'
import type { Needle } from '../support/leak-forms.ts'
import { LeakScanner } from '../support/leak-scan.ts'
import type { PlantingProxy } from '../support/planting-proxy.ts'
import { startPlantingProxy } from '../support/planting-proxy.ts'
import type { Stack } from '../support/stack.ts'
import { startStack } from '../support/stack.ts'
import { STRAY_KEY, strayRequests } from '../support/stray-requests.ts'
import { eventually } from '../support/temporal.ts'
import {
  scanDatabase,
  scanFolder,
  scanOpenWorkflows,
  scanProcessList,
  scanTemporal,
} from '../support/traces.ts'

/**
 * One small tenant is collected in the modes `none`, `content` and `metadata`, with all logs on and with every kind of failure on
 * the way: refused keys that upstream repeats in its answers, wreckage in log files, a database that refuses rows,
 * a webhook that does not answer, requests with keys in the wrong places. Then everything that was left behind is
 * searched for the texts that upstream planted and for every secret.
 */

/** Eight letters that no word holds: short, so that a few quoted characters show one whole. */
const MARKER = 'qzkvxjwq'
const POSTGRES_PASSWORD = 'Pg+pa55/word=Zx81'
const REFUSED_KEY = 'sk-admin-RefusedRefusedRefusedRefused0123456789ab'
const URL_TOKEN = 'hook-token-5b1d0c9f7e6a4b3c'
const KEEPER_FILES = ['token', 'simulator.log']
const ANYTHING_AT = /[\w.+-]{1,64}@(?:[\w-]+\.)+[a-z]{2,}/i

let proxy: PlantingProxy
let hook: Hook
let stack: Stack
let integration: IntegrationDetail
let webhookSecret = ''
/** What only shows while workflows are open, seen over the whole run. */
let live: LeakScanner

beforeAll(async () => {
  hook = await startHook(MARKER)
  stack = await startStack({
    simulate: { messages: 150 },
    env: async ({ env, simulator, folder }) => {
      proxy = await startPlantingProxy(simulator, MARKER)
      await mkdir(join(folder, 'tmp'))
      const database = new URL(env.DATABASE_URL ?? '')
      database.password = POSTGRES_PASSWORD
      return {
        OPENAI_PLATFORM_URL: proxy.platformUrl,
        OPENAI_COMPLIANCE_URL: proxy.complianceUrl,
        DATABASE_URL: database.href,
        TMPDIR: join(folder, 'tmp'),
        CASBAH_LOG_LEVEL: 'trace',
        CASBAH_WEBHOOK_ALLOW_HOSTS: hook.host,
      }
    },
  })
  await stack.scenario({
    canary: MARKER,
    poison: { nul: true, loneSurrogates: true, equalKeysInPage: true },
    faults: [{ route: '*', kind: 'concatenatedLines', every: 3 }],
  })
  live = new LeakScanner(textsAndSecrets())
})
afterAll(async () => {
  await stack?.close()
  await proxy?.close()
  await hook?.close()
})

function textsAndSecrets(): Needle[] {
  const { CASBAH_MASTER_KEY: masterKey = '' } = stack.env
  const secrets: Readonly<Record<string, string | Uint8Array>> = {
    'admin key': stack.simulator.keys.admin,
    'compliance key': stack.simulator.keys.compliance,
    'project key': stack.simulator.keys.project,
    'refused key': REFUSED_KEY,
    'stray key': STRAY_KEY,
    'master key': masterKey,
    'master key, bytes': Buffer.from(masterKey, 'base64'),
    'bootstrap token': stack.token,
    'Postgres password': POSTGRES_PASSWORD,
    'token of a webhook URL': URL_TOKEN,
    ...(webhookSecret === '' ? {} : { 'webhook secret': webhookSecret.replace('whsec_', '') }),
  }
  const links = [...proxy.signatures].slice(0, 10).map((value) => ({ name: 'signed link', value }))
  return [
    { name: 'text', value: MARKER },
    ...Object.entries(secrets).map(([name, value]) => ({ name, value })),
    ...links,
  ]
}

const address = { name: 'e-mail address', pattern: ANYTHING_AT }

test('mode none: no text, no address outside of people, nothing of a conversation', async () => {
  await stack.database.sql`alter table people add constraint refuses_all check (false) not valid`
  integration = await stack.integrate({
    collection_mode: 'none',
    project_id: stack.simulator.keys.projectId,
    credentials: keysOf(stack),
  })
  await addWebhook()
  const watching = new AbortController()
  const watch = watchOpenWorkflows(watching.signal)
  const { full, incremental } = await stack.collect(integration.id)
  // Postgres repeats the whole row that it refuses; the log must not.
  await eventually('a refused row is logged', async () =>
    expect(await stack.log('worker-1')).toMatch(/23514/),
  )
  await stack.database.sql`alter table people drop constraint refuses_all`
  const runs = await stack.ended(full.run_id, incremental.run_id)
  watching.abort()
  await watch

  expect(runs.flatMap(gapsOf)).toEqual([])
  expect(runs.map(({ state }) => state)).toEqual(['completed', 'completed'])
  expect([...proxy.filesFetched].sort()).toEqual(['APP_AUTH_LOG', 'AUDIT_LOG', 'AUTH_LOG'])
  expect(await count('messages')).toBe(0)
  expect(await count('events')).toBeGreaterThan(0)
  const conversations = await stack.database.sql`
    select action from events where attributes::text ~* 'conversation' or action ~* 'conversation'`
  expect(conversations).toEqual([])
  await expectCleanDatabase()
})

test('mode content: text is kept, and stands nowhere in clear', async () => {
  await changeMode('content')
  const { full, incremental } = await stack.collect(integration.id)
  await stack.ended(full.run_id, incremental.run_id)

  const { sql } = stack.database
  const rows = await sql<{ stream: StreamName; record_id: string; sealed: Buffer }[]>`
    select stream, record_id, sealed from contents`
  expect(rows.length).toBeGreaterThan(10)
  const master = openMasterKey(stack.env.CASBAH_MASTER_KEY ?? '')
  const key = await dataKey(stack.database.drizzle, master, asIntegrationId(integration.id), 'content')
  const texts = rows.map(({ stream, record_id, sealed }) =>
    key.unseal(contentPlace(stream, record_id), sealed).toString('utf8'),
  )
  expect(texts.filter((text) => text.includes(MARKER)).length).toBeGreaterThan(10)
  await expectCleanDatabase()
  await changeMode('none')
  expect([await count('contents'), await count('messages')]).toEqual([0, 0])
})

test('mode metadata, with failures on the way', async () => {
  await changeMode('metadata')
  proxy.failNext('/organization/users', ['error', 'cut'])
  proxy.failNext('/organization/invites', ['page'])
  proxy.failNext('/gpts', ['error'])
  proxy.failNext('/logs', ['cut'])
  const watching = new AbortController()
  const watch = watchOpenWorkflows(watching.signal)
  const { full, incremental } = await stack.collect(integration.id)
  const runs = await stack.ended(full.run_id, incremental.run_id)
  watching.abort()
  await watch

  expect(runs.map(({ state }) => state)).toEqual(['completed_with_gaps', 'completed'])
  expect([...proxy.filesFetched]).toContain('CONVERSATION_MESSAGE')
  expect(await count('messages')).toBeGreaterThan(50)
  const reasons = await stack.database.sql<
    { reason: string }[]
  >`select distinct reason from quarantine order by 1`
  expect(reasons.map(({ reason }) => reason)).toEqual(['database_refused', 'not_json', 'unknown_shape'])
})

test('a key that upstream refuses and repeats', async () => {
  proxy.refuse(stack.simulator.keys.compliance)
  const { full } = await stack.collect(integration.id)
  await eventually('attention is asked for', async () =>
    expect((await detail()).phase).toBe('needs_attention'),
  )
  await putKey('compliance_key', REFUSED_KEY)
  await eventually('it is refused, too', async () => {
    const { sql } = stack.database
    expect(
      await sql`select 1 from credentials where last_four like '%89ab' and state = 'rejected'`,
    ).toHaveLength(1)
  })
  proxy.refuse(null)
  await putKey('compliance_key', stack.simulator.keys.compliance)
  // What a key that was refused could not read may be a gap of this run; what was said is what counts here.
  const [run] = await stack.ended(full.run_id)
  expect(run?.state).toMatch(/^completed/)
})

test('keys in the wrong places of requests', async () => {
  const scanner = new LeakScanner(textsAndSecrets())
  const statuses: number[] = []
  for (const [method, path, init] of strayRequests(stack, integration.id)) {
    const response = await fetch(`${stack.api.url}${path}`, { method, ...init })
    statuses.push(response.status)
    scanner.scan(`answer to ${method} ${path.split('?')[0]?.slice(0, 40)}`, await response.text())
    scanner.scan('headers', JSON.stringify([...response.headers]))
  }
  expect(statuses.filter((status) => status < 400 || status >= 500)).toEqual([])
  expect(scanner.leaks).toEqual([])
})

test('the webhook was told nothing that it may not know', async () => {
  await eventually('deliveries were tried', () => expect(hook.received.length).toBeGreaterThan(3))
  const scanner = new LeakScanner(textsAndSecrets())
  for (const text of hook.received) scanner.scan('webhook', text)
  expect(scanner.leaks).toEqual([])
})

test('logs, temporary files and the process list', async () => {
  // A worker that stops has more to say than one that works.
  const second = await stack.startWorker('worker-2')
  await second.stop(30_000)
  const scanner = new LeakScanner([...textsAndSecrets(), address])
  const files = await scanFolder(scanner, stack.folder, KEEPER_FILES)
  expect(files.sort()).toEqual(expect.arrayContaining(['api.log', 'worker-1.log', 'worker-2.log']))
  expect(await stack.log('worker-1')).toMatch(/"level":(10|20)/)
  await scanProcessList(scanner)
  expect(scanner.leaks).toEqual([])
})

test('histories and what Temporal shows, through our codec', async () => {
  const scanner = new LeakScanner([...textsAndSecrets(), address])
  const traces = await scanTemporal(scanner, stack.temporal)
  expect(traces.workflows).toBeGreaterThan(20)
  expect(traces.payloads).toBeGreaterThan(500)
  expect(traces.inClear).toEqual([])
  expect([...scanner.leaks, ...live.leaks]).toEqual([])
  expect(live.scanned).toBeGreaterThan(0)
})

test('every GET route of the API', async () => {
  const scanner = new LeakScanner(textsAndSecrets())
  const { answers } = await crawlApi(scanner, stack.api.url, stack.token)
  expect([...answers.keys()].length).toBeGreaterThan(15)
  const refused = [...answers].filter(([, statuses]) => statuses.some((status) => status >= 500))
  expect(refused).toEqual([])
  expect(scanner.leaks).toEqual([])
})

test('the whole database', async () => {
  await expectCleanDatabase()
})

test('upstream was only read, and no signed link saw a key', async () => {
  const origin = new URL(stack.simulator.platformUrl).origin
  const stats = (await (await fetch(`${origin}/_sim/stats`)).json()) as Record<string, unknown>
  expect(stats).toMatchObject({ nonRead: 0, nonReadRequests: [], downloadsWithBearer: 0 })
  expect(stats.downloads).toBeGreaterThan(0)
  expect(stats.total).toBeGreaterThan(100)
})

async function expectCleanDatabase(): Promise<void> {
  const { sql } = stack.database
  const others = new LeakScanner([...textsAndSecrets(), address])
  const tables = await scanDatabase(others, sql, (table) => table !== 'people')
  expect(tables).toEqual(expect.arrayContaining(['assets', 'events', 'messages', 'quarantine', 'drift']))
  const people = new LeakScanner(textsAndSecrets())
  expect(await scanDatabase(people, sql, (table) => table === 'people')).toEqual(['people'])
  expect([...others.leaks, ...people.leaks]).toEqual([])
}

async function count(table: string): Promise<number> {
  const [row] = await stack.database.sql<
    { n: number }[]
  >`select count(*)::int as n from ${stack.database.sql(table)}`
  return row?.n ?? 0
}

const detail = () => stack.api.get<IntegrationDetail>(`/api/v1/integrations/${integration.id}`)

async function changeMode(mode: CollectionMode): Promise<void> {
  await stack.api.patch(`/api/v1/integrations/${integration.id}`, {
    collection_mode: mode,
    collection_mode_reason: 'for this test',
  })
  await eventually('the mode holds', async () => {
    const { collection_mode, mode_change } = await detail()
    expect([collection_mode, mode_change?.to]).toEqual([mode, mode])
    expect(mode_change?.purged_at).not.toBeNull()
  })
}

const keysOf = ({ simulator: { keys } }: Stack) => ({
  admin_key: { secret: keys.admin },
  compliance_key: { secret: keys.compliance },
  project_key: { secret: keys.project },
})

const putKey = (kind: string, secret: string) =>
  stack.api.put(`/api/v1/integrations/${integration.id}/credentials/${kind}`, { secret })

async function addWebhook(): Promise<void> {
  const made = await stack.api.post<{ secret: string }>('/api/v1/destinations', {
    url: `http://${hook.host}/hook?token=${URL_TOKEN}`,
  })
  webhookSecret = made.secret
}

const LOOK_MS = 1_000

async function watchOpenWorkflows(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await scanOpenWorkflows(live, stack.temporal)
    await sleep(LOOK_MS)
  }
}
