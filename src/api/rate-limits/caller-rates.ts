import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { RateClass } from './rate-class.ts'
import { POLICY_NAMES, RATE_CLASSES } from './rate-class.ts'
import type { Rates } from './rates.ts'
import { WINDOW_SECONDS } from './rates.ts'

/** A request, counted. */
export interface Counted {
  /** RateLimit-Policy and RateLimit, as draft-ietf-httpapi-ratelimit-headers-11 has them. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Whether it is one more than there may be in this window. */
  readonly isTooMany: boolean
  /** Whole seconds until the window ends and as many may be made again: at least one, at most the window. */
  readonly resetSeconds: number
}

/**
 * Counts the requests of each caller, class by class, in the memory of this process: a count in Postgres would be a write a
 * request. So of several API processes each grants the whole number (ADR 38).
 */
export class CallerRates {
  readonly #rates: Rates
  readonly #limiters: ReadonlyMap<RateClass, RateLimiterMemory>

  constructor(rates: Rates) {
    this.#rates = rates
    const limited = RATE_CLASSES.filter((rateClass) => rates[rateClass] > 0)
    this.#limiters = new Map(
      limited.map((rateClass) => [
        rateClass,
        new RateLimiterMemory({ points: rates[rateClass], duration: WINDOW_SECONDS }),
      ]),
    )
  }

  /** Null where the class has no limit. */
  async count(rateClass: RateClass, callerId: string): Promise<Counted | null> {
    const limiter = this.#limiters.get(rateClass)
    if (limiter === undefined) return null
    const { state, isTooMany } = await taken(limiter, callerId)
    const name = POLICY_NAMES[rateClass]
    const resetSeconds = secondsOf(state)
    return {
      headers: [
        ['RateLimit-Policy', `"${name}";q=${this.#rates[rateClass]};w=${WINDOW_SECONDS}`],
        ['RateLimit', `"${name}";r=${state.remainingPoints};t=${resetSeconds}`],
      ],
      isTooMany,
      resetSeconds,
    }
  }
}

/** Takes one of what a key has; the library says "none left" by rejecting with the state. */
export async function taken(
  limiter: RateLimiterMemory,
  key: string,
): Promise<{ readonly state: RateLimiterRes; readonly isTooMany: boolean }> {
  try {
    return { state: await limiter.consume(key), isTooMany: false }
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused
    return { state: refused, isTooMany: true }
  }
}

/** Rounded up: whoever waits so long finds the window over. */
export const secondsOf = ({ msBeforeNext }: RateLimiterRes): number =>
  Math.max(1, Math.ceil(msBeforeNext / 1_000))
