import { continueAsNew, proxyActivities, setCurrentDetails, sleep, workflowInfo } from '@temporalio/workflow'
import type { AttemptResult, DeliveryActivities } from '../activities/deliver-webhook.ts'
import type { DeliveryInput } from '../model/core/deliveries.ts'
import { LONGEST_ASKED_PAUSE_MS } from '../model/core/deliveries.ts'
import type { DeliveryId } from '../model/core/ids.ts'
import { TASK_QUEUES } from '../model/core/names.ts'

/**
 * One notification on its way to one destination: attempts with longer and longer waits between them, over days.
 * The schedule comes from the input, so that tests need not wait for days. What the receiver answered decides:
 *
 *   delivered  2xx: done
 *   gone       410, or the destination was disabled or deleted: done, nothing more is sent there
 *   again      anything else: the next wait, or longer where the receiver asked for it
 *
 *   busy       nothing was sent, since a receiver has so many attempts at a time, or has said that there are too many:
 *              asked again a little later, or when it said
 *
 * After the last attempt the delivery is given up, and the API shows it as `abandoned`.
 */

/** Milliseconds, between once and twice as many: thousands of deliveries may wait for one slow receiver. */
const BUSY_PAUSE_MS = 60_000

/** Share of a wait by which it is stretched at random, so that a receiver that comes back is not flooded. */
const JITTER = 0.1
const { deliverWebhook, abandonDelivery } = proxyActivities<DeliveryActivities>({
  taskQueue: TASK_QUEUES.deliver,
  // Above the attempt's own limit, which may be set to 30 s. Retries here are for our own database or worker, not for the receiver.
  startToCloseTimeout: '1 minute',
  // A worker that was killed is missed soon; the attempt that it was at may then be sent twice, with one id.
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
})

export async function delivery({ deliveryId, waitsMs, waitFactor = 1 }: DeliveryInput): Promise<void> {
  let asked = 0
  for (const [index, wait] of waitsMs.entries()) {
    const pause = Math.max(wait * (1 + JITTER * Math.random()), asked)
    if (pause > 0) await sleep(pause)
    const result = await attempt(deliveryId, BUSY_PAUSE_MS * waitFactor)
    if (result.outcome === 'busy') {
      // A receiver that is busy for days would else fill the history; what is left of the schedule goes on in a new one.
      const left = [0, ...waitsMs.slice(index + 1)]
      return continueAsNew<typeof delivery>({ deliveryId, waitsMs: left, waitFactor })
    }
    setCurrentDetails(`attempt ${index + 1} of ${waitsMs.length}: ${result.outcome}`)
    if (result.outcome !== 'again') return
    asked = Math.min(result.retryAfterMs ?? 0, LONGEST_ASKED_PAUSE_MS)
  }
  await abandonDelivery({ deliveryId })
}

/** One that was sent; `busy` only where the history is long enough for it. */
async function attempt(deliveryId: DeliveryId, busyPauseMs: number): Promise<AttemptResult> {
  for (;;) {
    const result = await deliverWebhook({ deliveryId })
    if (result.outcome !== 'busy') return result
    await sleep(Math.max(busyPauseMs, result.retryAfterMs ?? 0) + busyPauseMs * Math.random())
    if (workflowInfo().continueAsNewSuggested) return result
  }
}
