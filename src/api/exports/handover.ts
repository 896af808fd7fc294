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

export class BrokenOff extends Error {
  override readonly name = 'BrokenOff'
  constructor() {
    super('This export was cut off before its end.')
  }
}

/**
 * A body that is written as it is read: a piece is given when the one before was taken. A `TransformStream` does the same,
 * until its reader stops: what waits to be written then also holds up giving up.
 */
export class Handover {
  readonly body: ReadableStream<Uint8Array>
  readonly #gone = Promise.withResolvers<never>()
  #isGone = false
  #asked = Promise.withResolvers<void>()
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null

  constructor() {
    this.#gone.promise.catch(() => undefined)
    this.body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller
      },
      pull: () => this.#asked.resolve(),
      cancel: () => {
        this.#isGone = true
        this.#gone.reject(new ReaderGone())
      },
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
    // One who had asked may have hung up since, and nothing can be written to a body that was cancelled.
    if (this.#isGone) throw new ReaderGone()
    // Before it is handed over: whoever waits for it asks for the next within the call.
    this.#asked = Promise.withResolvers()
    this.#controller?.enqueue(bytes)
  }

  end(): void {
    if (!this.#isGone) this.#controller?.close()
  }

  /**
   * The body ends without its end, and whoever reads it is told by HTTP that something is missing. Not what: the server
   * prints what it is given, outside of our log.
   */
  breakOff(): void {
    if (!this.#isGone) this.#controller?.error(new BrokenOff())
  }
}
