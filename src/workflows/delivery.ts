import { proxyActivities, setCurrentDetails, sleep } from '@temporalio/workflow'
import type { AttemptResult, DeliveryActivities } from '../activities/deliver-webhook.ts'
import type { DeliveryInput } from '../model/core/deliveries.ts'
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
 *   busy       nothing was sent, since a receiver has so many attempts at a time: asked again a little later
 *
 * After the last attempt the delivery is given up, and the API shows it as `abandoned`.
 */

/** Milliseconds, between once and twice as many: thousands of deliveries may wait for one slow receiver. */
const BUSY_PAUSE_MS = 60_000

/** Share of a wait by which it is stretched at random, so that a receiver that comes back is not flooded. */
const JITTER = 0.1
/** Milliseconds. A receiver may ask for a pause, but not for ever. */
const LONGEST_ASKED_PAUSE_MS = 86_400_000

const { deliverWebhook, abandonDelivery } = proxyActivities<DeliveryActivities>({
  taskQueue: TASK_QUEUES.deliver,
  // Above the attempt's own limit of 20 s. Retries here are for our own database or worker, not for the receiver.
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
})

export async function delivery({ deliveryId, waitsMs }: DeliveryInput): Promise<void> {
  let asked = 0
  for (const [index, wait] of waitsMs.entries()) {
    const pause = Math.max(wait * (1 + JITTER * Math.random()), asked)
    if (pause > 0) await sleep(pause)
    const result = await attempt(deliveryId)
    setCurrentDetails(`attempt ${index + 1} of ${waitsMs.length}: ${result.outcome}`)
    if (result.outcome !== 'again') return
    asked = Math.min(result.retryAfterMs ?? 0, LONGEST_ASKED_PAUSE_MS)
  }
  await abandonDelivery({ deliveryId })
}

async function attempt(deliveryId: DeliveryId): Promise<AttemptResult> {
  for (;;) {
    const result = await deliverWebhook({ deliveryId })
    if (result.outcome !== 'busy') return result
    await sleep(BUSY_PAUSE_MS * (1 + Math.random()))
  }
}
