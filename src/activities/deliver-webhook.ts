import type { Db } from '../db/client.ts'
import { abandonDelivery as abandon } from '../db/deliveries/abandon-delivery.ts'
import type { DeliveryTask } from '../db/deliveries/deliveries.ts'
import { deliveryTask } from '../db/deliveries/deliveries.ts'
import { openDestination } from '../db/deliveries/open-destination.ts'
import type { Attempt } from '../db/deliveries/record-attempt.ts'
import { recordAttempt } from '../db/deliveries/record-attempt.ts'
import { disableDestination } from '../db/destinations/disable-destination.ts'
import type { MasterKey } from '../db/seal/master-key.ts'
import { DISABLE_AFTER_MS, THROTTLE_MS } from '../model/core/deliveries.ts'
import type { WebhookAnswer } from '../webhooks/client.ts'
import { postWebhook } from '../webhooks/client.ts'
import type { Resolve } from '../webhooks/pin.ts'
import { signedHeaders } from '../webhooks/sign.ts'
import { askedPause, HTTP_GONE, outcomeOf, TOO_MUCH } from './answers.ts'
import type { DeliverInput } from './contract.ts'
import type { DestinationSlots } from './destination-slots.ts'

/** What the `delivery` workflow may ask for. */
export interface DeliveryActivities {
  deliverWebhook(input: DeliverInput): Promise<AttemptResult>
  abandonDelivery(input: DeliverInput): Promise<void>
}

export interface AttemptResult {
  /** `busy`: nothing was sent, since enough is on its way to that destination already, or it asked for a pause. */
  readonly outcome: 'delivered' | 'gone' | 'again' | 'busy'
  /** Milliseconds the receiver asked us to wait, or null. */
  readonly retryAfterMs: number | null
}

export interface DeliverDeps {
  readonly db: Db
  readonly master: MasterKey
  /** Hosts that webhooks may reach although they are private. */
  readonly allowedHosts: ReadonlySet<string>
  /** Shared by all attempts of this process. */
  readonly slots: DestinationSlots
  /** Milliseconds for one attempt. */
  readonly timeoutMs: number
  /** Multiplies what is counted in days: after how long a destination is disabled. Default 1. */
  readonly waitFactor?: number
  readonly signal?: AbortSignal
  readonly resolve?: Resolve
}

const DELIVERED: AttemptResult = { outcome: 'delivered', retryAfterMs: null }
const GONE: AttemptResult = { outcome: 'gone', retryAfterMs: null }

/**
 * One attempt. The id in the headers is the same in every attempt (the receiver's way to know a repetition), the
 * timestamp is this attempt's. A repeated activity may send twice; that is what the id is for.
 */
export async function deliverWebhook(
  deps: DeliverDeps,
  { deliveryId }: DeliverInput,
): Promise<AttemptResult> {
  const task = await deliveryTask(deps.db, deliveryId)
  if (task?.state === 'delivered') return DELIVERED
  if (task === null || task.disabled) {
    await abandon(deps.db, deliveryId, task === null ? 'destination_deleted' : 'destination_disabled')
    return GONE
  }
  if (task.throttledForMs > 0) return { outcome: 'busy', retryAfterMs: task.throttledForMs }
  using place = await deps.slots.take(task.destinationId)
  if (place === null) return { outcome: 'busy', retryAfterMs: null }
  const at = new Date()
  const answer = await post(deps, task, at)
  return settle(deps, task, { ...outcomeOf(answer), at: at.toISOString() }, askedPause(answer))
}

async function settle(
  { db, waitFactor = 1 }: DeliverDeps,
  task: DeliveryTask,
  attempt: Attempt,
  pauseMs: number | null,
): Promise<AttemptResult> {
  const disabled = await recordAttempt(
    db,
    { deliveryId: task.id, destinationId: task.destinationId },
    attempt,
    {
      disableAfterMs: DISABLE_AFTER_MS * waitFactor,
      throttleMs: TOO_MUCH.has(attempt.status) ? (pauseMs ?? THROTTLE_MS * waitFactor) : null,
    },
  )
  if (attempt.taken) return DELIVERED
  if (attempt.status === HTTP_GONE) await disableDestination(db, task.destinationId, 'gone')
  else if (!disabled) return { outcome: 'again', retryAfterMs: pauseMs }
  await abandon(db, task.id, null)
  return GONE
}

/** After the last attempt of the schedule. */
export async function abandonDelivery(
  deps: Pick<DeliverDeps, 'db'>,
  { deliveryId }: DeliverInput,
): Promise<void> {
  await abandon(deps.db, deliveryId, null)
}

function post(deps: DeliverDeps, task: DeliveryTask, at: Date): Promise<WebhookAnswer> {
  const body = JSON.stringify(task.payload)
  const { url, secrets } = openDestination(deps.master, task)
  return postWebhook({
    ...{ url, body, allowedHosts: deps.allowedHosts, timeoutMs: deps.timeoutMs },
    headers: signedHeaders({ id: task.id, body }, secrets, at),
    ...(deps.signal && { signal: deps.signal }),
    ...(deps.resolve && { resolve: deps.resolve }),
  })
}
