import type { Attempt } from '../db/deliveries/record-attempt.ts'
import type { SendAnswer } from '../destinations/sender.ts'
import { isTaken } from '../destinations/sender.ts'
import { LONGEST_ASKED_PAUSE_MS } from '../model/core/deliveries.ts'

/** What an answer over HTTP means, whatever was sent. */

/** The receiver is not there any more: nothing is sent again. */
export const HTTP_GONE = 410
/** Too many requests, bad gateway, gateway timeout: the receiver as a whole cannot keep up, not this one event. */
export const TOO_MUCH: ReadonlySet<number | null> = new Set([429, 502, 504])
const MS_A_SECOND = 1_000

/** Milliseconds, at most a day; null where it asked for none. */
export function askedPause(answer: SendAnswer): number | null {
  const asked = answer.kind === 'answered' ? retryAfterMs(answer.retryAfter, Date.now()) : null
  return asked === null ? null : Math.min(asked, LONGEST_ASKED_PAUSE_MS)
}

/** `Retry-After` is seconds or an HTTP date; anything else is nothing. */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null
  if (/^\d{1,9}$/.test(header)) return Number(header) * MS_A_SECOND
  const date = Date.parse(header)
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs)
}

/** What is kept of an attempt: its status where there was one, and else, or where that says more, a code. */
export function outcomeOf(answer: SendAnswer): Omit<Attempt, 'at'> {
  const { latencyMs } = answer
  const status = answer.kind === 'answered' ? answer.status : null
  if (isTaken(answer)) return { taken: true, status, error: null, latencyMs }
  const error = 'code' in answer ? answer.code : `status_${status}`
  return { taken: false, status, error, latencyMs }
}
