import type { Db } from '../db/client.ts'
import { abandonOpen } from '../db/deliveries/abandon-open.ts'
import { batchDestination } from '../db/deliveries/batch-destination.ts'
import type { BatchEvent } from '../db/deliveries/batch-events.ts'
import { batchEvents } from '../db/deliveries/batch-events.ts'
import type { DueBatch } from '../db/deliveries/next-batch.ts'
import { nextBatch } from '../db/deliveries/next-batch.ts'
import { openDestination } from '../db/deliveries/open-destination.ts'
import type { Attempt } from '../db/deliveries/record-attempt.ts'
import { recordBatch } from '../db/deliveries/record-batch.ts'
import { disableDestination } from '../db/destinations/disable-destination.ts'
import type { MasterKey } from '../db/seal/master-key.ts'
import { sendBatch } from '../destinations/registry.ts'
import type { Outgoing, SendAnswer, ToldEvent } from '../destinations/sender.ts'
import { ASSET_KIND_LABEL } from '../model/core/assets.ts'
import { DELIVERY_WAITS_MS, DIGEST_EVENT, DISABLE_AFTER_MS, THROTTLE_MS } from '../model/core/deliveries.ts'
import type { BatchedKind, BatchInput, MessageDetail } from '../model/core/destinations.ts'
import { BATCHING, isBatched } from '../model/core/destinations.ts'
import type { DestinationId } from '../model/core/ids.ts'
import { isCustomRule } from '../model/core/rule-ids.ts'
import { settingsOf } from '../model/schema/destination-kinds.ts'
import { CATALOGUE } from '../rules/catalogue/catalogue.ts'
import type { Resolve } from '../webhooks/pin.ts'
import { askedPause, HTTP_GONE, outcomeOf, TOO_MUCH } from './answers.ts'
import { ticketBook } from './ticket-book.ts'
import { toldWeek } from './told-week.ts'

/** What the `batch` workflow may ask for. */
export interface BatchActivities {
  deliverBatch(input: BatchInput): Promise<BatchResult>
}

export interface BatchResult {
  /** `idle`: nothing was due; `busy`: the receiver asked for a pause. */
  readonly outcome: 'delivered' | 'again' | 'gone' | 'idle' | 'busy'
  /** Milliseconds until there is something to do; null: nothing is open. */
  readonly waitMs: number | null
}

export interface BatchDeps {
  readonly db: Db
  readonly master: MasterKey
  readonly allowedHosts: ReadonlySet<string>
  /** Milliseconds for one attempt. */
  readonly timeoutMs: number
  readonly publicUrl: string | null
  /** Multiplies windows, waits between attempts, and after how long a destination is disabled. Default 1. */
  readonly waitFactor?: number
  readonly signal?: AbortSignal
  readonly resolve?: Resolve
}

type Place = NonNullable<Awaited<ReturnType<typeof batchDestination>>>

const GONE: BatchResult = { outcome: 'gone', waitMs: null }
/** Share of a wait by which it is stretched at random, as a webhook's. */
const JITTER = 0.1
const MS_A_SECOND = 1_000

/**
 * One attempt at what is due at a destination: claimed, made into one message, sent, and recorded on all of it. An activity that
 * is repeated, since its worker died between sending and recording, sends the same batch again, with the same id.
 */
