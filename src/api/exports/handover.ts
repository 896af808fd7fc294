export class ReaderStalled extends Error {
  override readonly name = 'ReaderStalled'
  constructor() {
    super('Whoever asked for the export has stopped to read it.')
  }
}

export class ReaderGone extends Error {
  override readonly name = 'ReaderGone'
  constructor() {
    super('Whoever asked for the export has hung up.')
  }
}

/**
 * A body that is written as it is read: a piece is given when the one before was taken. A `TransformStream` does the same,
 * until its reader stops: what waits to be written then also holds up giving up.
 */
export class Handover {
  readonly body: ReadableStream<Uint8Array>
  readonly #gone = Promise.withResolvers<never>()
  #asked = Promise.withResolvers<void>()
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null

  constructor() {
    this.#gone.promise.catch(() => undefined)
    this.body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller
      },
      pull: () => this.#asked.resolve(),
      cancel: () => this.#gone.reject(new ReaderGone()),
    })
  }

  /** Resolves when the piece is on its way. Throws `ReaderStalled` where the one before was not taken in time, or `ReaderGone`. */
  async give(bytes: Uint8Array, withinMs: number): Promise<void> {
    const stalled = Promise.withResolvers<never>()
    const timer = setTimeout(() => stalled.reject(new ReaderStalled()), withinMs)
    try {
      await Promise.race([this.#asked.promise, this.#gone.promise, stalled.promise])
    } finally {
      clearTimeout(timer)
    }
    // Before it is handed over: whoever waits for it asks for the next within the call.
    this.#asked = Promise.withResolvers()
    this.#controller?.enqueue(bytes)
  }

  end(): void {
    this.#controller?.close()
  }

  /** The body ends without its end, and whoever reads it is told by HTTP that something is missing. */
  breakOff(error: unknown): void {
    this.#controller?.error(error)
  }
}
