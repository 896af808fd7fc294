/** Reads a stream of bytes by lengths that whoever reads knows beforehand. */
export class ByteReader {
  readonly #pieces: AsyncIterator<Uint8Array>
  #rest: Uint8Array = new Uint8Array()
  /** How far it has been read. */
  at = 0

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]()
  }

  /** So many bytes, or as many as are left. */
  async take(length: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    for await (const part of this.parts(length)) parts.push(part)
    return Buffer.concat(parts)
  }

  /** The same piece by piece, whatever their number. */
  async *parts(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0; ) {
      if (this.#rest.length === 0) {
        const next = await this.#pieces.next()
        if (next.done === true) return
        this.#rest = next.value
      }
      const part = this.#rest.subarray(0, left)
      this.#rest = this.#rest.subarray(part.length)
      this.at += part.length
      left -= part.length
      yield part
    }
  }
}
