import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeToken } from '../../src/api/tokens.ts'
import type { ApiClient } from '../../src/cli/api-client.ts'
import { createClient } from '../../src/cli/api-client.ts'
import { API_NODE_FLAGS } from '../../src/cli/api-heap.ts'
import type { ApiReady } from '../../src/cli/api-role.ts'
import { untilTested } from '../../src/cli/integrations/until-tested.ts'
import { programCache } from '../../src/cli/place.ts'
import type { CollectTickets, IntegrationDetail, RunDetail } from '../../src/cli/run-view.ts'
import { startChild } from '../../src/cli/up/child.ts'
import { WORKER_NODE_FLAGS } from '../../src/cli/worker/heap.ts'
import type { WorkerReady } from '../../src/cli/worker-role.ts'
import { checkMasterKey } from '../../src/db/seal/check-master-key.ts'
import { openMasterKey } from '../../src/db/seal/master-key.ts'
import { startEmbeddedTemporal } from '../../src/embedded/temporal.ts'
import { resolveTemporalBinary } from '../../src/embedded/temporal-binary.ts'
import { SEARCH_ATTRIBUTES } from '../../src/model/core/names.ts'
import { openTemporal } from '../../src/temporal/client.ts'
import { cpuOfTree, peakMemoryMb } from './cpu.ts'
import type { BenchPlace, FreshDatabase, ServedFeed } from './place.ts'
import type { Measured } from './variants.ts'

/** Upstream has no limits here: what is measured is the collector. */
const RATE_FACTOR = 1_000_000
const POLL_MS = 20
const STOP_GRACE_MS = 30_000
const BYTES_PER_KEY = 32

/** The product as it runs: API, worker and Temporal's dev server, from Collect Now on. */
export async function measureOurs(
  place: BenchPlace,
  { feed, url }: ServedFeed,
  fresh: FreshDatabase,
): Promise<Measured> {
  await using opened = new AsyncDisposableStack()
  const folder = join(place.folder, `ours-${randomBytes(3).toString('hex')}`)
  const { path: binary } = await resolveTemporalBinary({
    cacheDir: programCache(process.env),
    env: process.env,
    log: () => undefined,
  })
  const temporal = await startEmbeddedTemporal({
    binary,
    dataDir: join(folder, 'temporal'),
    namespace: 'default',
    searchAttributes: Object.fromEntries(Object.values(SEARCH_ATTRIBUTES).map((name) => [name, 'Keyword'])),
    log: () => undefined,
  })
  opened.defer(() => temporal.stop())
  const masterKey = randomBytes(BYTES_PER_KEY).toString('base64')
  await checkMasterKey(fresh.database.drizzle, openMasterKey(masterKey))
  const token = makeToken()
  await writeFile(join(folder, 'token'), token, { mode: 0o600 })
  const settings = {
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: 'default',
    CASBAH_MASTER_KEY: masterKey,
  }
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...settings,
    DATABASE_URL: fresh.url,
    CASBAH_API_PORT: '0',
    CASBAH_WORKER_PORT: '0',
    CASBAH_BOOTSTRAP_TOKEN_FILE: join(folder, 'token'),
    CASBAH_RATE_FACTOR: String(RATE_FACTOR),
    CASBAH_WORKFLOW_BUNDLE: await place.workflowBundle(),
    OPENAI_COMPLIANCE_URL: url,
  }
  const role = async <Ready>(name: string, nodeFlags: readonly string[] = []) => {
    const logFile = join(folder, `${name}.log`)
    const child = await startChild<Ready>({ name, nodeFlags, args: [name], env, logFile })
    opened.defer(() => child.stop(STOP_GRACE_MS))
    return child
  }
  const api = createClient({ url: (await role<ApiReady>('api', API_NODE_FLAGS)).ready.url, token })
  const worker = await role<WorkerReady>('worker', WORKER_NODE_FLAGS)
  const { id } = await integrate(api, feed.workspaceId, feed.complianceKey)

  const before = await sizeOf(fresh)
  const cpu = () => [worker.pid, place.postgres.pid, temporal.pid].map(cpuOfTree)
  const collectedAt = performance.now()
  const tickets = await api.post<CollectTickets>(`/api/v1/integrations/${id}/collect`)
  await untilStream(fresh, 'started_at')
  const [cpuBefore, startedAt] = [cpu(), performance.now()]
  await untilStream(fresh, 'ended_at')
  const [cpuAfter, endedAt] = [cpu(), performance.now()]
  const messages = await untilStored(api, tickets)
  const runsEndedAt = performance.now()
  if (messages !== (await storedEvents(fresh)))
    throw new Error(`The run counted ${messages} messages, and other ones are stored.`)
  const spent = cpuAfter.map((seconds, index) => seconds - (cpuBefore[index] ?? 0))
  return {
    variant: 'ours',
    messages: feed.messages,
    seconds: (endedAt - startedAt) / 1_000,
    cpu: { client: spent[0] ?? 0, postgres: spent[1] ?? 0 },
    ours: {
      runSeconds: (runsEndedAt - collectedAt) / 1_000,
      workerPeakMb: peakMemoryMb(worker.pid),
      temporalCpu: spent[2] ?? 0,
      historyEvents: await longestHistory(settings),
      databaseBytesPerMessage: Math.round(((await sizeOf(fresh)) - before) / feed.messages),
    },
  }
}

