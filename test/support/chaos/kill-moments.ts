import { createHash } from 'node:crypto'

/** Moments at random that can be had again: the same seed gives the same ones. */
export class Moments {
  readonly seed: string
  #drawn = 0

  constructor(seed: string) {
    this.seed = seed
  }

  /** Milliseconds, evenly from `leastMs` to `mostMs`. */
  next(leastMs: number, mostMs: number): number {
    this.#drawn += 1
    const draw = createHash('sha256').update(`${this.seed} ${this.#drawn}`).digest().readUInt32BE()
    return Math.round(leastMs + (draw / 2 ** 32) * (mostMs - leastMs))
  }
}
