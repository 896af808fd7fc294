import type { Client } from '@temporalio/client'
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import type { Db } from '../db/client.ts'
import type { StartableDelivery } from '../db/deliveries/deliveries.ts'
import { unstartedDeliveries } from '../db/deliveries/deliveries.ts'
import type { Dispatched } from '../db/deliveries/dispatch-outbox.ts'
import { dispatchOutbox as takeFromOutbox } from '../db/deliveries/dispatch-outbox.ts'
import { noteStarted } from '../db/deliveries/note-started.ts'
import { integrationsWithNews } from '../db/deliveries/undispatched.ts'
import { dispatchNotices } from '../db/notices/dispatch-notices.ts'
import type { DeliveryInput } from '../model/core/deliveries.ts'
import { DELIVERY_WAITS_MS } from '../model/core/deliveries.ts'
import type { BatchInput } from '../model/core/destinations.ts'
import { isBatched, WAKE_SIGNAL } from '../model/core/destinations.ts'
import type { DestinationId } from '../model/core/ids.ts'
import { TASK_QUEUES, WORKFLOW_TYPES, workflowIds } from '../model/core/names.ts'
import type { DispatchCounts, DispatchOutboxInput } from './contract.ts'
import { makeDigests } from './make-digests.ts'
import { findingPayload, noticePayload } from './webhook-payloads.ts'

export interface DispatchDeps {
  readonly db: Db
  readonly client: Client
  /** Called before each batch and after each start; what it throws ends the look there, and the next one finds the rest. */
  readonly heartbeat?: () => void
  /** Milliseconds before each attempt. Default: about three days in ten attempts. */
  readonly waitsMs?: readonly number[]
  /** Multiplies the default. Default 1. */
  readonly waitFactor?: number
  /** By which digests are due. Default: the machine's clock. */
  readonly now?: Date
}

/** Events a transaction; a first collection may open thousands. */
const BATCH = 200
/**
 * Milliseconds. A delivery untouched for this long may have lost the process that was to start it; one that is merely slow with
 * a full batch has started it by then, and if not, the second start is refused.
 */
const LEFT_BEHIND_MS = 20_000
const MOST_LEFT_BEHIND = 1_000

/** Turns what happened to findings into deliveries, and sees to it that each delivery has its workflow. */
export async function dispatchOutbox(
  deps: DispatchDeps,
  { integrationId }: Pick<DispatchOutboxInput, 'integrationId'>,
): Promise<DispatchCounts> {
  const own = await handOn(deps, () =>
    takeFromOutbox(deps.db, { integrationId, limit: BATCH, payloadOf: findingPayload }),
  )
  return { events: own.events, deliveries: own.deliveries + (await startLeftBehind(deps)) }
}

/**
 * The same of everything that nobody else hands on: what people did to findings between two runs, what a process left
 * when it died, what happened to runs, integrations and webhooks, what is to be sent again, and digests that are due.
 */
export async function dispatchEverything(deps: DispatchDeps): Promise<DispatchCounts> {
  const total = { events: 0, deliveries: 0 }
  const add = ({ events, deliveries }: DispatchCounts) => {
    total.events += events
    total.deliveries += deliveries
  }
  for (const integrationId of await integrationsWithNews(deps.db))
    add(await dispatchOutbox(deps, { integrationId }))
  add(await handOn(deps, () => dispatchNotices(deps.db, { limit: BATCH, payloadOf: noticePayload })))
  total.deliveries += await startLeftBehind(deps)
  const { db, heartbeat, now = new Date() } = deps
  await makeDigests({ db, heartbeat, now }, async (digest) =>
    add({ events: 1, deliveries: await startAll(deps, [digest]) }),
  )
  return total
}

/** Batch after batch, until there is no more. */
async function handOn(deps: DispatchDeps, take: () => Promise<Dispatched>): Promise<DispatchCounts> {
  const total = { events: 0, deliveries: 0 }
  for (;;) {
    deps.heartbeat?.()
    const taken = await take()
    if (taken.events === 0) return total
    total.events += taken.events
    total.deliveries += await startAll(deps, taken.deliveries)
  }
}

async function startLeftBehind(deps: DispatchDeps): Promise<number> {
  const left = await unstartedDeliveries(deps.db, { olderThanMs: LEFT_BEHIND_MS, limit: MOST_LEFT_BEHIND })
  return startAll(deps, left)
}

async function startAll(deps: DispatchDeps, list: readonly StartableDelivery[]): Promise<number> {
  let started = 0
  for (const delivery of list.filter(({ kind }) => !isBatched(kind))) {
    if (await startDelivery(deps, delivery)) started += 1
    deps.heartbeat?.()
  }
  const batched = list.filter(({ kind }) => isBatched(kind))
  for (const destinationId of new Set(batched.map((one) => one.destinationId))) {
    await wakeBatch(deps, destinationId)
    deps.heartbeat?.()
  }
  await noteStarted(deps.db, list)
  return started + batched.length
}

/**
 * One step, on the server: the workflow that sends there is told, or started with what it is told. One that has just seen that
 * there is nothing and is about to end cannot do so over a signal that it has not read.
 */
async function wakeBatch({ client }: DispatchDeps, destinationId: DestinationId): Promise<void> {
  await client.workflow.signalWithStart<(input: BatchInput) => Promise<void>, []>(WORKFLOW_TYPES.batch, {
    workflowId: workflowIds.batch(destinationId),
    taskQueue: TASK_QUEUES.workflows,
    args: [{ destinationId }],
    signal: WAKE_SIGNAL,
    signalArgs: [],
  })
}

/** False where it was started before: the id makes a second start impossible, also after the first has ended. */
async function startDelivery(
  { client, waitsMs, waitFactor = 1 }: DispatchDeps,
  { id: deliveryId, replays }: StartableDelivery,
): Promise<boolean> {
  const waits = waitsMs ?? DELIVERY_WAITS_MS.map((wait) => wait * waitFactor)
  try {
    await client.workflow.start<(input: DeliveryInput) => Promise<void>>(WORKFLOW_TYPES.delivery, {
      workflowId: workflowIds.delivery(deliveryId, replays),
      taskQueue: TASK_QUEUES.workflows,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      args: [{ deliveryId, waitsMs: waits, waitFactor }],
    })
    return true
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false
    throw error
  }
}
