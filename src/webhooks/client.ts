import { Agent, request } from 'undici'
import { webhookUrlProblem } from '../model/schema/webhook-url.ts'
import type { Resolve } from './pin.ts'
import { pinned, resolvePlace } from './pin.ts'

/**
 * One request to a URL that a person gave. The name is resolved once, every address it has must be public, and the
 * connection goes to exactly those addresses: a name that changes its mind between check and connection (DNS
 * rebinding) gains nothing. Redirects are not followed, since they would start the game anew.
 */

const CONNECT_MS = 5_000
/** Bytes of an answer that are read, so that the connection ends well; none of them is kept unless somebody asks for them. */
const MOST_ANSWER_BYTES = 64 * 1024

export interface WebhookRequest {
  readonly url: string
  /** Default: POST. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH'
  /** Null: none. */
  readonly body: string | Uint8Array | null
  /** Of JSON unless they say otherwise. */
  readonly headers: Readonly<Record<string, string>>
  /** PEM: whose certificates hold there. Default: the authorities that Node knows. */
  readonly ca?: string | null
  readonly allowedHosts: ReadonlySet<string>
  /** Milliseconds for name, connection and answer together. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  /** Default: the system's resolver. */
  readonly resolve?: Resolve
  /** Bytes of the answer that are kept. Default: none, and none are asked for. */
  readonly keepBytes?: number
}

/** `refused`: we would not call it; `unreachable`: it did not answer. Codes only, no text of anybody's. */
type Answer =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly retryAfter: string | null
      /** Where it was asked to be kept, and is no longer than that. Never log or store it. */
      readonly text?: string
    }
  | { readonly kind: 'refused' | 'unreachable'; readonly code: string }

export type WebhookAnswer = Answer & {
  /** Milliseconds from the first look at the URL to the end of the answer. */
  readonly latencyMs: number
}

export async function postWebhook(input: WebhookRequest): Promise<WebhookAnswer> {
  const startedAt = performance.now()
  const answer = await attempt(input)
  return { ...answer, latencyMs: Math.round(performance.now() - startedAt) }
}

async function attempt(input: WebhookRequest): Promise<Answer> {
  if (webhookUrlProblem(input.url, input.allowedHosts) !== null) {
    return { kind: 'refused', code: 'url_not_allowed' }
  }
  const url = new URL(input.url)
  const timeout = AbortSignal.timeout(input.timeoutMs)
  const signal = input.signal ? AbortSignal.any([input.signal, timeout]) : timeout
  try {
    return await call(url, input, signal)
  } catch (error) {
    return { kind: 'unreachable', code: codeOf(error) }
  }
}

async function call(url: URL, input: WebhookRequest, signal: AbortSignal): Promise<Answer> {
  const place = await resolvePlace(url, { ...input, signal })
  if (place.kind !== 'pinned') return place
  const agent = new Agent({
    connect: {
      ...{ lookup: pinned(place.addresses), timeout: CONNECT_MS },
      ...(input.ca ? { ca: input.ca } : {}),
    },
    keepAliveTimeout: 1,
  })
  try {
    return await send(url, input, agent, signal)
  } finally {
    await agent.destroy()
  }
}

async function send(url: URL, input: WebhookRequest, agent: Agent, signal: AbortSignal): Promise<Answer> {
  const response = await request(url, {
    method: input.method ?? 'POST',
    headers: { 'content-type': 'application/json', ...input.headers, 'user-agent': 'Casbah-Webhook/1' },
    ...(input.body !== null && { body: input.body }),
    dispatcher: agent,
    signal,
  })
  const text = await readAnswer(response.body, input.keepBytes ?? 0)
  const retryAfter = response.headers['retry-after']
  return {
    kind: 'answered',
    status: response.statusCode,
    retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
    ...(text !== null && { text }),
  }
}

/**
 * To its end, or to as much as anybody need say. An answer that breaks off or does not come to its end is none: whoever
 * sent it may have failed half-way, and is told again.
 */
async function readAnswer(body: AsyncIterable<Uint8Array>, keepBytes: number): Promise<string | null> {
  const most = Math.max(keepBytes, MOST_ANSWER_BYTES)
  const kept: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > most) return null
    if (keepBytes > 0) kept.push(chunk)
  }
  return keepBytes > 0 ? Buffer.concat(kept).toString('utf8') : null
}

/** `ECONNREFUSED`, `UND_ERR_HEADERS_TIMEOUT`, `CERT_HAS_EXPIRED` …: a code says enough and quotes nothing. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown }).code
  if (typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code)) return code
  return error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'failed'
}
