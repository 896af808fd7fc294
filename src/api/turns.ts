import type { Context } from 'hono'
import type { ApiEnv } from './context.ts'
import { Limiter, QueueFull } from './limiter.ts'
import { ApiProblem } from './problem.ts'

/** Pieces of work in this process at a time: connections and the processor are for everybody. */
const AT_ONCE = 2
/** Of one caller: whoever asks for much waits for themselves, and nobody else does. */
const AT_ONCE_A_CALLER = 1
/** Requests of one caller that wait; a person at work has one or two. */
const WAITING_AT_MOST = 5
/** About as long as one of those ahead may take. */
const RETRY_AFTER_SECONDS = 20

/** Long work in turns: one at a time a caller, a few at a time of all of them, and short queues. */
export class Turns {
  readonly #all = new Limiter(AT_ONCE)
  readonly #own = new Limiter(AT_ONCE_A_CALLER, WAITING_AT_MOST)

  /** Refuses as `busy` where too many requests of the caller wait; a request that was given up does not wait on. */
  async run<Result>(context: Context<ApiEnv>, work: () => Promise<Result>): Promise<Result> {
    const { signal } = context.req.raw
    let isIn = false
    const entered = () => {
      isIn = true
      return work()
    }
    const inOwnTurn = () => this.#all.run('all', entered, signal)
    try {
      return await this.#own.run(context.get('caller').actor.id, inOwnTurn, signal)
    } catch (error) {
      if (error instanceof QueueFull) throw busy(`${WAITING_AT_MOST} requests of this token wait already.`)
      if (!isIn && signal.aborted) throw busy('The request was given up before its turn came.')
      throw error
    }
  }
}

const busy = (detail: string): ApiProblem =>
  new ApiProblem('busy', detail, { headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) } })
