import type { Authenticated } from './authenticate.ts'
import type { Caller } from './context.ts'
import { tokenHash } from './tokens.ts'

/**
 * Milliseconds that a token which was found good is taken for good without another look. A program that reads page after
 * page asks dozens of times in it; a person who revokes a token in another process waits no longer (ADR 47).
 */
const KEPT_MS = 1_000

/**
 * Who has asked just now, so that a read needs no look-up of its token: that cost as much as the read. Only reads are
 * answered from it (`app.ts`); a request that changes something looks its token up, and makes this process forget all
 * that it knew before it is answered, since it may have been the end of some token. So of what was revoked here nothing is
 * remembered, and of what was revoked through another process, or ran out, for a second.
 */
export class RecentCallers {
  readonly #look: (hash: string) => Promise<Authenticated | null>
  readonly #now: () => number
  readonly #known = new Map<string, { readonly caller: Caller; readonly until: number }>()
  /** How often all was forgotten: what was being looked up meanwhile may be of before. */
  #forgotten = 0

  /** @param look finds the caller of a token's hash, now. */
  constructor(
    look: (hash: string) => Promise<Authenticated | null>,
    now: () => number = () => performance.now(),
  ) {
    this.#look = look
    this.#now = now
  }

  /** Who showed this token a moment ago; null where nobody knows without looking. */
  recall(token: string): Caller | null {
    const hash = tokenHash(token)
    const known = this.#known.get(hash)
    if (known === undefined) return null
    if (this.#now() < known.until) return known.caller
    this.#known.delete(hash)
    return null
  }

  /** Whose token it is, looked up; null where it opens nothing. */
  async find(token: string): Promise<Caller | null> {
    const hash = tokenHash(token)
    // Its time counts from before the look: what it finds may have changed while the answer is on its way.
    const asked = this.#now()
    const forgotten = this.#forgotten
    const found = await this.#look(hash)
    if (found === null) {
      this.#known.delete(hash)
      return null
    }
    if (forgotten === this.#forgotten) this.#keep(hash, found, asked)
    return found.caller
  }

  forget(): void {
    this.#forgotten += 1
    this.#known.clear()
  }

  #keep(hash: string, { caller, endsInMs }: Authenticated, asked: number): void {
    this.#known.set(hash, { caller, until: asked + Math.min(KEPT_MS, endsInMs ?? KEPT_MS) })
  }
}
