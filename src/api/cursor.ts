import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { ApiProblem } from './problem.ts'

/**
 * A keyset cursor: `<payload>.<signature>`, both base64url. The payload holds the last row's sort key and a hash of
 * the list, its filters and its order; the signature keeps people from writing their own. One that is used with
 * other filters is refused: it would skip rows without a word.
 */
const VERSION = 1
/** Bytes of HMAC kept: 128 bits are beyond guessing, and a cursor stays short in a URL. */
const SIGNATURE_BYTES = 16
/** Bytes of the hash over list, filters and order. */
const FILTER_HASH_BYTES = 12

export type CursorKey = readonly (string | number)[]

export interface CursorScope {
  readonly secret: Uint8Array
  /** The list's name and everything that decides which rows it has and in which order. */
  readonly list: string
  readonly filters: unknown
}

export function writeCursor(scope: CursorScope, key: CursorKey): string {
  const payload = Buffer.from(JSON.stringify([VERSION, filterHash(scope), ...key])).toString('base64url')
  return `${payload}.${sign(scope.secret, payload).toString('base64url')}`
}

/** The sort key within, one entry for each of `shape`; throws `invalid-cursor` for anything that we did not write for this list. */
export function readCursor(scope: CursorScope, cursor: string, shape: readonly CursorPart[]): CursorKey {
  const [payload, signature, ...rest] = cursor.split('.')
  if (!payload || !signature || rest.length > 0 || !isSigned(scope.secret, payload, signature)) {
    throw new ApiProblem('invalid-cursor', 'This cursor was not handed out by this server.')
  }
  const [version, hash, ...key] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as unknown[]
  if (version !== VERSION || hash !== filterHash(scope)) {
    throw new ApiProblem(
      'invalid-cursor',
      'This cursor belongs to another list, other filters or another order.',
    )
  }
  if (key.length !== shape.length || !key.every((part, at) => typeof part === shape[at])) {
    throw new ApiProblem('invalid-cursor', 'This cursor was written by another version.')
  }
  return key as (string | number)[]
}

export type CursorPart = 'string' | 'number'

function isSigned(secret: Uint8Array, payload: string, signature: string): boolean {
  const given = Buffer.from(signature, 'base64url')
  const expected = sign(secret, payload)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

const sign = (secret: Uint8Array, payload: string): Buffer =>
  createHmac('sha256', secret).update(`cursor:${payload}`).digest().subarray(0, SIGNATURE_BYTES)

function filterHash({ list, filters }: CursorScope): string {
  const text = JSON.stringify([list, filters])
  return createHash('sha256').update(text).digest().subarray(0, FILTER_HASH_BYTES).toString('base64url')
}
