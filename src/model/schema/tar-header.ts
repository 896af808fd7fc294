/**
 * Entries of a tar file (POSIX ustar), made from a name and a size and nothing else: owner, mode and time are the same in
 * each. So the same files make the same bytes, and whoever checks a file can make its headers again and compare: a reader that
 * forgives what it does not need would let a changed byte pass.
 */

export const TAR_BLOCK = 512
/** A tar ends with two empty blocks. */
export const TAR_END_BLOCKS = 2

/** Bytes. Longer ones need a second field or an extension. */
const LONGEST_NAME = 100
const LARGEST_SIZE = 0o77777777777

const CHECKSUM_AT = 148
const CHECKSUM_BYTES = 8
const NAME = /^[\x21-\x7e]+$/

/** Fields by their offset; what is not named is empty. */
const fieldsOf = (name: string, size: number): readonly (readonly [at: number, text: string])[] => [
  [0, name],
  [100, '0000644\0'],
  [108, '0000000\0'],
  [116, '0000000\0'],
  [124, `${octal(size, 11)}\0`],
  [136, '00000000000\0'],
  [156, '0'],
  [257, 'ustar\0'],
  [263, '00'],
]

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0')

export function tarHeader(name: string, size: number): Uint8Array {
  if (name.length > LONGEST_NAME || !NAME.test(name)) throw new RangeError('no name for an entry of a tar')
  if (!Number.isSafeInteger(size) || size < 0 || size > LARGEST_SIZE)
    throw new RangeError('no size for an entry of a tar')
  const header = new Uint8Array(TAR_BLOCK)
  const encoder = new TextEncoder()
  for (const [at, text] of fieldsOf(name, size)) header.set(encoder.encode(text), at)
  // The sum is worked out as if its own field were spaces.
  header.fill(0x20, CHECKSUM_AT, CHECKSUM_AT + CHECKSUM_BYTES)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.set(encoder.encode(`${octal(sum, 6)}\0 `), CHECKSUM_AT)
  return header
}

/** Empty bytes behind an entry, up to the next block. */
export const tarPadding = (size: number): number => (TAR_BLOCK - (size % TAR_BLOCK)) % TAR_BLOCK

export interface TarEntry {
  readonly name: string
  readonly size: number
}

/** Null where it is not, to the byte, a header that `tarHeader` makes. */
export function readTarHeader(block: Uint8Array): TarEntry | null {
  const text = new TextDecoder('latin1').decode(block)
  const [name = ''] = text.slice(0, LONGEST_NAME).split('\0')
  const digits = text.slice(124, 135)
  const size = Number.parseInt(digits, 8)
  if (!NAME.test(name) || !/^[0-7]{11}$/.test(digits)) return null
  const made = tarHeader(name, size)
  return made.every((byte, at) => byte === block[at]) ? { name, size } : null
}
