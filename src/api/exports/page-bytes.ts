/** Bytes of one page, put one behind the other; grows as it must. */
export class PageBytes {
  #bytes: Buffer
  #length = 0

  /** @param size bytes that it will probably need */
  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(size, LEAST))
  }

  put(bytes: Uint8Array): void {
    this.#room(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  byte(byte: number): void {
    this.#room(1)
    this.#bytes[this.#length] = byte
    this.#length += 1
  }

  text(text: string): void {
    this.#room(text.length * BYTES_A_UNIT)
    this.#length += this.#bytes.write(text, this.#length)
  }

  /** What was put, which is the caller's from then on. */
  all(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  #room(more: number): void {
    const needed = this.#length + more
    if (needed <= this.#bytes.length) return
    const bytes = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2))
    this.#bytes.copy(bytes, 0, 0, this.#length)
    this.#bytes = bytes
  }
}

/** Bytes. */
const LEAST = 1_024
/** Of a text's units, in UTF-8, at most. */
const BYTES_A_UNIT = 3
