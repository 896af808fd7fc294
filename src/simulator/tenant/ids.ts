import { hashOf, saltOf } from './prng.ts'

// Lists are paged by the id of the last item. To answer `after=<id>` without an index in memory, an id carries its
// own position: eight base-62 digits that grow with the index (with a random step, so that they look like any id),
// then random digits that prove the id is ours.

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const BASE = ALPHABET.length
const POSITION_DIGITS = 8
const MAX_INDEX = 2 ** 26
const STRIDE = Math.floor(BASE ** POSITION_DIGITS / MAX_INDEX)

export interface IdKind {
  readonly prefix: string
  readonly salt: number
  readonly length: number
}

export function idKind(prefix: string, length: number): IdKind {
  return { prefix, salt: saltOf(`id:${prefix}`), length }
}

function digit(value: number): string {
  return ALPHABET.charAt(value % BASE)
}

function encode(value: number, digits: number): string {
  let text = ''
  let rest = value
  for (let i = 0; i < digits; i++) {
    text = digit(rest % BASE) + text
    rest = Math.floor(rest / BASE)
  }
  return text
}

/** Random base-62 text, for secrets and ids that need no order. */
export function randomText(seed: number, salt: number, index: number, length: number): string {
  let text = ''
  for (let i = 0; i < length; i++) text += digit(hashOf(seed, salt, index, i + 1))
  return text
}

export function makeId(seed: number, kind: IdKind, index: number): string {
  if (index < 0 || index >= MAX_INDEX)
    throw new Error(`index ${index} is outside what ids of ${kind.prefix} can hold`)
  const position = encode(index * STRIDE + (hashOf(seed, kind.salt, index) % STRIDE), POSITION_DIGITS)
  return kind.prefix + position + randomText(seed, kind.salt, index, kind.length - POSITION_DIGITS)
}

/** The index that an id stands for, or undefined when the id is not one of this tenant's. */
export function indexOfId(seed: number, kind: IdKind, id: string): number | undefined {
  if (!id.startsWith(kind.prefix) || id.length !== kind.prefix.length + kind.length) return undefined
  let value = 0
  for (const char of id.slice(kind.prefix.length, kind.prefix.length + POSITION_DIGITS)) {
    const place = ALPHABET.indexOf(char)
    if (place < 0) return undefined
    value = value * BASE + place
  }
  const index = Math.floor(value / STRIDE)
  if (index >= MAX_INDEX) return undefined
  return makeId(seed, kind, index) === id ? index : undefined
}
