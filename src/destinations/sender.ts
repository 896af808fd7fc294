import type { BatchedKind } from '../model/core/destinations.ts'
import type { FindingId, IntegrationId } from '../model/core/ids.ts'
import type { JsonObject } from '../model/core/json.ts'
import type { Severity } from '../model/core/severity.ts'
import type { WeekNumbers } from '../model/core/week-numbers.ts'
import type { SettingsOf } from '../model/schema/destination-kinds.ts'
import type { WebhookAnswer } from '../webhooks/client.ts'
import type { Resolve } from '../webhooks/pin.ts'
import type { TicketBook } from './tickets/book.ts'

/** One event as destinations are told it. */
export interface ToldEvent {
  /** The delivery's: the same in every attempt, and when it is sent again. */
  readonly id: string
  readonly type: string
  /** As a webhook would be told it. */
  readonly payload: JsonObject
  /** Null: of the installation. */
  readonly integration: { readonly id: IntegrationId; readonly name: string } | null
  /** Null: it tells of no finding, or of one that is gone. */
  readonly finding: ToldFinding | null
}

export interface ToldFinding {
  readonly id: FindingId
  readonly ruleId: string
  readonly title: string
  readonly category: string
  readonly severity: Severity
  /** What kind of thing it is about, in words. */
  readonly assetKind: string
  /** What the thing is called; null where the destination is not told names, or it has none. */
  readonly name: string | null
}

/** What goes out in one message. */
export interface Outgoing {
  /** The same in every attempt. */
  readonly batchId: string
  readonly events: readonly ToldEvent[]
  /** Where its one event is the digest of a week. */
  readonly week?: ToldWeek
}

/** A week's numbers, and what is called how at the moment of sending. What is gone by then has no name, and is not told. */
export interface ToldWeek {
  readonly numbers: WeekNumbers
  readonly integrations: ReadonlyMap<string, string>
  titleOf(integrationId: string, ruleId: string): string
  /** Findings that are still there; null where what one is about has no name, or names are not told. */
  readonly findings: ReadonlyMap<string, string | null>
}

/** Opened for the moment of one attempt. Never log or store it. */
export interface Target<Kind extends BatchedKind> {
  readonly url: string
  /** Empty where the kind takes none. */
  readonly token: string
  readonly settings: SettingsOf<Kind>
  /** Where people reach Casbah, without a slash at its end; null: nobody has said, and nothing is linked. */
  readonly publicUrl: string | null
  readonly allowedHosts: ReadonlySet<string>
  /** Milliseconds for the whole attempt. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  readonly resolve?: Resolve
  /** What is known of its tickets; left out of a test, which makes none. */
  readonly tickets?: TicketBook
}

/**
 * `handed_over`: by a protocol that acknowledges nothing. `unfinished`: some of it was done and kept, and the time was up: the
 * same batch goes on. An answer that is not taken may have a code that says more than its status.
 */
export type SendAnswer =
  | (WebhookAnswer & { readonly code?: string; readonly refusedRecipients?: readonly RefusedRecipient[] })
  | WithoutAnswer

/** Of a mail: one to whom it does not go, though others may have it. */
export interface RefusedRecipient {
  /** Among the recipients as the settings name them, from 1. */
  readonly position: number
  readonly status: number
}

interface WithoutAnswer {
  readonly kind: 'handed_over' | 'unfinished'
  readonly latencyMs: number
}

/** One kind of destination: it turns events into a message of its own, and sends that once. */
export type Sender<Kind extends BatchedKind> = (
  target: Target<Kind>,
  outgoing: Outgoing,
) => Promise<SendAnswer>

const isSuccess = (status: number): boolean => status >= 200 && status < 300

/** Whether what was sent counts as delivered. */
export const isTaken = (answer: SendAnswer): boolean =>
  answer.kind === 'handed_over' || (answer.kind === 'answered' && isSuccess(answer.status))
