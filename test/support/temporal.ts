import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Connection } from '@temporalio/client'
import type { DataConverter } from '@temporalio/common'
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { inject } from 'vitest'
import { TASK_QUEUES } from '../../src/model/core/names.ts'
import { createDataConverter, openTemporal } from '../../src/temporal/client.ts'
import { registerSearchAttributes } from '../../src/temporal/search-attributes.ts'

/** Seconds; the server's least. */
const RETENTION_S = 86_400
const POLL_MS = 100
/** Bounds a hang on a machine that many tests share; it judges no speed. */
const READY_TIMEOUT_MS = 300_000

/** Known to all, since recorded histories are read with it again. */
export const TEST_MASTER_KEY = Buffer.alloc(32, 'test key').toString('base64')

export type TestTemporalClient = Awaited<ReturnType<typeof freshNamespace>>

/** A namespace of its own, so that test files share a server and not their task queues. */
export const freshNamespace = async () => ({
  ...(await namespaceOn(inject('temporalAddress'))),
  bundlePath: inject('workflowBundlePath'),
})

export async function namespaceOn(address: string) {
  const namespace = `test-${randomBytes(6).toString('hex')}`
  const masterKey = TEST_MASTER_KEY
  const settings = {
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    CASBAH_MASTER_KEY: masterKey,
  }
  const temporal = openTemporal(settings)
  await temporal.connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: RETENTION_S as never },
  })
  await eventually('the namespace is known', () => registerSearchAttributes(temporal.connection, namespace))
  return {
    ...temporal,
    settings,
    dataConverter: createDataConverter(masterKey),
  }
}

export interface WorkersInput {
  readonly settings: { readonly TEMPORAL_ADDRESS: string; readonly TEMPORAL_NAMESPACE: string }
  readonly dataConverter: DataConverter
  readonly bundlePath: string
  readonly connection: Connection
}

export interface TestWorkers {
  /** Stops them and waits until they have ended. */
  stop(): Promise<void>
}

/** A worker on each task queue with these activities, for tests whose point is the workflows' logic. */
export async function startTestWorkers(input: WorkersInput, activities: object): Promise<TestWorkers> {
  quietRuntime()
  const connection = await NativeConnection.connect({ address: input.settings.TEMPORAL_ADDRESS })
  const workers = await Promise.all(
    Object.values(TASK_QUEUES).map((taskQueue) =>
      Worker.create({
        connection,
        namespace: input.settings.TEMPORAL_NAMESPACE,
        taskQueue,
        activities,
        dataConverter: input.dataConverter,
        shutdownGraceTime: '1s',
        shutdownForceTime: '5s',
        ...(taskQueue === TASK_QUEUES.workflows && { workflowBundle: { codePath: input.bundlePath } }),
      }),
    ),
  )
  const running = Promise.all(workers.map((worker) => worker.run()))
  return {
    stop: async () => {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown()
      await running
      await connection.close()
    },
  }
}

let installed = false

/** Tests provoke warnings on purpose; what they assert on is not the log. */
export function quietRuntime(): void {
  if (installed) return
  installed = true
  const level = process.env.CASBAH_TEST_LOG === 'on' ? 'DEBUG' : 'ERROR'
  Runtime.install({ logger: new DefaultLogger(level), shutdownSignals: [] })
}

/** Tries until it does not throw. */
export async function eventually<Value>(what: string, attempt: () => Promise<Value> | Value): Promise<Value> {
  const deadline = Date.now() + READY_TIMEOUT_MS
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (Date.now() > deadline)
        throw new Error(`${what}: not within ${READY_TIMEOUT_MS} ms`, { cause: error })
      await sleep(POLL_MS)
    }
  }
}
