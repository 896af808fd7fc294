import type { Budget, RouteKey } from './budget.ts'
import type { Asked } from './classify.ts'
import { classifyRefusal, classifyThrown } from './classify.ts'
import { RateLimited, TOO_LARGE, Transient, UpstreamContractChanged } from './failures.ts'
import type { HttpPool, ListRequest, RawAnswer } from './http-pool.ts'

/** One request: what it costs, what it means if refused, and where it goes. */
export interface Ask {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly asked: Asked
  readonly budget: RouteKey
  /** Of the list that is served by POST: which page. */
  readonly page?: ListRequest['page']
}

export interface Answer {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly body: Uint8Array
}

/** Sends requests under the shared budget. Everything that both planes read passes through here. */
export interface Transport {
  send(ask: Ask): Promise<Answer>
  /** Fetches a signed link of another origin: no credential, no budget, up to `maxBytes`. */
  follow(url: string, maxBytes: number): Promise<Answer>
  readonly signal: AbortSignal
}

// Upstream's slowest known answers (large GPT pages) take seconds; beyond this nobody is at the other end.
const REQUEST_TIMEOUT_MS = 30_000
// 15 MB over a slow link: 2 minutes are 1 Mbit/s.
const DOWNLOAD_TIMEOUT_MS = 120_000
/** Bytes. A page of 100 GPTs with 200 kB of action schemas each stays well below. */
const LONGEST_PAGE = 64_000_000
/** Bytes of an error body that are looked at. */
const ERROR_BODY = 8_192
// After each 429 the budget makes us wait; a route that refuses this often in a row goes to a durable timer.
const REJECTIONS_IN_PLACE = 4

const isSuccess = (status: number): boolean => status >= 200 && status < 300

export function createTransport(pool: HttpPool, budget: Budget, signal: AbortSignal): Transport {
  const attempt = async (ask: Ask): Promise<Answer> => {
    await budget.acquire(ask.budget, signal)
    return exchange(pool, signal, REQUEST_TIMEOUT_MS, ask, async (raw) => {
      if (isSuccess(raw.status) || isRedirect(raw.status)) return whole(raw, LONGEST_PAGE, ask.asked.route)
      throw classifyRefusal({ ...raw, body: await beginning(raw) }, ask.asked)
    })
  }
  return {
    signal,
    async send(ask) {
      for (let rejections = 1; ; rejections += 1) {
        try {
          return await attempt(ask)
        } catch (error) {
          if (!(error instanceof RateLimited)) throw error
          await budget.rejected(ask.budget, error.retryAfterMs)
          if (rejections >= REJECTIONS_IN_PLACE) throw error
        }
      }
    },
    follow: (url, maxBytes) =>
      exchange(pool, signal, DOWNLOAD_TIMEOUT_MS, { url, headers: {} }, async (raw) => {
        if (isSuccess(raw.status)) return whole(raw, maxBytes, 'GET download')
        await beginning(raw)
        throw raw.status >= 500 ? new Transient('server_error') : new Transient('expired_link')
      }),
  }
}

export const isRedirect = (status: number): boolean => status === 307 || status === 302

async function exchange<T>(
  pool: HttpPool,
  signal: AbortSignal,
  timeoutMs: number,
  request: Pick<Ask, 'url' | 'headers' | 'page'>,
  use: (raw: RawAnswer) => Promise<T>,
): Promise<T> {
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    const { url, headers, page } = request
    const read = { url, headers, signal: limited }
    return await use(page === undefined ? await pool.read(read) : await pool.listSkills({ ...read, page }))
  } catch (error) {
    throw classifyThrown(error, signal)
  }
}

async function whole(raw: RawAnswer, maxBytes: number, route: string): Promise<Answer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of raw.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) throw new UpstreamContractChanged(TOO_LARGE, route)
    chunks.push(chunk)
  }
  return { status: raw.status, headers: raw.headers, body: Buffer.concat(chunks, size) }
}

async function beginning(raw: RawAnswer): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of raw.body ?? []) {
    chunks.push(chunk)
    size += chunk.byteLength
    if (size >= ERROR_BODY) break
  }
  return Buffer.concat(chunks).subarray(0, ERROR_BODY).toString('utf8')
}

/** Reads an answer as JSON. Cut-off JSON is worth another try; what is not JSON at all is not. */
export function readJson(answer: Answer, route: string): unknown {
  const text = Buffer.from(answer.body.buffer, answer.body.byteOffset, answer.body.byteLength).toString(
    'utf8',
  )
  try {
    return JSON.parse(text)
  } catch {
    if (/^\s*[[{]/.test(text) || text.trim() === '') throw new Transient('truncated_body')
    throw new UpstreamContractChanged('$', route)
  }
}
