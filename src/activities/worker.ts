import type { DataConverter } from '@temporalio/common'
import type { WorkerOptions } from '@temporalio/worker'
import { NativeConnection, Worker } from '@temporalio/worker'
import type { Settings } from '../config.ts'
import { TASK_QUEUES } from '../model/core/names.ts'
import { temporalLogger } from '../telemetry/temporal-runtime.ts'
import { createDataConverter } from '../temporal/client.ts'
import { bundleWorkflows } from '../temporal/workflow-bundle.ts'
import { createActivities } from './create-activities.ts'
import type { ActivityDeps } from './deps.ts'
import { keepDispatching } from './keep-dispatching.ts'
import type { Health } from './worker-health.ts'
import { serveHealth } from './worker-health.ts'
import { slotsOf } from './worker-slots.ts'

type WorkerSettings = Pick<
  Settings,
  'TEMPORAL_ADDRESS' | 'TEMPORAL_NAMESPACE' | 'CASBAH_MASTER_KEY' | 'CASBAH_WORKER_PORT' | 'DATABASE_POOL'
>

/** A slice ends at its next commit once we stop; this covers the longest commit and the slowest page. */
const SHUTDOWN_GRACE = '20s'
const SHUTDOWN_FORCE = '60s'
/** The SDK's own default counts only the heap that it sees, and workflows live in another. */
const CACHED_WORKFLOWS = 200
/** Half the SDK's default: a living worker takes a task within milliseconds. */
const STICKY_FOR = '5s'

export interface StartWorkersOptions {
  readonly settings: WorkerSettings
  /** All but the stop signal, which is this worker's own. */
  readonly deps: Omit<ActivityDeps, 'stopping'>
  /** The workflow bundle's code; default: bundled now, which takes seconds. */
  readonly bundle?: { readonly code: string }
}

export interface RunningWorkers {
  readonly healthUrl: string
  /** Resolves when all workers have ended, rejects if one of them fails. */
  readonly ended: Promise<void>
  /** Takes no new work, lets slices end at their next commit, and closes everything that was opened here. */
  shutdown(): Promise<void>
}

/** One process's workers: one for each task queue, over one connection, with one bundle. */
export async function startWorkers({ settings, deps, bundle }: StartWorkersOptions): Promise<RunningWorkers> {
  const code = bundle ?? (await bundleWorkflows(temporalLogger(deps.logger)))
  const opened = new AsyncDisposableStack()
  try {
    return await open(opened, settings, deps, code)
  } catch (error) {
    await opened.disposeAsync()
    throw error
  }
}

async function open(
  opened: AsyncDisposableStack,
  settings: WorkerSettings,
  deps: StartWorkersOptions['deps'],
  code: { readonly code: string },
): Promise<RunningWorkers> {
  const stopping = new AbortController()
  const connection = await NativeConnection.connect({ address: settings.TEMPORAL_ADDRESS })
  opened.defer(() => connection.close())
  const activities = createActivities({ ...deps, stopping: stopping.signal })
  const dataConverter = createDataConverter(settings.CASBAH_MASTER_KEY)
  const workers = await createWorkers({ settings, connection, activities, dataConverter, code })
  const health: Health = { workers, database: deps.database, temporal: deps.temporal }
  const server = await serveHealth(health, settings.CASBAH_WORKER_PORT)
  opened.defer(() => server.close())
  const { database, temporal, logger } = deps
  const waitFactor = deps.settings.CASBAH_WEBHOOK_WAIT_FACTOR
  const dispatching = keepDispatching({ db: database.drizzle, client: temporal, logger, waitFactor })
  opened.defer(() => dispatching.stop())
  const ended = runAll(workers)
  return {
    healthUrl: server.url,
    ended,
    async shutdown() {
      stopping.abort()
      shutdownAll(workers)
      await ended.finally(() => opened.disposeAsync())
    },
  }
}

interface WorkerParts {
  readonly settings: WorkerSettings
  readonly connection: NativeConnection
  readonly activities: object
  readonly dataConverter: DataConverter
  readonly code: { readonly code: string }
}

function createWorkers(parts: WorkerParts): Promise<Worker[]> {
  const { settings, connection, activities, dataConverter, code } = parts
  const slots = slotsOf(settings.DATABASE_POOL)
  const common: Omit<WorkerOptions, 'taskQueue'> = {
    connection,
    namespace: settings.TEMPORAL_NAMESPACE,
    activities,
    dataConverter,
    shutdownGraceTime: SHUTDOWN_GRACE,
    shutdownForceTime: SHUTDOWN_FORCE,
    // A dead worker's workflows wait for it that long before another may take them.
    stickyQueueScheduleToStartTimeout: STICKY_FOR,
    // Eagerly handed activities would pass the queue's slots by.
    maxEagerActivityReservationsPerWorkflowTask: 0,
  }
  return Promise.all(
    (Object.keys(TASK_QUEUES) as (keyof typeof TASK_QUEUES)[]).map((queue) =>
      Worker.create({
        ...common,
        taskQueue: TASK_QUEUES[queue],
        maxConcurrentActivityTaskExecutions: slots[queue],
        ...(queue === 'workflows' && { workflowBundle: code, maxCachedWorkflows: CACHED_WORKFLOWS }),
      }),
    ),
  )
}

/** If one ends, the others have to end with it: a process that does half of the work looks healthy and is not. */
async function runAll(workers: readonly Worker[]): Promise<void> {
  const results = await Promise.allSettled(
    workers.map((worker) => worker.run().finally(() => shutdownAll(workers))),
  )
  const failed = results.find((result) => result.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

function shutdownAll(workers: readonly Worker[]): void {
  for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown()
}
