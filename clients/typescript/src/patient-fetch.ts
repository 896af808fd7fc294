/**
 * Asks again where the API says when to: it is busy, or a service that it needs is away. It says so with `Retry-After`; without
 * one nothing is repeated. What changes something carries an Idempotency-Key, which stays the same, so it has one effect.
 */

export type Fetch = (request: Request) => Promise<Response>

export interface Patience {
  /** How often a request is repeated at most. */
  readonly retries: number
  /** Milliseconds that are waited for one repetition at most; where more is asked for, the answer stands. */
  readonly longestWaitMs: number
}

/** Too many requests; unavailable; and the conflict with a first request of the same key that still runs. */
const WORTH_WAITING: ReadonlySet<number> = new Set([409, 429, 503])
const MS_PER_SECOND = 1_000

export function patientFetch(ask: Fetch, { retries, longestWaitMs }: Patience): Fetch {
  return async (request) => {
    for (let left = retries; ; left--) {
      // A body can be sent once; what is repeated is a copy.
      const response = await ask(left > 0 ? request.clone() : request)
      const waitMs = WORTH_WAITING.has(response.status)
        ? waitOf(response.headers.get('retry-after'))
        : undefined
      if (left <= 0 || waitMs === undefined || waitMs > longestWaitMs) return response
      await response.body?.cancel()
      await pause(waitMs, request.signal)
    }
  }
}

/** Milliseconds: RFC 9110 has seconds, or a date. */
export function waitOf(header: string | null, now = Date.now()): number | undefined {
  if (header === null) return undefined
  if (/^\d+$/.test(header)) return Number(header) * MS_PER_SECOND
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}
