import { hashOf, hex32, hexOf, saltOf } from '../tenant/prng.ts'
import type { LogType } from './types.ts'
import { LOG_TYPES } from './types.ts'

// A log file's id holds its type, window and part, veiled by the seed and closed with a check, so that a download
// finds its file without a table of files.

export interface FileKey {
  readonly type: LogType
  readonly window: number
  readonly part: number
}

const VEIL_SALT = saltOf('file-veil')
const CHECK_SALT = saltOf('file-check')
const PREFIX = 'eclf_'
const PARTS = 1 << 12
const SHAPE = /^eclf_[0-9a-f]{32}$/

export function fileIdOf(seed: number, key: FileKey): string {
  const place = LOG_TYPES.indexOf(key.type) * PARTS + key.part
  const first = (key.window ^ hashOf(seed, VEIL_SALT, 0)) >>> 0
  const second = (place ^ hashOf(seed, VEIL_SALT, first)) >>> 0
  return PREFIX + hex32(first) + hex32(second) + hexOf(seed, CHECK_SALT, (first ^ second) >>> 0, 2)
}

/** `malformed` for what no log file is called, `unknown` for an id that is not ours. */
export function fileKeyOf(seed: number, id: string): FileKey | 'malformed' | 'unknown' {
  if (!SHAPE.test(id)) return 'malformed'
  const first = Number.parseInt(id.slice(PREFIX.length, PREFIX.length + 8), 16)
  const second = Number.parseInt(id.slice(PREFIX.length + 8, PREFIX.length + 16), 16)
  const place = (second ^ hashOf(seed, VEIL_SALT, first)) >>> 0
  const type = LOG_TYPES[Math.floor(place / PARTS)]
  if (type === undefined) return 'unknown'
  const key: FileKey = { type, window: (first ^ hashOf(seed, VEIL_SALT, 0)) >>> 0, part: place % PARTS }
  return fileIdOf(seed, key) === id ? key : 'unknown'
}
