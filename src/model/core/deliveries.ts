import type { DeliveryId } from './ids.ts'

/** What a destination can ask to be told. */
export const WEBHOOK_EVENTS = ['finding.opened', 'finding.resolved', 'finding.reopened'] as const

export const DELIVERY_STATES = ['pending', 'delivered', 'failed', 'abandoned'] as const

/** `failed`: the last attempt failed and another follows; `abandoned`: no other will. */
export type DeliveryState = (typeof DELIVERY_STATES)[number]

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

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

export interface DeliveryInput {
  readonly deliveryId: DeliveryId
  /** Milliseconds before each attempt; as many attempts as entries. */
  readonly waitsMs: readonly number[]
}
