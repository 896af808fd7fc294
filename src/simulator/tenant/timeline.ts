import { fraction, hashOf } from './prng.ts'
import { MICROS_PER_DAY } from './time.ts'

// How many events have happened by an instant, and when the n-th one happened, in closed form: the n-th event of a
// stream is found without making the ones before it. The day has a shape (quiet nights, busy office hours), written
// as one weight an hour.

const HOURLY_WEIGHT = [1, 1, 1, 1, 1, 2, 4, 8, 12, 14, 14, 12, 10, 13, 14, 14, 12, 9, 6, 4, 3, 3, 2, 2]
const HOURS = HOURLY_WEIGHT.length
const MICROS_PER_HOUR = MICROS_PER_DAY / HOURS
const DAY_TOTAL = HOURLY_WEIGHT.reduce((sum, weight) => sum + weight, 0)
const SHARE = HOURLY_WEIGHT.map((weight) => weight / DAY_TOTAL)
const SHARE_BEFORE = SHARE.map((_, hour) => SHARE.slice(0, hour).reduce((sum, share) => sum + share, 0))

/** How far inside its own slot an event may move, so that neighbours never change order. */
const SLOT_MARGIN = 0.05

function daysSince(baseDay: number, micros: number): number {
  const day = Math.floor(micros / MICROS_PER_DAY)
  const inDay = (micros - day * MICROS_PER_DAY) / MICROS_PER_HOUR
  const hour = Math.min(HOURS - 1, Math.floor(inDay))
  return day - baseDay + (SHARE_BEFORE[hour] ?? 0) + (inDay - hour) * (SHARE[hour] ?? 0)
}

function microsAt(baseDay: number, days: number): number {
  const day = Math.floor(days)
  const share = days - day
  let hour = HOURS - 1
  while (hour > 0 && (SHARE_BEFORE[hour] ?? 0) > share) hour -= 1
  const inHour = (share - (SHARE_BEFORE[hour] ?? 0)) / (SHARE[hour] ?? 1)
  return Math.round((baseDay + day) * MICROS_PER_DAY + (hour + inHour) * MICROS_PER_HOUR)
}

export class Timeline {
  readonly perDay: number
  readonly origin: number
  readonly #seed: number
  readonly #salt: number
  readonly #baseDay: number
  readonly #start: number

  constructor(seed: number, salt: number, perDay: number, origin: number) {
    this.#seed = seed
    this.#salt = salt
    this.perDay = perDay
    this.origin = origin
    this.#baseDay = Math.floor(origin / MICROS_PER_DAY)
    this.#start = daysSince(this.#baseDay, origin)
  }

  /** The instant of event `n`, n = 0, 1, 2 … from the origin on; never decreasing in n. */
  at(n: number): number {
    const jitter = SLOT_MARGIN + (1 - 2 * SLOT_MARGIN) * fraction(hashOf(this.#seed, this.#salt, n))
    return microsAt(this.#baseDay, this.#start + (n + jitter) / this.perDay)
  }

  /** The number of events before the instant, which is also the first event at or after it. */
  firstAt(micros: number): number {
    if (this.perDay <= 0 || micros <= this.origin) return 0
    const expected = (daysSince(this.#baseDay, micros) - this.#start) * this.perDay
    let n = Math.max(0, Math.floor(expected) - 1)
    while (this.at(n) < micros) n += 1
    return n
  }
}