/**
 * Waits until the stream of messages has begun, or ended. Its own life is measured: around it stand the costs of any
 * run (two plans, some twenty empty streams, the rules), which are the same for ten messages and for ten million.
 */
async function untilStream({ database }: FreshDatabase, moment: 'started_at' | 'ended_at'): Promise<void> {
  for (;;) {
    const rows = await database.sql`select from run_streams
      where stream = 'logs.CONVERSATION_MESSAGE' and ${database.sql(moment)} is not null`
    if (rows.length > 0) return
    await sleep(POLL_MS)
  }
}

async function integrate(api: ApiClient, workspaceId: string, key: string): Promise<IntegrationDetail> {
  const made = await api.post<IntegrationDetail>('/api/v1/integrations', {
    display_name: 'Benchmark',
    workspace_id: workspaceId,
    own_domains: ['example.com'],
    credentials: { compliance_key: { secret: key } },
  })
  return untilTested(api, made.id)
}

/** Waits for both runs and returns the records that the stream of messages counted. */
async function untilStored(api: ApiClient, tickets: CollectTickets): Promise<number> {
  const runs: RunDetail[] = []
  for (const { run_id } of [tickets.full, tickets.incremental]) {
    for (;;) {
      const run = await api.find<RunDetail>(`/api/v1/runs/${run_id}`)
      if (run?.ended) {
        runs.push(run)
        break
      }
      await sleep(POLL_MS)
    }
  }
  const failed = runs.find(({ state }) => state !== 'completed')
  if (failed !== undefined) throw new Error(`A run of the benchmark ended as ${failed.state}.`)
  const streams = runs.flatMap((run) => run.streams)
  return streams.find(({ stream }) => stream === 'logs.CONVERSATION_MESSAGE')?.records ?? 0
}

async function storedEvents({ database }: FreshDatabase): Promise<number> {
  const [row] = await database.sql<{ count: number }[]>`select count(*)::int as count from event_keys`
  return row?.count ?? 0
}

async function sizeOf({ database }: FreshDatabase): Promise<number> {
  const [row] = await database.sql<
    { size: number }[]
  >`select pg_database_size(current_database())::float8 as size`
  return row?.size ?? 0
}

async function longestHistory(settings: Parameters<typeof openTemporal>[0]): Promise<number> {
  const temporal = openTemporal(settings)
  try {
    let longest = 0
    for await (const { historyLength } of temporal.client.workflow.list())
      longest = Math.max(longest, historyLength)
    return longest
  } finally {
    await temporal.close()
  }
}
