/**
 * How many requests of each bucket were let through, second by second, and the most within any minute: what says
 * whether a client uses its limit and keeps within it. Seconds count from the bucket's first request on.
 */
export interface PaceView {
  /** Requests a minute that the limit allows. */
  readonly perMinute: number
  readonly refused: number
  readonly perSecond: readonly number[]
  readonly mostInAMinute: number
}

const SLOT_MICROS = 100_000
const SLOTS_A_SECOND = 10
const SLOTS_A_MINUTE = 600

interface Bucket {
  readonly perMinute: number
  readonly firstSlot: number
  readonly perSecond: number[]
  /** The last minute, tenth by tenth, in a ring. */
  readonly ring: Uint32Array
  slot: number
  within: number
  most: number
  refused: number
}

export class Pace {
  readonly #buckets = new Map<string, Bucket>()

  allowed(name: string, perMinute: number, nowMicros: number): void {
    const slot = Math.floor(nowMicros / SLOT_MICROS)
    const bucket = this.#bucket(name, perMinute, slot)
    advance(bucket, slot)
    const place = bucket.slot % SLOTS_A_MINUTE
    bucket.ring[place] = (bucket.ring[place] ?? 0) + 1
    bucket.within += 1
    bucket.most = Math.max(bucket.most, bucket.within)
    const second = Math.floor((bucket.slot - bucket.firstSlot) / SLOTS_A_SECOND)
    while (bucket.perSecond.length <= second) bucket.perSecond.push(0)
    bucket.perSecond[second] = (bucket.perSecond[second] ?? 0) + 1
  }

  refused(name: string, perMinute: number, nowMicros: number): void {
    this.#bucket(name, perMinute, Math.floor(nowMicros / SLOT_MICROS)).refused += 1
  }

  view(): Readonly<Record<string, PaceView>> {
    return Object.fromEntries(
      [...this.#buckets].map(([name, { perMinute, refused, perSecond, most }]) => [
        name,
        { perMinute, refused, perSecond, mostInAMinute: most },
      ]),
    )
  }

  #bucket(name: string, perMinute: number, slot: number): Bucket {
    const known = this.#buckets.get(name)
    if (known !== undefined) return known
    const made: Bucket = {
      ...{ perMinute, firstSlot: slot, perSecond: [], ring: new Uint32Array(SLOTS_A_MINUTE) },
      ...{ slot, within: 0, most: 0, refused: 0 },
    }
    this.#buckets.set(name, made)
    return made
  }
}

/** Clears what has left the minute. A clock that went back counts as one that stood still. */
function advance(bucket: Bucket, slot: number): void {
  const passed = Math.min(SLOTS_A_MINUTE, slot - bucket.slot)
  for (let step = 1; step <= passed; step += 1) {
    const place = (bucket.slot + step) % SLOTS_A_MINUTE
    bucket.within -= bucket.ring[place] ?? 0
    bucket.ring[place] = 0
  }
  bucket.slot = Math.max(bucket.slot, slot)
}
