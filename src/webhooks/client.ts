import { lookup as lookupHost } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import { isIP } from 'node:net'
import { Agent, request } from 'undici'
import { isAllowedHost, isPublicAddress, webhookUrlProblem } from '../model/schema/webhook-url.ts'

/**
 * One POST to a URL that a person gave. The name is resolved once, every address it has must be public, and the
 * connection goes to exactly those addresses: a name that changes its mind between check and connection (DNS
 * rebinding) gains nothing. Redirects are not followed, since they would start the game anew.
 */

const CONNECT_MS = 5_000
/** Bytes of an answer that are read, so that the connection ends well; none of them is kept. */
const MOST_ANSWER_BYTES = 64 * 1024

export type Resolve = (host: string) => Promise<readonly { address: string; family: number }[]>

export interface WebhookRequest {
  readonly url: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  readonly allowedHosts: ReadonlySet<string>
  /** Milliseconds for name, connection and answer together. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  /** Default: the system's resolver. */
  readonly resolve?: Resolve
}

/** `refused`: we would not call it; `unreachable`: it did not answer. Codes only, no text of anybody's. */
type Answer =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter: string | null }
  | { readonly kind: 'refused' | 'unreachable'; readonly code: string }

export type WebhookAnswer = Answer & {
  /** Milliseconds from the first look at the URL to the end of the answer. */
  readonly latencyMs: number
}

const resolveBySystem: Resolve = (host) => lookupHost(host, { all: true })

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
  const addresses = await unlessAborted(signal, addressesOf(url, input.resolve ?? resolveBySystem))
  if (addresses === null) return { kind: 'unreachable', code: 'name_not_resolved' }
  const reachable =
    isAllowedHost(url, input.allowedHosts) || addresses.every((one) => isPublicAddress(one.address))
  if (!reachable) return { kind: 'refused', code: 'private_address' }
  const agent = new Agent({
    connect: { lookup: pinned(addresses), timeout: CONNECT_MS },
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
    method: 'POST',
    headers: { ...input.headers, 'content-type': 'application/json', 'user-agent': 'Casbah-Webhook/1' },
    body: input.body,
    dispatcher: agent,
    signal,
  })
  await readAway(response.body)
  const retryAfter = response.headers['retry-after']
  return {
    kind: 'answered',
    status: response.statusCode,
    retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
  }
}

/**
 * To its end, or to as much as anybody need say. An answer that breaks off or does not come to its end is none: whoever
 * sent it may have failed half-way, and is told again.
 */
async function readAway(body: AsyncIterable<Uint8Array>): Promise<void> {
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > MOST_ANSWER_BYTES) return
  }
}

/** The system's resolver takes no signal, and waits for as long as a name's own server lets it. */
async function unlessAborted<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const end = (): void => reject(signal.reason)
  signal.addEventListener('abort', end, { once: true })
  try {
    signal.throwIfAborted()
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', end)
  }
}

async function addressesOf(url: URL, resolve: Resolve) {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const family = isIP(host)
  if (family !== 0) return [{ address: host, family }]
  try {
    const found = await resolve(host)
    return found.length > 0 ? found : null
  } catch {
    return null
  }
}

/** What undici asks when it connects: always the addresses that were judged, whatever the name says by now. */
const pinned =
  (addresses: readonly { address: string; family: number }[]): LookupFunction =>
  (_host, options, callback) => {
    if (options.all) return callback(null, [...addresses])
    const first = addresses[0]
    if (first) callback(null, first.address, first.family)
    else callback(new Error('no address'), '', 0)
  }

/** `ECONNREFUSED`, `UND_ERR_HEADERS_TIMEOUT`, `CERT_HAS_EXPIRED` …: a code says enough and quotes nothing. */
function codeOf(error: unknown): string {
  const code = (error as { code?: unknown }).code
  if (typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code)) return code
  return error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'failed'
}
