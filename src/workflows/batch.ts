import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import type { BatchActivities } from '../activities/deliver-batch.ts'
import type { BatchInput } from '../model/core/destinations.ts'
import { WAKE_SIGNAL } from '../model/core/destinations.ts'
import { TASK_QUEUES } from '../model/core/names.ts'

/**
 * All that goes to one destination, in batches, for as long as there is something. What is open, what is due and when stands in
 * Postgres; this only asks, sleeps until then, and is woken by whoever has something new. It ends where nothing is open. A signal
 * that comes while it is about to end makes the server refuse the end, and it looks again: what was handed on before
 * the signal is seen by that look.
 */

const { deliverBatch } = proxyActivities<BatchActivities>({
  taskQueue: TASK_QUEUES.deliver,
  // Above the attempt's own limit, which may be set to 30 s. Retries here are for our own database or worker, not for the receiver.
  startToCloseTimeout: '1 minute',
  // A worker that was killed is missed soon; the batch that it was at may then be sent twice, with one id.
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
})

const wake = defineSignal(WAKE_SIGNAL)

export async function batch(input: BatchInput): Promise<void> {
  let isWoken = true
  setHandler(wake, () => {
    isWoken = true
  })
  for (;;) {
    isWoken = false
    const { outcome, waitMs } = await deliverBatch(input)
    setCurrentDetails(outcome)
    if (workflowInfo().continueAsNewSuggested) return continueAsNew<typeof batch>(input)
    if (isWoken || waitMs === 0) continue
    if (waitMs === null) return
    await condition(() => isWoken, waitMs)
  }
}
