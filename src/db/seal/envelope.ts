import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/**
 * One sealed blob: version (1 byte) · nonce (12) · tag (16) · ciphertext. AES-256-GCM with a random nonce: one
 * key seals far fewer than 2^32 blobs, the bound for random nonces (NIST SP 800-38D, 8.3). The context is
 * authenticated with it, so that a blob moved to another integration, purpose, column or row does not open.
 *
 * Version 1 was never released. It knew no rows, so it is not read: a blob of it could be one that was moved.
 */
const VERSION = 2
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** Bytes of a blob of nothing; a blob is longer by as many as were sealed. */
export const HEADER_BYTES = 1 + NONCE_BYTES + TAG_BYTES
export const KEY_BYTES = 32

/** A sealed blob that does not open: another key or context made it, or it was altered. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken'
  constructor(context: string) {
    super(
      `What was sealed for ${context} does not open: it was altered or moved, or sealed by another key. ` +
        'Restore the database and the master key from the same backup.',
    )
  }
}

export function sealBytes(key: Uint8Array, context: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(context, 'utf8'))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body])
}

export function unsealBytes(key: Uint8Array, context: string, sealed: Uint8Array): Buffer {
  if (sealed.length < HEADER_BYTES || sealed[0] !== VERSION) throw new SealBroken(context)
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(context, 'utf8'))
  decipher.setAuthTag(sealed.subarray(1 + NONCE_BYTES, HEADER_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(HEADER_BYTES)), decipher.final()])
  } catch {
    throw new SealBroken(context)
  }
}
