/**
 * Temporal holds at most ten updates in flight for one workflow and refuses the eleventh. Fifty people who
 * press Collect Now at once must all be answered, so calls queue here, in order, per workflow. Another API
 * process has its own queue; what two of them send together may still be refused, and is then tried again.
 */
export class Limiter {
  readonly #most: number
  readonly #running = new Map<string, number>()
  readonly #waiting = new Map<string, (() => void)[]>()

  /** @param most calls in flight for one key. */
  constructor(most: number) {
    this.#most = most
  }

  async run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    await this.#enter(key)
    try {
      return await work()
    } finally {
      this.#leave(key)
    }
  }

  #enter(key: string): Promise<void> | void {
    const running = this.#running.get(key) ?? 0
    if (running < this.#most) {
      this.#running.set(key, running + 1)
      return
    }
    return new Promise((resolve) => {
      const queue = this.#waiting.get(key) ?? []
      queue.push(resolve)
      this.#waiting.set(key, queue)
    })
  }

  /** A leaver hands its place straight to the next in line, so that nobody can slip in between. */
  #leave(key: string): void {
    const queue = this.#waiting.get(key)
    const next = queue?.shift()
    if (queue?.length === 0) this.#waiting.delete(key)
    if (next) {
      next()
      return
    }
    const left = (this.#running.get(key) ?? 1) - 1
    if (left === 0) this.#running.delete(key)
    else this.#running.set(key, left)
  }
}
