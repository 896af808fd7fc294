import { Webhook } from 'standardwebhooks'
import type { Db } from '../db/client.ts'
import { abandonDelivery as abandon } from '../db/deliveries/abandon-delivery.ts'
import type { DeliveryTask } from '../db/deliveries/deliveries.ts'
import { deliveryTask, recordAttempt } from '../db/deliveries/deliveries.ts'
import { openDestination } from '../db/deliveries/open-destination.ts'
import { disableDestination } from '../db/destinations/destinations.ts'
import type { MasterKey } from '../db/seal/master-key.ts'
import type { DeliverInput } from './contract.ts'
import type { DestinationSlots } from './destination-slots.ts'
import type { Resolve, WebhookAnswer } from './webhook-client.ts'
import { postWebhook } from './webhook-client.ts'

/** What the `delivery` workflow may ask for. */
export interface DeliveryActivities {
  deliverWebhook(input: DeliverInput): Promise<AttemptResult>
  abandonDelivery(input: DeliverInput): Promise<void>
}

export interface AttemptResult {
  /** `busy`: nothing was sent, since enough is on its way to that destination already. */
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
  readonly signal?: AbortSignal
  readonly resolve?: Resolve
}

const DELIVERED: AttemptResult = { outcome: 'delivered', retryAfterMs: null }
const BUSY: AttemptResult = { outcome: 'busy', retryAfterMs: null }
const GONE: AttemptResult = { outcome: 'gone', retryAfterMs: null }
const HTTP_GONE = 410
const MS_A_SECOND = 1_000

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
  using place = await deps.slots.take(task.destinationId)
  if (place === null) return BUSY
  const answer = await post(deps, task)
  const attempt = judge(answer)
  await recordAttempt(deps.db, deliveryId, attempt)
  if (attempt.state === 'delivered') return DELIVERED
  if (attempt.status === HTTP_GONE) {
    await disableDestination(deps.db, task.destinationId, 'The receiver answered 410 Gone.')
    await abandon(deps.db, deliveryId, null)
    return GONE
  }
  const retryAfter = answer.kind === 'answered' ? answer.retryAfter : null
  return { outcome: 'again', retryAfterMs: retryAfterMs(retryAfter, Date.now()) }
}

/** After the last attempt of the schedule. */
export async function abandonDelivery(
  deps: Pick<DeliverDeps, 'db'>,
  { deliveryId }: DeliverInput,
): Promise<void> {
  await abandon(deps.db, deliveryId, null)
}

function post(deps: DeliverDeps, task: DeliveryTask): Promise<WebhookAnswer> {
  const body = JSON.stringify(task.payload)
  const at = new Date()
  const { url, secret } = openDestination(deps.master, task)
  const signer = new Webhook(secret)
  return postWebhook({
    url,
    body,
    headers: {
      'webhook-id': task.id,
      'webhook-timestamp': String(Math.floor(at.getTime() / MS_A_SECOND)),
      'webhook-signature': signer.sign(task.id, at, body),
    },
    allowedHosts: deps.allowedHosts,
    ...(deps.signal && { signal: deps.signal }),
    ...(deps.resolve && { resolve: deps.resolve }),
  })
}

function judge(answer: WebhookAnswer) {
  if (answer.kind !== 'answered') return { status: null, error: answer.code, state: 'failed' as const }
  if (answer.status >= 200 && answer.status < 300) {
    return { status: answer.status, error: null, state: 'delivered' as const }
  }
  return { status: answer.status, error: `status_${answer.status}`, state: 'failed' as const }
}

/** `Retry-After` is seconds or an HTTP date; anything else is nothing. */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null
  if (/^\d{1,9}$/.test(header)) return Number(header) * MS_A_SECOND
  const date = Date.parse(header)
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs)
}
