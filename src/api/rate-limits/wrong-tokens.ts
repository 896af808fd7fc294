import { RateLimiterMemory } from 'rate-limiter-flexible'
import { atMostEvery } from '../at-most-every.ts'
import type { Caller } from '../context.ts'
import { ApiProblem } from '../problem.ts'
import { tokenHash } from '../tokens.ts'
import { secondsOf, taken } from './caller-rates.ts'
import { WINDOW_SECONDS } from './rates.ts'

/**
 * Wrong tokens, counted by the network that shows them, so that whoever sends tokens at random is answered without a query.
 * Many share one network: an office behind one address, everybody behind a proxy that does not say for whom it asks. So a
 * network is never shut, only its tokens that nobody knows:
 *
 *   token known to have been valid   → looked up, not counted
 *   network below its limit          → counted, looked up, and the count given back if it is valid
 *   network at its limit             → looked for among the hashes of all tokens that may be used, which this process reads
 *                                      at most once a second, whatever comes; only what is among them is looked up
 *
 * So a valid token always gets in, if it was made a second ago, and wrong ones cost a query a second for all networks
 * together. It is counted before the look-up, since a thousand that come at once would all be let through before the first
 * was found wrong.
 */
export class WrongTokens {
  readonly #limiter: RateLimiterMemory | null
  readonly #usable: () => Promise<ReadonlySet<string>>
  /** Hashes of tokens that were valid when they last came: no more than there are tokens. */
  readonly #known = new Set<string>()

  /** @param limit wrong tokens a minute and network; 0: any number. */
  constructor(limit: number, usable: () => Promise<readonly string[]>) {
    this.#limiter = limit === 0 ? null : new RateLimiterMemory({ points: limit, duration: WINDOW_SECONDS })
    this.#usable = atMostEvery(USABLE_KEPT_MS, async () => new Set(await usable()))
  }

  /** What `authenticate` finds. Throws `rate-limited` where too many of the network were wrong. */
  async admit(
    token: string,
    network: string,
    authenticate: (token: string) => Promise<Caller | null>,
  ): Promise<Caller | null> {
    const limiter = this.#limiter
    if (limiter === null) return authenticate(token)
    const hash = tokenHash(token)
    const wasKnown = this.#known.has(hash)
    if (!wasKnown) await this.#count(limiter, network, hash)
    const caller = await authenticate(token).catch((error: unknown) => {
      // Nobody knows whether it was wrong.
      if (!wasKnown) void limiter.reward(network)
      throw error
    })
    if (caller === null) {
      if (wasKnown) await taken(limiter, network)
      this.#known.delete(hash)
    } else {
      if (!wasKnown) await limiter.reward(network)
      this.#known.add(hash)
    }
    return caller
  }

  async #count(limiter: RateLimiterMemory, network: string, hash: string): Promise<void> {
    const { state, isTooMany } = await taken(limiter, network)
    if (!isTooMany || (await this.#usable()).has(hash)) return
    const seconds = secondsOf(state)
    throw new ApiProblem('rate-limited', 'Too many wrong tokens came from this network.', {
      headers: { 'Retry-After': String(seconds) },
    })
  }
}

/** Milliseconds. A token that was just made waits so long where its network is at the limit. */
const USABLE_KEPT_MS = 1_000
