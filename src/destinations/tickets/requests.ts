import { z } from 'zod'
import type { JsonObject } from '../../model/core/json.ts'
import type { TicketKind } from '../../model/core/tickets.ts'
import type { WebhookAnswer } from '../../webhooks/client.ts'
import { postWebhook } from '../../webhooks/client.ts'
import type { Target } from '../sender.ts'
import { TicketFailure, UNEXPECTED } from './system.ts'

/** Requests to a system that keeps tickets: to its own host and nowhere else, with what lets us in. */

/** Bytes of an answer: the transitions of an issue are some ten, and are the longest that is asked for. */
const MOST_ANSWER_BYTES = 512 * 1024
/** Milliseconds for all requests of one attempt: the activity that makes it has a minute. */
const WHOLE_ATTEMPT_MS = 45_000
const NOT_FOUND = 404
const LEAST_SUCCESS = 200
const AFTER_SUCCESS = 300

export interface Ask {
  readonly method: 'GET' | 'POST' | 'PATCH'
  /** Below the base; no part of it is anybody's text unless encoded. */
  readonly path: string
  readonly body?: JsonObject
}

/** Whose refusals may name the fields that they are about. */
export type FieldsIn = (body: unknown) => readonly string[]

/** Makes requests of one attempt. Null: what was asked for is not there (404). */
export function requestsTo(target: Target<TicketKind>, fieldsIn: FieldsIn) {
  const whole = AbortSignal.timeout(WHOLE_ATTEMPT_MS)
  const signal = target.signal ? AbortSignal.any([target.signal, whole]) : whole
  return async <Schema extends z.ZodType>(ask: Ask, schema: Schema): Promise<z.output<Schema> | null> => {
    const answer = await postWebhook({
      ...{ ...target, signal, method: ask.method, ca: target.settings.ca },
      url: `${baseOf(target.url)}${ask.path}`,
      body: ask.body === undefined ? null : JSON.stringify(ask.body),
      headers: { accept: 'application/json', authorization: authorizationOf(target.token) },
      keepBytes: MOST_ANSWER_BYTES,
    })
    if (answer.kind === 'answered' && answer.status === NOT_FOUND) return null
    const body = jsonOf(answer)
    if (!isSuccess(answer)) throw refused(answer, fieldsIn(body))
    const read = schema.safeParse(body)
    if (!read.success) throw unexpected(answer)
    return read.data
  }
}

/** For what must be there: 404 is a refusal as any other. */
export async function ofWhatIsThere<Value>(asked: Promise<Value | null>): Promise<Value> {
  const value = await asked
  if (value !== null) return value
  throw new TicketFailure({ kind: 'answered', status: NOT_FOUND, retryAfter: null, latencyMs: 0 })
}

/** Without a slash at its end. */
export const baseOf = (url: string): string => {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname.replace(/\/+$/, '')}`
}

/** A name and a secret are Basic (RFC 7617: a name has no colon); a token alone is Bearer (RFC 6750), which has none. */
export const authorizationOf = (token: string): string =>
  token.includes(':') ? `Basic ${Buffer.from(token, 'utf8').toString('base64')}` : `Bearer ${token}`

/** Where nothing is expected. */
export const anything = z.unknown()

const isSuccess = (answer: WebhookAnswer): boolean =>
  answer.kind === 'answered' && answer.status >= LEAST_SUCCESS && answer.status < AFTER_SUCCESS

function jsonOf(answer: WebhookAnswer): unknown {
  if (answer.kind !== 'answered' || !answer.text) return {}
  try {
    return JSON.parse(answer.text)
  } catch {
    return undefined
  }
}

/** Fields that a refusal names. */
const MOST_FIELDS = 3

/** Names of fields are the system's; what it says about them may quote what we sent. */
function refused(answer: WebhookAnswer, fields: readonly string[]): TicketFailure {
  if (answer.kind !== 'answered') return new TicketFailure(answer)
  const { text: _text, ...rest } = answer
  const named = fields.filter((name) => /^[A-Za-z][\w-]{0,63}$/.test(name)).slice(0, MOST_FIELDS)
  return new TicketFailure({
    ...rest,
    ...(named.length > 0 && { code: `status_${answer.status}: ${named.join(', ')}` }),
  })
}

const unexpected = ({ latencyMs }: WebhookAnswer): TicketFailure =>
  new TicketFailure({ kind: 'unreachable', code: UNEXPECTED, latencyMs })
