import { setTimeout as sleep } from 'node:timers/promises'
import type { DestinationId } from '../model/core/ids.ts'

/** Attempts at one destination at a time, of this process: a receiver that hangs must leave places to the others. */
const PER_DESTINATION = 4
/** Milliseconds that an attempt waits for its place. A receiver that answers frees one in less; one that hangs, not. */
const WAITS_MS = 500
const LOOKS_EVERY_MS = 10

/** Who is being sent to just now. A process that dies takes its count along, and its attempts with it. */
export class DestinationSlots {
  readonly #taken = new Map<DestinationId, number>()

  /** Null where all stay taken; else what gives the place back. */
  async take(destination: DestinationId, waitsMs = WAITS_MS): Promise<Disposable | null> {
    const until = performance.now() + waitsMs
    while ((this.#taken.get(destination) ?? 0) >= PER_DESTINATION) {
      if (performance.now() >= until) return null
      await sleep(LOOKS_EVERY_MS)
    }
    this.#taken.set(destination, (this.#taken.get(destination) ?? 0) + 1)
    return { [Symbol.dispose]: () => this.#giveBack(destination) }
  }

  #giveBack(destination: DestinationId): void {
    const left = (this.#taken.get(destination) ?? 1) - 1
    if (left === 0) this.#taken.delete(destination)
    else this.#taken.set(destination, left)
  }
}