export async function deliverBatch(deps: BatchDeps, { destinationId }: BatchInput): Promise<BatchResult> {
  const place = await batchDestination(deps.db, destinationId)
  if (place === null) return giveUp(deps, destinationId, 'destination_deleted')
  if (place.isDisabled) return giveUp(deps, destinationId, 'destination_disabled')
  const { kind, throttledForMs } = place
  if (!isBatched(kind)) return GONE
  if (throttledForMs > 0) return { outcome: 'busy', waitMs: throttledForMs }
  const { window_seconds: seconds, detail } = settingsOf(kind, place.settings)
  const next = await nextBatch(deps.db, destinationId, {
    windowMs: seconds * MS_A_SECOND * (deps.waitFactor ?? 1),
    most: BATCHING[kind].mostEvents,
  })
  if ('waitMs' in next) return { outcome: 'idle', waitMs: next.waitMs }
  const events = await batchEvents(deps.db, next.deliveryIds)
  const at = new Date().toISOString()
  const answer = await send(deps, kind, place, {
    ...{ batchId: next.id, events: events.map((event) => toldEvent(event, detail)) },
    ...(await weekAmong(deps.db, events, detail)),
  })
  // What it did is kept, and the batch is due as it was.
  if (answer.kind === 'unfinished') return { outcome: 'again', waitMs: 0 }
  return settle(deps, place, next, { ...outcomeOf(answer), at }, askedPause(answer))
}

async function send(
  deps: BatchDeps,
  kind: BatchedKind,
  place: Place,
  outgoing: Outgoing,
): Promise<SendAnswer> {
  const { url, secrets } = openDestination(deps.master, place)
  const { allowedHosts, timeoutMs, publicUrl, signal, resolve } = deps
  const target = {
    ...{ url, token: secrets[0] ?? '', settings: place.settings },
    ...{ allowedHosts, timeoutMs, publicUrl },
    ...(signal && { signal }),
    ...(resolve && { resolve }),
    tickets: ticketBook(deps.db, place.destinationId, deps.waitFactor ?? 1),
  }
  return sendBatch(kind, target, outgoing)
}

async function settle(
  { db, waitFactor = 1 }: BatchDeps,
  { destinationId }: Place,
  batch: DueBatch,
  attempt: Attempt,
  pauseMs: number | null,
): Promise<BatchResult> {
  const wait = DELIVERY_WAITS_MS[batch.attempts + 1]
  const stretched = wait === undefined ? null : wait * waitFactor * (1 + JITTER * Math.random())
  const isGone = attempt.status === HTTP_GONE
  const disabled = await recordBatch(db, { ...batch, destinationId }, attempt, {
    disableAfterMs: DISABLE_AFTER_MS * waitFactor,
    throttleMs: TOO_MUCH.has(attempt.status) ? (pauseMs ?? THROTTLE_MS * waitFactor) : null,
    againInMs: stretched === null ? null : Math.max(stretched, pauseMs ?? 0),
  })
  if (attempt.taken) return { outcome: 'delivered', waitMs: 0 }
  if (!isGone && !disabled) return { outcome: 'again', waitMs: 0 }
  if (isGone) await disableDestination(db, destinationId, 'gone')
  return giveUp({ db }, destinationId, null)
}

/** Unless somebody has enabled it meanwhile: then there is all that they want sent. */
const giveUp = async (
  { db }: Pick<BatchDeps, 'db'>,
  id: DestinationId,
  reason: string | null,
): Promise<BatchResult> => ((await abandonOpen(db, id, reason)) ? GONE : { outcome: 'again', waitMs: 0 })

/** A digest is a batch by itself. */
async function weekAmong(db: Db, [first]: readonly BatchEvent[], detail: MessageDetail) {
  return first?.type === DIGEST_EVENT ? { week: await toldWeek(db, first.payload, detail) } : {}
}

function toldEvent(event: BatchEvent, detail: MessageDetail): ToldEvent {
  const { id, type, payload, integrationId, integrationName, findingId, ruleId } = event
  const { category, effectiveSeverity: severity, assetKind } = event
  const hasFinding = findingId !== null && ruleId !== null && category !== null && severity !== null
  return {
    ...{ id, type, payload },
    integration: integrationId === null ? null : { id: integrationId, name: integrationName ?? '' },
    finding:
      hasFinding && assetKind !== null
        ? {
            ...{ id: findingId, ruleId, category, severity },
            title: (isCustomRule(ruleId) ? event.customTitle : CATALOGUE[ruleId]?.title) ?? ruleId,
            assetKind: ASSET_KIND_LABEL[assetKind],
            name: detail === 'names' ? event.assetName : null,
          }
        : null,
  }
}
