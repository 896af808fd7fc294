import { randomBytes } from 'node:crypto'
import type { Payload } from '@temporalio/common'
import { defaultPayloadConverter } from '@temporalio/common'
import { expect, test } from 'vitest'
import {
  createCodec,
  createShowingCodec,
  PAYLOAD_LIMIT,
  PayloadTooLarge,
  UnencryptedPayload,
  UnknownPayloadKey,
} from './codec.ts'
import { payloadKey } from './payload-key.ts'

const SECRET = 'only ids and counts, and even those unreadable'
const master = randomBytes(32)
const codec = createCodec(payloadKey(master.toString('base64')))

const payloadOf = (value: unknown): Payload => defaultPayloadConverter.toPayload(value) as Payload

test('what is stored shows nothing, and comes back whole with its metadata', async () => {
  const payload = payloadOf({ note: SECRET })
  const [stored] = await codec.encode([payload])
  expect(Buffer.from(stored?.data ?? []).toString('latin1')).not.toContain('unreadable')
  const [back] = await codec.decode([stored as Payload])
  expect(defaultPayloadConverter.fromPayload(back as Payload)).toEqual({ note: SECRET })
})

test('a key in hex and in base64 is the same key', async () => {
  const [stored] = await codec.encode([payloadOf(SECRET)])
  const other = createCodec(payloadKey(master.toString('hex')))
  const [back] = await other.decode([stored as Payload])
  expect(defaultPayloadConverter.fromPayload(back as Payload)).toBe(SECRET)
})

test('another key is named, not tried', async () => {
  const [stored] = await codec.encode([payloadOf(SECRET)])
  const other = createCodec(payloadKey(randomBytes(32).toString('base64')))
  await expect(other.decode([stored as Payload])).rejects.toThrow(UnknownPayloadKey)
})

test('an altered payload is refused', async () => {
  const [stored] = await codec.encode([payloadOf(SECRET)])
  const data = Uint8Array.from(stored?.data ?? [])
  data[20] = (data[20] ?? 0) ^ 1
  await expect(codec.decode([{ ...stored, data }])).rejects.toThrow()
})

test.each([
  ['a text', payloadOf('from somebody else')],
  ['nothing', payloadOf(undefined)],
  ['bytes', payloadOf(new Uint8Array([1, 2]))],
  ['no metadata', { data: new Uint8Array([1]) }],
  ['an empty payload', {}],
])('%s in clear is refused, also beside what is ours', async (_, plain) => {
  const [ours] = await codec.encode([payloadOf(SECRET)])
  await expect(codec.decode([plain])).rejects.toThrow(UnencryptedPayload)
  await expect(codec.decode([ours as Payload, plain])).rejects.toThrow(UnencryptedPayload)
})

test('the refusal names the encoding, and none of the data', async () => {
  const refusal = codec.decode([payloadOf({ note: SECRET })])
  await expect(refusal).rejects.toThrow('json/plain')
  await expect(refusal).rejects.not.toThrow('unreadable')
})

test('for showing, what is in clear passes unchanged, and an altered payload is refused as ever', async () => {
  const showing = createShowingCodec(payloadKey(master.toString('base64')))
  const plain = payloadOf('from somebody else')
  const [ours] = await codec.encode([payloadOf(SECRET)])
  const [shown, decrypted] = await showing.decode([plain, ours as Payload])
  expect(shown).toEqual(plain)
  expect(defaultPayloadConverter.fromPayload(decrypted as Payload)).toBe(SECRET)
  await expect(showing.decode([{ ...ours, data: randomBytes(60) }])).rejects.toThrow()
})

test('data that went the wrong way is stopped before it crosses', async () => {
  await expect(codec.encode([payloadOf('x'.repeat(PAYLOAD_LIMIT))])).rejects.toThrow(PayloadTooLarge)
})

test('a master key of another length is refused', () => {
  expect(() => payloadKey('c2hvcnQ=')).toThrow('32 random bytes')
})

test('a payload with no bytes at all passes, as protobuf hands over absent ones', async () => {
  const empty = { metadata: { encoding: new TextEncoder().encode('binary/null') }, data: [] as never }
  const [stored] = await codec.encode([empty])
  const [back] = await codec.decode([stored as Payload])
  expect(defaultPayloadConverter.fromPayload(back as Payload)).toBeUndefined()
})
