import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client } from '@temporalio/client'
import { inject } from 'vitest'
import { makeToken } from '../../src/api/tokens.ts'
import type { ApiClient } from '../../src/cli/api-client.ts'
import { createClient } from '../../src/cli/api-client.ts'
import { API_NODE_FLAGS } from '../../src/cli/api-heap.ts'
import type { ApiReady } from '../../src/cli/api-role.ts'
import { untilTested } from '../../src/cli/integrations/until-tested.ts'
import type { CollectTickets, IntegrationDetail, RunDetail } from '../../src/cli/run-view.ts'
import type { SimulatorReady } from '../../src/cli/simulate-role.ts'
import type { Child } from '../../src/cli/up/child.ts'
import { startChild } from '../../src/cli/up/child.ts'
import { WORKER_NODE_FLAGS } from '../../src/cli/worker/heap.ts'
import type { WorkerReady } from '../../src/cli/worker-role.ts'
import type { Database } from '../../src/db/client.ts'
import { checkMasterKey } from '../../src/db/seal/check-master-key.ts'
import type { MasterKey } from '../../src/db/seal/master-key.ts'
import { openMasterKey } from '../../src/db/seal/master-key.ts'
import { asIntegrationId } from '../../src/model/core/ids.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { UNDESCRIBED_LOG_TYPE } from '../../src/simulator/clp/types.ts'
import type { FreshDatabase } from './postgres.ts'
import { freshDatabase } from './postgres.ts'
import { putOffTicks } from './put-off-ticks.ts'
import { scratchFolder } from './scratch.ts'
import { eventually, freshNamespace } from './temporal.ts'
import type { Mismatch } from './truth.ts'
import { truthOf } from './truth.ts'
import { UNLIMITED_ENV } from './unlimited.ts'

/**
 * The whole of Casbah as it runs in production: API, worker and simulated tenant are processes of their own, which
 * a test may stop, freeze and kill; Postgres and Temporal are the test run's shared servers, with a database and a
 * namespace of the stack's own.
 */
export interface Stack {
  readonly api: ApiClient
  readonly token: string
  readonly database: Database
  readonly databaseUrl: string
  readonly master: MasterKey
  readonly temporal: Client
  readonly simulator: SimulatorReady
  /** Process of the API. */
  readonly apiPid: number
  /** Environment that the roles were started with. */
  readonly env: NodeJS.ProcessEnv
  /** Private folder of the stack: logs are `<name>.log` in it. */
  readonly folder: string
  /** One more worker beside those that run. */
  startWorker(name?: string): Promise<Child<WorkerReady>>
  /** Adds the simulated tenant with both keys, and waits for its connection test. Nothing ticks for a quarter of an hour. */
  integrate(body?: Readonly<Record<string, unknown>>): Promise<IntegrationDetail>
  collect(integrationId: string): Promise<CollectTickets>
  /** Waits until these runs have ended. */
  ended(...runIds: readonly string[]): Promise<RunDetail[]>
  /** Streams of an integration whose stored set is not the tenant's, with how they differ. */
  mismatches(integrationId: string, streams?: readonly StreamName[]): Promise<Mismatch[]>
  /** What a role has logged so far. */
  log(name: string): Promise<string>
  /** Changes the simulated tenant's switches; see `src/simulator/scenario.ts`. */
  scenario(patch: Readonly<Record<string, unknown>>): Promise<void>
  close(): Promise<void>
}

export interface StackOptions {
  /** Flags of `casbah simulate`, without dashes. */
  readonly simulate?: Readonly<Record<string, string | number>>
  /** A tenant that is served already, in place of one of the stack's own. */
  readonly tenant?: SimulatorReady
  /** Limits so many times the documented ones, at both ends. */
  readonly rateFactor?: number
  /** More settings for the API and the workers; a function sees what they would be started with. */
  readonly env?: NodeJS.ProcessEnv | ((known: KnownSettings) => Promise<NodeJS.ProcessEnv>)
  /** Workers started with the stack; default 1. */
  readonly workers?: number
}

export interface KnownSettings {
  readonly env: NodeJS.ProcessEnv
  readonly simulator: SimulatorReady
  /** The stack's private folder. */
  readonly folder: string
}

/** Where a stack lives: servers that others share, with a database and a namespace of the stack's own on them. */
export interface StackServers {
  readonly freshDatabase: () => Promise<FreshDatabase>
  readonly freshNamespace: () => Promise<StackNamespace>
  readonly workflowBundle: string
}

export interface StackNamespace {
  readonly client: Client
  readonly settings: {
    readonly TEMPORAL_ADDRESS: string
    readonly TEMPORAL_NAMESPACE: string
    readonly CASBAH_MASTER_KEY: string
  }
  close(): Promise<void>
}

/** Tests are about what is stored, not about waiting. */
const RATE_FACTOR = 1_000
const HOUR_MS = 3_600_000
const STOP_GRACE_MS = 30_000
const COMMAND_PATIENCE_MS = 30_000

const SMALL = { users: 12, gpts: 8, projects: 3, days: 1, messages: 200 } as const

/** On the servers of the test run. */
export const startStack = (options: StackOptions = {}): Promise<Stack> =>
  startStackOn({ freshDatabase, freshNamespace, workflowBundle: inject('workflowBundlePath') }, options)

export async function startStackOn(servers: StackServers, options: StackOptions = {}): Promise<Stack> {
  const opened = new AsyncDisposableStack()
  try {
    return await open(servers, options, opened)
  } catch (error) {
    await opened.disposeAsync()
    throw error
  }
}

