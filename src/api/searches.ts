import type { Caller } from './context.ts'
import { Limiter } from './limiter.ts'

/**
 * A search by words reads every row that its filters leave, for lack of an index over words; a word that nothing holds
 * takes longest. So a few at a time: the others wait their turn, and connections stay free for everything else, the
 * look-up of tokens and the health checks among it.
 */
const AT_ONCE = 3
const AT_ONCE_A_CALLER = 1

export class Searches {
  readonly #all = new Limiter(AT_ONCE)
  readonly #own = new Limiter(AT_ONCE_A_CALLER)

  /** Runs `read`, in its turn where it searches for words. */
  run<Result>(caller: Caller, words: string | undefined, read: () => Promise<Result>): Promise<Result> {
    if (words === undefined) return read()
    return this.#own.run(caller.actor.id, () => this.#all.run('all', read))
  }
}
