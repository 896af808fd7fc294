// Every value of the tenant is a pure function of (seed, salt, index): no generator keeps state between calls, so
// any record can be made alone, in any order, twice, and memory never depends on how large the tenant is.

const GOLDEN = 0x9e3779b1
const UINT32 = 4294967296

/** Mixes a value into a 32-bit hash. For a fixed `hash` it is a bijection of `value` modulo 2^32, so ids never collide. */
export function mix(hash: number, value: number): number {
  let x = (hash ^ Math.imul(value | 0, GOLDEN)) >>> 0
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}

/** A stable number for a name, so that streams of random values drawn for different purposes are independent. */
export function saltOf(name: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < name.length; i++) hash = mix(hash, name.charCodeAt(i))
  return hash
}

export function hashOf(seed: number, salt: number, a: number, b = 0): number {
  return mix(mix(mix(seed, salt), b), a)
}

/** A short deterministic sequence of draws for one object. */
export class Draw {
  #state: number
  #step = 0

  constructor(seed: number, salt: number, a: number, b = 0) {
    this.#state = hashOf(seed, salt, a, b)
  }

  next(): number {
    this.#step += 1
    this.#state = mix(this.#state, this.#step)
    return this.#state
  }

  /** An integer in 0 … bound − 1. */
  below(bound: number): number {
    return Math.floor((this.next() / UINT32) * bound)
  }

  between(low: number, high: number): number {
    return low + this.below(high - low + 1)
  }

  chance(probability: number): boolean {
    return this.next() < probability * UINT32
  }

  pick<T>(list: readonly T[]): T {
    return pickBy(list, this.next())
  }
}

export function pickBy<T>(list: readonly T[], hash: number): T {
  const item = list[hash % list.length]
  if (item === undefined) throw new Error('cannot pick from an empty list')
  return item
}

/** A fraction in [0, 1). */
export function fraction(hash: number): number {
  return hash / UINT32
}

const HEX_BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

function hexByte(byte: number): string {
  return HEX_BYTES[byte & 0xff] as string
}

export function hex32(word: number): string {
  return hexByte(word >>> 24) + hexByte(word >>> 16) + hexByte(word >>> 8) + hexByte(word)
}

export function hexOf(seed: number, salt: number, index: number, words: number): string {
  let text = ''
  for (let word = 0; word < words; word++) text += hex32(hashOf(seed, salt + word, index))
  return text
}

/** A version 4 UUID. Distinct indices below 2^32 give distinct ids: the first word is a bijection of the index. */
export function uuidOf(seed: number, salt: number, index: number): string {
  const a = hashOf(seed, salt, index)
  const b = hashOf(seed, salt + 1, index)
  const c = hashOf(seed, salt + 2, index)
  const d = hashOf(seed, salt + 3, index)
  const variant = ((c >>> 24) & 0x3f) | 0x80
  return `${hex32(a)}-${hexByte(b >>> 24)}${hexByte(b >>> 16)}-4${hex32(b).slice(5)}-${hexByte(variant)}${hexByte(c >>> 16)}-${hexByte(c >>> 8)}${hexByte(c)}${hex32(d)}`
}
