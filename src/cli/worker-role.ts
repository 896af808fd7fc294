import { startWorkers } from '../activities/worker.ts'
import { readSettings } from '../config.ts'
import { openDatabase } from '../db/client.ts'
import { checkMasterKey } from '../db/seal/check-master-key.ts'
import { openMasterKey } from '../db/seal/master-key.ts'
import { createHttpPool } from '../openai/http-pool.ts'
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
  const settings = readSettings(io.env)
  const logger = createLogger(settings, 'worker')
  installTemporalRuntime(logger)
  await using stack = new AsyncDisposableStack()
  const database = openDatabase(settings.DATABASE_URL, {
    max: settings.DATABASE_POOL,
    applicationName: 'casbah worker',
  })
  stack.defer(() => database.close())
  const master = openMasterKey(settings.CASBAH_MASTER_KEY)
  await checkMasterKey(database.drizzle, master)
  const temporal = openTemporal(settings)
  stack.defer(() => temporal.close())
  const pool = createHttpPool()
  stack.defer(() => pool.close())
  const deps = { database, master, settings, logger, temporal: temporal.client, pool, now: () => new Date() }
  const workers = await startWorkers({ settings, deps })
  stack.defer(() => workers.shutdown())
  const running = stack.move()
  return {
    ready: { healthUrl: workers.healthUrl },
    ended: workers.ended,
    stop: () => running.disposeAsync(),
  }
}
