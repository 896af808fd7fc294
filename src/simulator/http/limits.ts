// Rate limits: one token bucket for each (who, method, route template). A bucket holds one minute's allowance and
// refills steadily. The number of buckets is bounded by keys × routes; unknown keys never reach here.
//
// OpenAI does not say how it counts. `strictMinute` is the strictest way there is: no 60 s, wherever they begin, hold
// more than a minute's allowance.

/** OpenAI 2.5.37: the default, per workspace, method and route. */
export const COMPLIANCE_PER_MINUTE = 100
/** OpenAI 2.5.3: log downloads, per key. */
export const DOWNLOADS_PER_MINUTE = 50
/** Not published for the Administration API: an assumption of the simulator. */
export const PLATFORM_PER_MINUTE = 600

export const MICROS_PER_MINUTE = 60_000_000
/** A client that waited as told may still arrive a little early by clock skew and rounding. */
const EARLY_TOLERANCE_MICROS = 20_000
/** Requests already on their way when a 429 was sent are not disobedience. */
const IN_FLIGHT_MICROS = 250_000

interface Bucket {
  tokens: number
  at: number
  refusedAt: number
  blockedUntil: number
}

export type Verdict =
  | { readonly allowed: true; readonly tooEarly: boolean }
  | { readonly allowed: false; readonly tooEarly: boolean; readonly retryAfterSeconds: number }

export class RateLimits {
  readonly #factor: number
  readonly #buckets = new Map<string, Bucket>()
  readonly #times = new Map<string, number[]>()

  constructor(factor: number) {
    this.#factor = factor
  }

  take(name: string, perMinute: number, now: number, strictMinute = false): Verdict {
    const capacity = Math.max(1, perMinute * this.#factor)
    const perMicro = (perMinute * this.#factor) / MICROS_PER_MINUTE
    const bucket = this.#buckets.get(name) ?? { tokens: capacity, at: now, refusedAt: 0, blockedUntil: 0 }
    this.#buckets.set(name, bucket)
    bucket.tokens = Math.min(capacity, bucket.tokens + Math.max(0, now - bucket.at) * perMicro)
    bucket.at = now
    const tooEarly = this.#isTooEarly(bucket, now)
    const fullUntil = strictMinute ? this.#fullUntil(name, capacity, now) : null
    if (bucket.tokens >= 1 && fullUntil === null) {
      bucket.tokens -= 1
      if (strictMinute) this.#times.get(name)?.push(now)
      return { allowed: true, tooEarly }
    }
    const micros = fullUntil === null ? (1 - bucket.tokens) / perMicro : fullUntil - now
    const retryAfterSeconds = Math.max(1, Math.ceil(micros / 1_000_000))
    this.block(name, now, retryAfterSeconds)
    return { allowed: false, tooEarly, retryAfterSeconds }
  }

  /** Remembers a Retry-After that was handed out, also one by a planted fault. */
  block(name: string, now: number, retryAfterSeconds: number): void {
    const bucket = this.#buckets.get(name)
    if (!bucket) return
    bucket.refusedAt = now
    bucket.blockedUntil = Math.max(bucket.blockedUntil, now + retryAfterSeconds * 1_000_000)
  }

  /** When the oldest request of a full minute leaves it; null where there is room. */
  #fullUntil(name: string, most: number, now: number): number | null {
    const times = this.#times.get(name) ?? []
    this.#times.set(name, times)
    const firstWithin = times.findIndex((at) => at > now - MICROS_PER_MINUTE)
    times.splice(0, firstWithin === -1 ? times.length : firstWithin)
    const [oldest] = times
    return oldest === undefined || times.length < Math.floor(most) ? null : oldest + MICROS_PER_MINUTE
  }

  #isTooEarly(bucket: Bucket, now: number): boolean {
    return now < bucket.blockedUntil - EARLY_TOLERANCE_MICROS && now > bucket.refusedAt + IN_FLIGHT_MICROS
  }
}
