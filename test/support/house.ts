import { readFileSync } from 'node:fs'
import type { Client } from '@temporalio/client'
import { pino } from 'pino'
import { inject } from 'vitest'
import type { ActivityDeps } from '../../src/activities/deps.ts'
import type { RunningWorkers } from '../../src/activities/worker.ts'
import { startWorkers } from '../../src/activities/worker.ts'
import type { Database } from '../../src/db/client.ts'
import type { NewIntegration } from '../../src/db/integrations/create-integration.ts'
import { createIntegration } from '../../src/db/integrations/create-integration.ts'
import { getIntegration } from '../../src/db/integrations/list-integrations.ts'
import { getRun } from '../../src/db/runs/list-runs.ts'
import type { MasterKey } from '../../src/db/seal/master-key.ts'
import { openMasterKey } from '../../src/db/seal/master-key.ts'
import type { IntegrationId, RunId } from '../../src/model/core/ids.ts'
import type { Phase } from '../../src/model/core/phases.ts'
import { isTerminalRunState } from '../../src/model/core/runs.ts'
import { ALL_INTEGRATIONS } from '../../src/model/core/scope.ts'
import { openHttpPool } from '../../src/openai/http-pool.ts'
import { UNDESCRIBED_LOG_TYPE } from '../../src/simulator/clp/types.ts'
import type { SimulatorOptions } from '../../src/simulator/options.ts'
import type { Simulator } from '../../src/simulator/server.ts'
import { startSimulator } from '../../src/simulator/server.ts'
import { PERSON } from './entity.ts'
import { freshDatabase } from './postgres.ts'
import { eventually, freshNamespace, quietRuntime } from './temporal.ts'

/** Limits a thousand times the documented ones: tests are about what is stored, not about waiting. */
const RATE_FACTOR = 1_000
const HOUR_MS = 3_600_000

export interface House {
  readonly database: Database
  readonly databaseUrl: string
  readonly master: MasterKey
  readonly simulator: Simulator
  readonly temporal: Client
  readonly settings: Record<string, string>
  /** Starts a worker in this process. */
  work(): Promise<RunningWorkers>
  /** What a worker's activities stand on, for one that is called by itself; its connections are closed with the house. */
  activityDeps(): Omit<ActivityDeps, 'stopping'>
  integrate(input?: Partial<NewIntegration>): Promise<IntegrationId>
  inPhase(id: IntegrationId, phase: Phase): Promise<void>
  ended(runId: RunId): Promise<NonNullable<Awaited<ReturnType<typeof getRun>>>>
  close(): Promise<void>
}

/** Everything but the API: Postgres, Temporal, a simulated tenant, and real activities. */
export async function openHouse(options: Partial<SimulatorOptions> = {}): Promise<House> {
  quietRuntime()
  const opened = new AsyncDisposableStack()
  const { database, url, drop } = await freshDatabase()
  opened.defer(drop)
  const temporal = await freshNamespace()
  opened.defer(() => temporal.close())
  const epoch = new Date(Date.now() - HOUR_MS).toISOString()
  const simulator = await startSimulator({ epoch, rateFactor: RATE_FACTOR, ...options })
  opened.defer(() => simulator.close())
  const master = openMasterKey(temporal.settings.CASBAH_MASTER_KEY)
  const settings = {
    ...temporal.settings,
    DATABASE_URL: url,
    OPENAI_PLATFORM_URL: simulator.platformUrl,
    OPENAI_COMPLIANCE_URL: simulator.complianceUrl,
    CASBAH_RATE_FACTOR: String(RATE_FACTOR),
    CASBAH_WORKER_PORT: '0',
  }
  const bundle = { code: readFileSync(inject('workflowBundlePath'), 'utf8') }
  const activityDeps = () => {
    const pool = openHttpPool()
    opened.defer(() => pool.close())
    return {
      database,
      master,
      settings: {
        OPENAI_PLATFORM_URL: simulator.platformUrl,
        OPENAI_COMPLIANCE_URL: simulator.complianceUrl,
        CASBAH_CONTENT_RETENTION_DAYS: 90,
        CASBAH_RATE_FACTOR: RATE_FACTOR,
        CASBAH_WEBHOOK_ALLOW_HOSTS: '',
        CASBAH_WEBHOOK_TIMEOUT_SECONDS: 5,
        CASBAH_WEBHOOK_WAIT_FACTOR: 1,
      },
      logger: pino({ level: process.env.CASBAH_TEST_LOG === 'on' ? 'debug' : 'silent' }),
      temporal: temporal.client,
      pool,
      // A test that moves the tenant's time moves the collector's with it.
      now: options.clock ?? (() => new Date()),
    }
  }
  const work = async () => {
    const numbers = { CASBAH_WORKER_PORT: 0, DATABASE_POOL: 20 }
    const workers = await startWorkers({
      settings: { ...temporal.settings, ...numbers },
      deps: activityDeps(),
      bundle,
    })
    opened.defer(() => workers.shutdown())
    return workers
  }
  return {
    database,
    databaseUrl: url,
    master,
    simulator,
    temporal: temporal.client,
    settings,
    work,
    activityDeps,
    integrate: async (input) =>
      (await createIntegration(database.drizzle, master, newIntegration(simulator, input))).id,
    inPhase: async (id, phase) => {
      await eventually(`phase ${phase}`, async () => {
        const row = await getIntegration(database.drizzle, ALL_INTEGRATIONS, id)
        if (row?.phase !== phase) throw new Error(`the phase is ${row?.phase}: ${row?.phaseNote}`)
      })
    },
    ended: (runId) =>
      eventually('the run ends', async () => {
        const run = await getRun(database.drizzle, ALL_INTEGRATIONS, runId)
        if (run === null || !isTerminalRunState(run.state))
          throw new Error(`the run is ${run?.state} in ${run?.stage}`)
        return run
      }),
    close: () => opened.disposeAsync(),
  }
}

export const newIntegration = (
  { organizationId, workspaceId, keys }: Pick<Simulator, 'organizationId' | 'workspaceId' | 'keys'>,
  input: Partial<NewIntegration> = {},
): NewIntegration => ({
  displayName: 'Simulated tenant',
  organizationId,
  workspaceId,
  projectId: null,
  collectionMode: 'metadata',
  otherLogTypes: [UNDESCRIBED_LOG_TYPE],
  credentials: [
    { kind: 'admin_key', secret: keys.admin },
    { kind: 'compliance_key', secret: keys.compliance },
  ],
  createdBy: PERSON,
  ...input,
})
