import { createHash, randomBytes } from 'node:crypto'

/** Bytes. There is nothing to guess in 256 random bits, so a plain hash at rest is enough, as for tokens. */
const SECRET_BYTES = 32

export const newSessionSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url')

/** What stands in the table instead of the cookie's value, and of a sign-in's `state`. */
export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex')
