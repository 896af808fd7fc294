import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/**
 * A certificate of a server on this machine, by itself, for the hour of a test. Node makes keys and signatures, and no
 * certificates; one of fixed shape is a few nested pieces of DER (RFC 5280), and a library for it is twenty packages.
 */

export interface Certificate {
  /** PEM. */
  readonly cert: string
  readonly key: string
}

const HOUR_MS = 3_600_000
const ECDSA_WITH_SHA256 = '2a8648ce3d040302'
const COMMON_NAME = '550403'
const SUBJECT_ALT_NAME = '551d11'
const BASIC_CONSTRAINTS = '551d13'

const LONG_FORM = 0x80
const piece = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts)
  if (body.length < LONG_FORM) return Buffer.concat([Buffer.from([tag, body.length]), body])
  const hex = body.length.toString(16)
  const length = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return Buffer.concat([Buffer.from([tag, LONG_FORM | length.length]), length, body])
}
const sequence = (...parts: readonly Buffer[]): Buffer => piece(0x30, ...parts)
const objectId = (hex: string): Buffer => piece(0x06, Buffer.from(hex, 'hex'))
const utcTime = (at: number): Buffer =>
  piece(0x17, Buffer.from(`${new Date(at).toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}Z`))
const extension = (id: string, value: Buffer): Buffer => sequence(objectId(id), piece(0x04, value))

/** For these addresses (IPv4, as four bytes) alone. */
export function certificateFor(address: readonly number[] = [127, 0, 0, 1]): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(objectId(ECDSA_WITH_SHA256))
  const name = sequence(piece(0x31, sequence(objectId(COMMON_NAME), piece(0x0c, Buffer.from('Casbah test')))))
  const now = Date.now()
  const signed = sequence(
    piece(0xa0, piece(0x02, Buffer.from([2]))),
    piece(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(utcTime(now - HOUR_MS), utcTime(now + HOUR_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    piece(
      0xa3,
      sequence(
        extension(BASIC_CONSTRAINTS, sequence(piece(0x01, Buffer.from([0xff])))),
        extension(SUBJECT_ALT_NAME, sequence(piece(0x87, Buffer.from(address)))),
      ),
    ),
  )
  const signature = piece(0x03, Buffer.from([0]), sign('sha256', signed, privateKey))
  const body = sequence(signed, algorithm, signature).toString('base64')
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${body.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
