import { RateLimiterMemory } from 'rate-limiter-flexible'
import { taken } from '../rate-limits/caller-rates.ts'
import { SignInRefused } from './refused.ts'

/**
 * How many requests of signing in one network may send a minute: the way out and the way back are one each. A company's
 * people come from a few addresses and all begin at nine, so it is far above what one person does; there is nothing to
 * guess here, and what is bounded is the work for strangers: requests to the provider, and lines in the log.
 */
const REQUESTS = 60
const SECONDS = 60

/**
 * Counted in each process by itself. In Postgres it would be exact over several, and let strangers write to the table that
 * bounds them; here they can make each process do so much work, and no more.
 */
export class SignInLimit {
  readonly #limiter = new RateLimiterMemory({ points: REQUESTS, duration: SECONDS })

  /** Throws `SignInRefused` where it is too much. */
  async take(network: string): Promise<void> {
    if ((await taken(this.#limiter, network)).isTooMany) throw new SignInRefused('too-many')
  }
}
