import { createHash, hkdfSync } from 'node:crypto'

const KEY_BYTES = 32
const HEX = /^[0-9a-f]{64}$/i
/** Characters: tells keys apart, says nothing of them. */
const ID_LENGTH = 8

/** The key of Temporal's payloads: derived from the master key, so that one secret is kept and each use has its own. */
export interface PayloadKey {
  readonly id: string
  readonly bytes: Uint8Array
}

/** `masterKey` as it stands in the settings: 32 bytes in hex or base64. */
export function payloadKey(masterKey: string): PayloadKey {
  const text = masterKey.trim()
  const master = Buffer.from(text, HEX.test(text) ? 'hex' : 'base64')
  if (master.length !== KEY_BYTES) {
    throw new Error('CASBAH_MASTER_KEY is not a key: it must be 32 random bytes in base64 or hex.')
  }
  const bytes = new Uint8Array(hkdfSync('sha256', master, '', 'casbah temporal payloads', KEY_BYTES))
  const id = createHash('sha256').update(bytes).digest('hex').slice(0, ID_LENGTH)
  return { id, bytes }
}
