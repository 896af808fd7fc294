import { createHash } from 'node:crypto'
import { HEADER_BYTES, KEY_BYTES, sealBytes, unsealBytes } from './envelope.ts'
import type { SealedPlace } from './place.ts'
import { placeContext } from './place.ts'

const HEX = /^[0-9a-f]{64}$/i
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/
/** Characters of the id: enough to tell keys apart by eye, nothing to attack the key by. */
const ID_LENGTH = 8

export class InvalidMasterKey extends Error {
  override readonly name = 'InvalidMasterKey'
  constructor() {
    super(
      'CASBAH_MASTER_KEY is not a key: it must be 32 random bytes in base64 or hex. ' +
        'Make one with `openssl rand -base64 32` and keep a copy where the database backups are not.',
    )
  }
}

export class WrongMasterKey extends Error {
  override readonly name = 'WrongMasterKey'
  readonly sealedWith: string
  readonly given: string
  constructor(sealedWith: string, given: string) {
    super(
      `Wrong master key: this database was sealed with key ${sealedWith}, CASBAH_MASTER_KEY is key ${given}. ` +
        `Start with key ${sealedWith} (its id is the first 8 hex digits of the SHA-256 of its bytes).`,
    )
    this.sealedWith = sealedWith
    this.given = given
  }
}

/** The key that wraps all others. Its bytes stay inside: it prints as its id. */
export class MasterKey {
  /** First 8 hex digits of the key's SHA-256. */
  readonly id: string
  readonly #key: Uint8Array

  constructor(key: Uint8Array) {
    this.#key = key
    this.id = createHash('sha256').update(key).digest('hex').slice(0, ID_LENGTH)
  }

  seal(context: string, plain: Uint8Array): Buffer {
    return sealBytes(this.#key, context, plain)
  }

  unseal(context: string, sealed: Uint8Array): Buffer {
    return unsealBytes(this.#key, context, sealed)
  }

  toJSON(): string {
    return `master key ${this.id}`
  }
}

export function openMasterKey(text: string): MasterKey {
  const trimmed = text.trim()
  if (HEX.test(trimmed)) return new MasterKey(Buffer.from(trimmed, 'hex'))
  if (!BASE64.test(trimmed)) throw new InvalidMasterKey()
  const key = Buffer.from(trimmed, 'base64')
  if (key.length !== KEY_BYTES) throw new InvalidMasterKey()
  return new MasterKey(key)
}

/** Small secrets that may belong to no integration (webhooks' own): sealed by the master key itself, for their place. */
const SECRET_OWNER = 'casbah:secret'

/** Key id (8 ASCII characters), then the blob, so that a wrong key is told apart from a broken seal. */
export function sealSecret(master: MasterKey, place: SealedPlace, text: string): Buffer {
  return Buffer.concat([
    Buffer.from(master.id, 'latin1'),
    master.seal(placeContext(SECRET_OWNER, place), Buffer.from(text, 'utf8')),
  ])
}

/** Bytes of a sealed empty text: whether there is a secret can be told without opening it. */
export const SEALED_NOTHING_BYTES = ID_LENGTH + HEADER_BYTES

export function openSecret(master: MasterKey, place: SealedPlace, sealed: Uint8Array): string {
  const sealedWith = Buffer.from(sealed.subarray(0, ID_LENGTH)).toString('latin1')
  if (sealedWith !== master.id) throw new WrongMasterKey(sealedWith, master.id)
  const context = placeContext(SECRET_OWNER, place)
  return master.unseal(context, sealed.subarray(ID_LENGTH)).toString('utf8')
}
