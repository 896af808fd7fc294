import { createHash } from 'node:crypto'

/** Text goes to hashes and downloads in pieces of about this size: one line at a time is slow, a whole file large. */
export const PIECE_BYTES = 1 << 16

export interface Line {
  readonly part: number
  readonly at: number
  readonly text: string
  readonly bytes: number
}

/** Size and hash of a part, taken line by line; text is handed to the hash in pieces, which is faster. */
export class Measure {
  readonly part: number
  bytes = 0
  events = 0
  readonly #sha = createHash('sha256')
  #waiting: string[] = []
  #waitingBytes = 0

  constructor(part: number) {
    this.part = part
  }

  add(line: Line): void {
    this.bytes += line.bytes
    this.events += 1
    this.#waiting.push(line.text)
    this.#waitingBytes += line.bytes
    if (this.#waitingBytes >= PIECE_BYTES) this.#flush()
  }

  digest(): string {
    this.#flush()
    return this.#sha.digest('hex')
  }

  #flush(): void {
    this.#sha.update(this.#waiting.join(''))
    this.#waiting = []
    this.#waitingBytes = 0
  }
}
