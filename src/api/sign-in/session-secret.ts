import { createHash, randomBytes } from 'node:crypto'
import { SealBroken } from '../../db/seal/envelope.ts'
import type { MasterKey } from '../../db/seal/master-key.ts'

/** Bytes. There is nothing to guess in 256 random bits, so a plain hash at rest is enough, as for tokens. */
const SECRET_BYTES = 32
const CONTEXT = 'casbah:session cookie'
/** A sealed secret; longer ones are not even opened. */
const SHAPE = /^[\w-]{82}$/

/**
 * Sealed although it says nothing: whoever sends cookies at random is told apart without a query, so they can take neither
 * the connections of the database nor the turn of people who have signed in. Wrong tokens are counted for that, since
 * operators may bring tokens of their own; a cookie nobody else makes.
 */
export const newSessionSecret = (master: MasterKey): string =>
  master.seal(CONTEXT, randomBytes(SECRET_BYTES)).toString('base64url')

export function isSessionSecret(master: MasterKey, text: string): boolean {
  if (!SHAPE.test(text)) return false
  try {
    master.unseal(CONTEXT, Buffer.from(text, 'base64url'))
    return true
  } catch (error) {
    if (error instanceof SealBroken) return false
    throw error
  }
}

/** What stands in the table instead of the cookie's value, and of a sign-in's `state`. */
export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex')
