import type { Client } from '@temporalio/client'
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import type { Db } from '../db/client.ts'
import { unstartedDeliveries } from '../db/deliveries/deliveries.ts'
import type { OutboxEvent } from '../db/deliveries/dispatch-outbox.ts'
import { eventTypeOf, dispatchOutbox as takeFromOutbox } from '../db/deliveries/dispatch-outbox.ts'
import { noteStarted } from '../db/deliveries/note-started.ts'
import type { DeliveryInput } from '../model/core/deliveries.ts'
import { DELIVERY_WAITS_MS } from '../model/core/deliveries.ts'
import type { DeliveryId } from '../model/core/ids.ts'
import type { JsonObject } from '../model/core/json.ts'
import { TASK_QUEUES, WORKFLOW_TYPES, workflowIds } from '../model/core/names.ts'
import type { DispatchCounts, DispatchOutboxInput } from './contract.ts'

export interface DispatchDeps {
  readonly db: Db
  readonly client: Client
  readonly heartbeat?: () => void
  /** Milliseconds before each attempt. Default: about three days in ten attempts. */
  readonly waitsMs?: readonly number[]
}

/** Events a transaction; a first collection may open thousands. */
const BATCH = 200
/** Milliseconds. A delivery untouched for this long may have lost the process that was to start it. */
const LEFT_BEHIND_MS = 60_000
const MOST_LEFT_BEHIND = 1_000

/** Turns what happened to findings into deliveries, and sees to it that each delivery has its workflow. */
export async function dispatchOutbox(
  deps: DispatchDeps,
  { integrationId }: DispatchOutboxInput,
): Promise<DispatchCounts> {
  let events = 0
  let started = 0
  for (;;) {
    const taken = await takeFromOutbox(deps.db, { integrationId, limit: BATCH, payloadOf })
    if (taken.events === 0) break
    events += taken.events
    started += await startAll(deps, taken.deliveries)
  }
  const left = await unstartedDeliveries(deps.db, { olderThanMs: LEFT_BEHIND_MS, limit: MOST_LEFT_BEHIND })
  return { events, deliveries: started + (await startAll(deps, left)) }
}

async function startAll(deps: DispatchDeps, ids: readonly DeliveryId[]): Promise<number> {
  let started = 0
  for (const id of ids) {
    if (await startDelivery(deps, id)) started += 1
    deps.heartbeat?.()
  }
  await noteStarted(deps.db, ids)
  return started
}

/** False where it was started before: the id makes a second start impossible, also after the first has ended. */
async function startDelivery({ client, waitsMs }: DispatchDeps, deliveryId: DeliveryId): Promise<boolean> {
  try {
    await client.workflow.start<(input: DeliveryInput) => Promise<void>>(WORKFLOW_TYPES.delivery, {
      workflowId: workflowIds.delivery(deliveryId),
      taskQueue: TASK_QUEUES.workflows,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      args: [{ deliveryId, waitsMs: waitsMs ?? DELIVERY_WAITS_MS }],
    })
    return true
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false
    throw error
  }
}

/** Thin on purpose: ids, rule, severity and a path to more. No person, no name, no text leaves by a webhook. */
export function payloadOf(event: OutboxEvent): JsonObject {
  return {
    type: eventTypeOf(event.kind),
    timestamp: event.at,
    data: {
      finding_id: event.findingId,
      integration_id: event.integrationId,
      rule_id: event.ruleId,
      rule_version: event.ruleVersion,
      finding_type_id: event.findingTypeId,
      category: event.category,
      severity: event.severity,
      effective_severity: event.effectiveSeverity,
      href: `/api/v1/findings/${event.findingId}`,
    },
  }
}
