/** Too many wait for their turn already. */
export class QueueFull extends Error {
  override readonly name = 'QueueFull'
  constructor() {
    super('Too many calls wait for their turn; try again later.')
  }
}

/**
 * Temporal holds at most ten updates in flight for one workflow and refuses the eleventh. Fifty people who
 * press Collect Now at once must all be answered, so calls queue here, in order, per workflow. Another API
 * process has its own queue; what two of them send together may still be refused, and is then tried again.
 */
export class Limiter {
  readonly #most: number
  readonly #waitingAtMost: number
  readonly #running = new Map<string, number>()
  readonly #waiting = new Map<string, (() => void)[]>()

  /**
   * @param most calls in flight for one key.
   * @param waitingAtMost calls in the queue of one key. Default: as many as come.
   */
  constructor(most: number, waitingAtMost = Number.POSITIVE_INFINITY) {
    this.#most = most
    this.#waitingAtMost = waitingAtMost
  }

  /** Throws `QueueFull` where too many wait, and the signal's reason where it is aborted before the turn comes. */
  async run<Result>(key: string, work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    await this.#enter(key, signal)
    try {
      return await work()
    } finally {
      this.#leave(key)
    }
  }

  #enter(key: string, signal: AbortSignal | undefined): Promise<void> | void {
    signal?.throwIfAborted()
    const running = this.#running.get(key) ?? 0
    if (running < this.#most) {
      this.#running.set(key, running + 1)
      return
    }
    const queue = this.#waiting.get(key) ?? []
    if (queue.length >= this.#waitingAtMost) throw new QueueFull()
    this.#waiting.set(key, queue)
    return new Promise((resolve, reject) => {
      const goAway = (): void => {
        queue.splice(queue.indexOf(enter), 1)
        if (queue.length === 0) this.#waiting.delete(key)
        reject(signal?.reason)
      }
      const enter = (): void => {
        signal?.removeEventListener('abort', goAway)
        resolve()
      }
      queue.push(enter)
      signal?.addEventListener('abort', goAway, { once: true })
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
