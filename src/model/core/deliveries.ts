import type { DeliveryId } from './ids.ts'

/** What happens to findings. */
export const FINDING_WEBHOOK_EVENTS = [
  'finding.opened',
  'finding.resolved',
  'finding.reopened',
  'finding.updated',
  'finding.severity_changed',
  'finding.excepted',
] as const

/** What happens to an integration, its runs and its webhooks: told by notices, of which no filter of findings asks. */
export const NOTICE_EVENTS = [
  'run.started',
  'run.stalled',
  'run.completed',
  'run.failed',
  'integration.degraded',
  'integration.recovered',
  'destination.disabled',
] as const
export type NoticeEvent = (typeof NOTICE_EVENTS)[number]

/** What a destination can ask to be told. */
export const WEBHOOK_EVENTS = [...FINDING_WEBHOOK_EVENTS, ...NOTICE_EVENTS] as const

/** Sent when a person tries a webhook out; every receiver may get it. */
export const PING_EVENT = 'ping'

/** The numbers of a week, for a destination that has them instead of what happens. */
export const DIGEST_EVENT = 'digest.weekly'

/**
 * What a destination is told that names nothing: what somebody may have to act on. Runs come by the hour, and a
 * finding is brought up to date whenever its evidence moves.
 */
export const DEFAULT_WEBHOOK_EVENTS = [
  'finding.opened',
  'finding.resolved',
  'finding.reopened',
  'finding.severity_changed',
  'finding.excepted',
  'integration.degraded',
  'integration.recovered',
  'destination.disabled',
] as const satisfies readonly (typeof WEBHOOK_EVENTS)[number][]

/** The same of a digest, where a failed run is one number of a week. */
export const DEFAULT_DIGEST_EVENTS = [
  ...DEFAULT_WEBHOOK_EVENTS,
  'run.failed',
] as const satisfies readonly (typeof WEBHOOK_EVENTS)[number][]

export const DELIVERY_STATES = ['pending', 'delivered', 'failed', 'abandoned'] as const

/** `failed`: the last attempt failed and another follows; `abandoned`: no other will. */
export type DeliveryState = (typeof DELIVERY_STATES)[number]

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Milliseconds to wait before each attempt: Standard Webhooks' schedule, about three days in all. */
export const DELIVERY_WAITS_MS: readonly number[] = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
]

/**
 * When a destination is disabled by itself: nothing was taken for so long, in so many attempts. Longer and more than the
 * whole schedule of one delivery (three days, ten attempts), so that one event alone, however unlucky, disables nothing.
 */
export const DISABLE_AFTER_MS = 5 * DAY
export const DISABLE_AFTER_ATTEMPTS = 12

/** Milliseconds that nothing is sent to a receiver which said "too much" (429, 502, 504) and not for how long. */
export const THROTTLE_MS = 30 * SECOND
/** Milliseconds. A receiver may ask for a pause, but not for ever. */
export const LONGEST_ASKED_PAUSE_MS = DAY

/** Hours that the old secret signs beside the new one: default, and the most that may be asked for. */
export const ROTATION_OVERLAP_HOURS = 24
export const MOST_ROTATION_OVERLAP_HOURS = 168

/** Days that deliveries, their attempts and notices are kept. */
export const DELIVERY_DAYS = 90
/** Deliveries that one request may have sent again. */
export const MOST_REPLAYED = 1_000

export interface DeliveryInput {
  readonly deliveryId: DeliveryId
  /** Milliseconds before each attempt; as many attempts as entries. */
  readonly waitsMs: readonly number[]
  /** By which the pause before a busy receiver is multiplied, as `waitsMs` was. Absent in older histories: 1. */
  readonly waitFactor?: number
}
