import { createHash, randomBytes } from 'node:crypto'

/**
 * Bearer tokens: `cbh_live_<8 characters>_<32 characters>`. The first part is shown in lists and known to secret
 * scanners; of the whole only a SHA-256 is kept. That is enough for a secret of 192 random bits: there is nothing to
 * guess, so a slow hash would only slow us.
 */
const PREFIX = 'cbh_live_'
const ID_BYTES = 6
const SECRET_BYTES = 24
/** A token that an operator set by hand may look otherwise; its first characters would be part of its secret. */
const OURS = /^cbh_live_[A-Za-z0-9_-]{8}_[A-Za-z0-9_-]{32}$/

export function makeToken(): string {
  const id = randomBytes(ID_BYTES).toString('base64url')
  return `${PREFIX}${id}_${randomBytes(SECRET_BYTES).toString('base64url')}`
}

export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')

/** The part that may be shown. */
export const tokenPrefix = (token: string): string =>
  OURS.test(token) ? token.slice(0, PREFIX.length + 8) : 'bootstrap'