async function open(
  servers: StackServers,
  options: StackOptions,
  opened: AsyncDisposableStack,
): Promise<Stack> {
  const folder = opened.use(await scratchFolder('stack')).path
  const { database, url: databaseUrl, drop } = await servers.freshDatabase()
  opened.defer(drop)
  const temporal = await servers.freshNamespace()
  opened.defer(() => temporal.close())
  const master = openMasterKey(temporal.settings.CASBAH_MASTER_KEY)
  await checkMasterKey(database.drizzle, master)
  const rateFactor = options.rateFactor ?? RATE_FACTOR
  const logFile = (name: string) => join(folder, `${name}.log`)

  const serveTenant = async () => {
    const child = await startChild<SimulatorReady>({
      name: 'simulated tenant',
      args: ['simulate', ...simulateArgs(options, rateFactor)],
      env: process.env,
      logFile: logFile('simulator'),
    })
    opened.defer(() => child.stop(STOP_GRACE_MS))
    return child.ready
  }
  const simulator = options.tenant ?? (await serveTenant())

  const token = makeToken()
  await writeFile(join(folder, 'token'), token, { mode: 0o600 })
  const known: NodeJS.ProcessEnv = {
    ...process.env,
    ...UNLIMITED_ENV,
    ...temporal.settings,
    DATABASE_URL: databaseUrl,
    CASBAH_API_PORT: '0',
    CASBAH_WORKER_PORT: '0',
    CASBAH_BOOTSTRAP_TOKEN_FILE: join(folder, 'token'),
    CASBAH_WORKFLOW_BUNDLE: servers.workflowBundle,
    CASBAH_RATE_FACTOR: String(rateFactor),
    OPENAI_PLATFORM_URL: simulator.platformUrl,
    OPENAI_COMPLIANCE_URL: simulator.complianceUrl,
  }
  const { env: more } = options
  const added = typeof more === 'function' ? await more({ env: known, simulator, folder }) : more
  const env: NodeJS.ProcessEnv = { ...known, ...added }
  const apiRole = await startChild<ApiReady>({
    name: 'API',
    nodeFlags: API_NODE_FLAGS,
    args: ['api'],
    env,
    logFile: logFile('api'),
  })
  opened.defer(() => apiRole.stop(STOP_GRACE_MS))
  const api = createClient({ url: apiRole.ready.url, token })
  // On a machine that is busy a command may not be answered in time; its Idempotency-Key makes repeating it safe.
  const patient = createClient({ url: apiRole.ready.url, token, patienceMs: COMMAND_PATIENCE_MS })

  const startWorker = async (name = `worker-${randomBytes(3).toString('hex')}`) => {
    const worker = await startChild<WorkerReady>({
      name: 'worker',
      nodeFlags: WORKER_NODE_FLAGS,
      args: ['worker'],
      env,
      logFile: logFile(name),
    })
    opened.defer(() => worker.stop(STOP_GRACE_MS))
    return worker
  }
  for (let n = 1; n <= (options.workers ?? 1); n++) await startWorker(`worker-${n}`)

  const context = { database, master, simulatorOrigin: new URL(simulator.platformUrl).origin }
  return {
    apiPid: apiRole.pid,
    ...{ api, token, database, databaseUrl, master, env, folder, startWorker },
    temporal: temporal.client,
    simulator,
    integrate: (body) => integrate(api, temporal.client, simulator, body),
    collect: (id) => patient.post<CollectTickets>(`/api/v1/integrations/${id}/collect`),
    ended: (...runIds) => Promise.all(runIds.map((id) => untilEnded(database, api, id))),
    mismatches: (integrationId, streams) => truthOf({ ...context, integrationId }, streams),
    log: (name) => readFile(logFile(name), 'utf8'),
    scenario: (patch) => changeScenario(context.simulatorOrigin, patch),
    close: () => opened.disposeAsync(),
  }
}

function simulateArgs({ simulate }: StackOptions, rateFactor: number): string[] {
  const epoch = new Date(Date.now() - HOUR_MS).toISOString()
  const flags = { ...SMALL, epoch, 'rate-factor': rateFactor, ...simulate }
  return Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)])
}

async function integrate(
  api: ApiClient,
  temporal: Client,
  { organizationId, workspaceId, keys, ownDomains }: SimulatorReady,
  body: Readonly<Record<string, unknown>> = {},
): Promise<IntegrationDetail> {
  const made = await api.post<IntegrationDetail>('/api/v1/integrations', {
    display_name: `Tenant ${randomBytes(3).toString('hex')}`,
    organization_id: organizationId,
    workspace_id: workspaceId,
    own_domains: ownDomains,
    other_log_types: [UNDESCRIBED_LOG_TYPE],
    credentials: { admin_key: { secret: keys.admin }, compliance_key: { secret: keys.compliance } },
    ...body,
  })
  const tested = await untilTested(api, made.id)
  await putOffTicks(temporal, asIntegrationId(made.id))
  return tested
}

/** Postgres is asked whether it has, since the API has much more to say of a run than that, and says it each time. */
async function untilEnded({ sql }: Database, api: ApiClient, id: string): Promise<RunDetail> {
  await eventually(`run ${id} ends`, async () => {
    const [run] = await sql<{ ended: boolean; state: string; stage: string | null }[]>`
      select ended_at is not null as ended, state, stage from runs where id = ${id}`
    if (run?.ended !== true)
      throw new Error(`it is ${run?.state ?? 'not there'} in ${run?.stage ?? 'no stage'}`)
  })
  return await api.get<RunDetail>(`/api/v1/runs/${id}`)
}

async function changeScenario(origin: string, patch: Readonly<Record<string, unknown>>): Promise<void> {
  const response = await fetch(`${origin}/_sim/scenario`, { method: 'POST', body: JSON.stringify(patch) })
  if (!response.ok) throw new Error(`The simulator refused the switch: ${await response.text()}`)
}
