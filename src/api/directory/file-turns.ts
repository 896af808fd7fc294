import { ApiProblem } from '../problem.ts'

/**
 * Whose file is read now. A file is up to twenty megabytes in a process that all share, so few are read at once; of one
 * integration one at a time, so that whoever sends slowly holds up nobody else's. The others wait unread, not many and
 * not long, and are then asked to come again.
 */
export interface FileBounds {
  /** Files that are read at once, each of another integration. */
  readonly atOnce: number
  /** Requests that wait, of one integration. */
  readonly waiting: number
  /** Milliseconds that one waits. */
  readonly waitMs: number
}

interface Waiter {
  readonly key: string
  readonly start: () => void
}

export class FileTurns {
  readonly #bounds: FileBounds
  readonly #running = new Set<string>()
  readonly #waiting = new Set<Waiter>()

  constructor(bounds: FileBounds) {
    this.#bounds = bounds
  }

  async run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    if (this.#mayRun(key)) this.#running.add(key)
    else await this.#turnOf(key)
    try {
      return await work()
    } finally {
      this.#running.delete(key)
      this.#callNext()
    }
  }

  #mayRun(key: string): boolean {
    return this.#running.size < this.#bounds.atOnce && !this.#running.has(key)
  }

  #turnOf(key: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    if ([...this.#waiting].filter((one) => one.key === key).length >= this.#bounds.waiting) throw busy()
    const waiter = {
      key,
      start: () => {
        clearTimeout(timer)
        resolve()
      },
    }
    const timer = setTimeout(() => {
      this.#waiting.delete(waiter)
      reject(busy())
    }, this.#bounds.waitMs)
    this.#waiting.add(waiter)
    return promise
  }

  /** The place is taken for the next in line at once, so that nobody can slip in between. */
  #callNext(): void {
    for (const waiter of this.#waiting) {
      if (!this.#mayRun(waiter.key)) continue
      this.#waiting.delete(waiter)
      this.#running.add(waiter.key)
      waiter.start()
    }
  }
}

/** Comes with Retry-After, as every 503 does. */
const busy = (): ApiProblem =>
  new ApiProblem('busy', 'Other directory files are being read. Nothing was read of this one.')

const MS_A_SECOND = 1_000

/**
 * Gives `work` the same request, whose body ends in a problem where it has not come whole within so many milliseconds: who
 * sends a byte a second would keep the place for days.
 */
export async function withBodyWithin<Result>(
  milliseconds: number,
  request: Request,
  work: (request: Request) => Promise<Result>,
): Promise<Result> {
  if (request.body === null) return work(request)
  const late = new AbortController()
  const seconds = milliseconds / MS_A_SECOND
  const timer = setTimeout(
    () => late.abort(new ApiProblem('invalid-request', `The body did not come whole within ${seconds} s.`)),
    milliseconds,
  )
  const whole = new TransformStream<Uint8Array, Uint8Array>({ flush: () => clearTimeout(timer) })
  const body = request.body.pipeThrough(whole, { signal: late.signal })
  try {
    return await work(new Request(request, { body, duplex: 'half' }))
  } finally {
    clearTimeout(timer)
  }
}
