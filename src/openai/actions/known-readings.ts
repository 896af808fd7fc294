import { hash } from 'node:crypto'
import { JSON_BYTES } from './limits.ts'
import type { ActionReading } from './read-action.ts'
import { readAction } from './read-action.ts'

/**
 * Readings that a process remembers. The versions of a GPT mostly share one schema and come one after the other, so
 * that few are enough.
 */
const READINGS = 256
/** Characters of all of them as JSON. A usual one has some thousand, the largest that can be made less than a million. */
const READINGS_CHARACTERS = 4_000_000

/** What was read of texts, by their SHA-256: forgotten once it was used longest ago. The texts are not kept. */
export class KnownReadings {
  readonly #known = new Map<string, { readonly reading: ActionReading; readonly size: number }>()
  readonly #read: (raw: string) => ActionReading
  #size = 0

  constructor(read: (raw: string) => ActionReading) {
    this.#read = read
  }

  of(raw: string): ActionReading {
    // Told by its length alone, sooner than by its hash.
    if (raw.length > JSON_BYTES) return this.#read(raw)
    // As UTF-16: halves of a pair, which a builder may write, would all be one character of UTF-8.
    const key = hash('sha256', Buffer.from(raw, 'utf16le'), 'base64')
    const known = this.#known.get(key)
    const reading = known?.reading ?? this.#read(raw)
    const size = known?.size ?? JSON.stringify(reading).length
    if (known === undefined) this.#size += size
    this.#known.delete(key)
    this.#known.set(key, { reading, size })
    this.#forget()
    return reading
  }

  #forget(): void {
    for (const [oldest, { size }] of this.#known) {
      if (this.#known.size <= READINGS && this.#size <= READINGS_CHARACTERS) return
      this.#known.delete(oldest)
      this.#size -= size
    }
  }
}

export const knownReadings = new KnownReadings(readAction)
