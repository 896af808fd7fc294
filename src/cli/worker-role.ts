import { readFile } from 'node:fs/promises'
import { startWorkers } from '../activities/worker.ts'
import { readSettings } from '../config.ts'
import { openDatabase } from '../db/client.ts'
import { checkMasterKey } from '../db/seal/check-master-key.ts'
import { openMasterKey } from '../db/seal/master-key.ts'
import { openHttpPool } from '../openai/http-pool.ts'
import { createLogger } from '../telemetry/logger.ts'
import { installTemporalRuntime } from '../telemetry/temporal-runtime.ts'
import { openTemporal } from '../temporal/client.ts'
import type { Io } from './io.ts'
import { runRole } from './role.ts'

export interface WorkerReady {
  readonly healthUrl: string
}

export function runWorker(io: Io): Promise<void> {
  return runRole<WorkerReady>(
    io,
    'worker',
    () => startWorkerRole(io),
    ({ healthUrl }) => `taking work; health at ${healthUrl}`,
  )
}

async function startWorkerRole(io: Io) {
  const opened = new AsyncDisposableStack()
  try {
    return await openWorker(io, opened)
  } catch (error) {
    await opened.disposeAsync()
    throw error
  }
}

async function openWorker(io: Io, opened: AsyncDisposableStack) {
  const settings = readSettings(io.env)
  const logger = createLogger(settings, 'worker')
  installTemporalRuntime(logger)
  const database = openDatabase(settings.DATABASE_URL, {
    max: settings.DATABASE_POOL,
    applicationName: 'casbah worker',
  })
  opened.defer(() => database.close())
  const master = openMasterKey(settings.CASBAH_MASTER_KEY)
  await checkMasterKey(database.drizzle, master)
  const temporal = openTemporal(settings)
  opened.defer(() => temporal.close())
  const pool = openHttpPool()
  opened.defer(() => pool.close())
  const deps = { database, master, settings, logger, temporal: temporal.client, pool, now: () => new Date() }
  const file = settings.CASBAH_WORKFLOW_BUNDLE
  const bundle = file === undefined ? {} : { bundle: { code: await readFile(file, 'utf8') } }
  const workers = await startWorkers({ settings, deps, ...bundle })
  return {
    ready: { healthUrl: workers.healthUrl },
    ended: workers.ended,
    stop: () => workers.shutdown().finally(() => opened.disposeAsync()),
  }
}
