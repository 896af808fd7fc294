import { randomBytes } from 'node:crypto'
import type { Payload } from '@temporalio/common'
import { defaultPayloadConverter } from '@temporalio/common'
import { expect, test } from 'vitest'
import { createCodec, PAYLOAD_LIMIT, PayloadTooLarge, UnknownPayloadKey } from './codec.ts'
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

test('what others wrote in clear passes through', async () => {
  const payload = payloadOf('from the server itself')
  expect(await codec.decode([payload])).toEqual([payload])
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
