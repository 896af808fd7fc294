import { randomBytes } from 'node:crypto'
import { defaultPayloadConverter } from '@temporalio/common'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCodec } from '../../src/api/server.ts'
import { createShowingCodec } from '../../src/temporal/codec.ts'
import { payloadKey } from '../../src/temporal/payload-key.ts'

const UI = 'http://127.0.0.1:8233'
const codec = createShowingCodec(payloadKey(randomBytes(32).toString('base64')))
let endpoint: Awaited<ReturnType<typeof startCodec>>

beforeAll(async () => {
  endpoint = await startCodec({ CASBAH_CODEC_PORT: 0, uiOrigin: UI }, codec)
})
afterAll(() => endpoint?.close())

const base64 = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64')

async function encrypted(value: unknown) {
  const [payload] = await codec.encode([defaultPayloadConverter.toPayload(value) ?? {}])
  const metadata = Object.entries(payload?.metadata ?? {}).map(([name, bytes]) => [name, base64(bytes)])
  return { metadata: Object.fromEntries(metadata), data: base64(payload?.data) }
}

const decode = (body: unknown, headers: Record<string, string> = { Origin: UI }) =>
  fetch(`${endpoint.url}/decode`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Namespace': 'default', ...headers },
    body: JSON.stringify(body),
  })

test("Temporal's UI, and it alone among pages, gets payloads in clear", async () => {
  const payloads = [await encrypted('stage: directory')]
  const answer = await decode({ payloads })
  expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(UI)
  const { payloads: clear } = (await answer.json()) as { payloads: { data: string }[] }
  expect(Buffer.from(clear[0]?.data ?? '', 'base64').toString()).toBe('"stage: directory"')
  const elsewhere = await decode({ payloads }, { Origin: 'https://evil.example' })
  expect(elsewhere.status).toBe(403)
  expect(elsewhere.headers.get('Access-Control-Allow-Origin')).toBeNull()
})

test("what is in clear already (search attributes, another's input) is given back as it is, to be shown", async () => {
  const plain = {
    metadata: { encoding: base64(Buffer.from('json/plain')) },
    data: base64(Buffer.from('"x"')),
  }
  const answer = await decode({ payloads: [plain, await encrypted('ours')] })
  const { payloads } = (await answer.json()) as { payloads: { data: string }[] }
  expect(payloads[0]).toEqual(plain)
  expect(Buffer.from(payloads[1]?.data ?? '', 'base64').toString()).toBe('"ours"')
})

test('it asks for no token, and so encrypts for nobody: workers would take that for our own', async () => {
  const plain = {
    metadata: { encoding: base64(Buffer.from('json/plain')) },
    data: base64(Buffer.from('"x"')),
  }
  const answer = await fetch(`${endpoint.url}/encode`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: UI },
    body: JSON.stringify({ payloads: [plain] }),
  })
  expect(answer.status).toBe(404)
})

test('a preflight is answered for the UI', async () => {
  const answer = await fetch(`${endpoint.url}/decode`, {
    method: 'OPTIONS',
    headers: {
      Origin: UI,
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'content-type,x-namespace',
    },
  })
  expect(answer.status).toBe(204)
  expect(answer.headers.get('Access-Control-Allow-Headers')).toContain('x-namespace')
})

test('what is no payload, or sealed by another key, is refused', async () => {
  expect((await decode({ payloads: 'x' })).status).toBe(400)
  const payload = await encrypted('x')
  const altered = { ...payload, data: base64(randomBytes(60)) }
  expect((await decode({ payloads: [altered] })).status).toBe(400)
})
