import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Payload, PayloadCodec } from '@temporalio/common'
import type { PayloadKey } from './payload-key.ts'

/**
 * Encrypts every payload that Temporal stores: inputs, results, summaries, details, failures. What
 * the server keeps is `nonce (12) | ciphertext | tag (16)`, with the key's id in clear in the
 * metadata (and authenticated), so that a wrong key says so instead of yielding noise.
 *
 * Inside is the whole payload, its metadata too: `length of header (4, big endian) | header (JSON,
 * metadata in base64) | data`.
 */
const ENCODING = 'binary/encrypted'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const LENGTH_BYTES = 4

/** Bytes. Only ids and counts cross Temporal, so a payload near this is data that went the wrong way. */
export const PAYLOAD_LIMIT = 32 * 1024

export class PayloadTooLarge extends Error {
  override readonly name = 'PayloadTooLarge'
  constructor(bytes: number) {
    super(
      `A payload of ${bytes} bytes was about to cross Temporal; at most ${PAYLOAD_LIMIT} may. ` +
        'Only ids and counts belong there: keep the data in the database and pass its id.',
    )
  }
}

export class UnknownPayloadKey extends Error {
  override readonly name = 'UnknownPayloadKey'
  constructor(sealedWith: string, have: string) {
    super(
      `A payload was encrypted with key ${sealedWith}, this process has ${have}. ` +
        'Start it with the master key that the other processes use.',
    )
  }
}

export class UnencryptedPayload extends Error {
  override readonly name = 'UnencryptedPayload'
  constructor(encoding: string) {
    super(
      `A payload came from Temporal in clear (encoding "${encoding}"); Casbah encrypts all of its own. Somebody else ` +
        'started, signalled or updated this workflow: see who can reach Temporal. One that was signalled so stands ' +
        'until it is reset to before the signal.',
    )
  }
}

/**
 * What workers and clients read by. A payload in clear is refused: encryption is also the proof that a Casbah with
 * the master key wrote it, and without that proof whoever reaches Temporal could hand inputs of their own to
 * workflows and activities. No exception is needed: what the server writes by itself (search attributes, headers,
 * the names in Schedules) never passes the codec, and where nothing is returned there is no payload.
 */
export function createCodec(key: PayloadKey): PayloadCodec {
  return {
    encode: async (payloads) => payloads.map((payload) => encrypt(key, payload)),
    decode: async (payloads) =>
      payloads.map((payload) => {
        if (!isEncrypted(payload)) throw new UnencryptedPayload(text(payload.metadata?.encoding))
        return decrypt(key, payload)
      }),
  }
}

/** For people's eyes only (Temporal's UI): what is in clear already is shown as it is, and nothing acts on it. */
export function createShowingCodec(key: PayloadKey): PayloadCodec {
  return {
    encode: createCodec(key).encode,
    decode: async (payloads) =>
      payloads.map((payload) => (isEncrypted(payload) ? decrypt(key, payload) : payload)),
  }
}

const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'))
const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('utf8')
const isEncrypted = ({ metadata }: Payload): boolean => text(metadata?.encoding) === ENCODING

function encrypt(key: PayloadKey, payload: Payload): Payload {
  const plain = pack(payload)
  if (plain.length > PAYLOAD_LIMIT) throw new PayloadTooLarge(plain.length)
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(utf8(key.id))
  const data = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  return {
    metadata: { encoding: utf8(ENCODING), 'encryption-key-id': utf8(key.id) },
    data: new Uint8Array(data),
  }
}

function decrypt(key: PayloadKey, payload: Payload): Payload {
  const sealedWith = text(payload.metadata?.['encryption-key-id'])
  if (sealedWith !== key.id) throw new UnknownPayloadKey(sealedWith, key.id)
  const sealed = Buffer.from(payload.data ?? [])
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, sealed.subarray(0, NONCE_BYTES))
  decipher.setAAD(utf8(key.id)).setAuthTag(sealed.subarray(-TAG_BYTES))
  const body = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES))
  return unpack(Buffer.concat([body, decipher.final()]))
}

function pack({ metadata, data }: Payload): Buffer {
  const entries = Object.entries(metadata ?? {})
  const named = entries.map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')])
  const header = Buffer.from(JSON.stringify(Object.fromEntries(named)), 'utf8')
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32BE(header.length)
  // protobuf hands over absent bytes (a workflow that returns nothing) as an empty plain array.
  return Buffer.concat([length, header, Uint8Array.from(data ?? [])])
}

function unpack(plain: Buffer): Payload {
  const end = LENGTH_BYTES + plain.readUInt32BE(0)
  const header = JSON.parse(plain.toString('utf8', LENGTH_BYTES, end)) as Record<string, string>
  const named = Object.entries(header).map(([name, base64]) => [
    name,
    new Uint8Array(Buffer.from(base64, 'base64')),
  ])
  return { metadata: Object.fromEntries(named), data: new Uint8Array(plain.subarray(end)) }
}
