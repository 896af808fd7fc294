import { once } from 'node:events'
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { parseAllowedHosts, webhookUrlProblem } from '../../src/model/schema/webhook-url.ts'
import { postWebhook } from '../../src/webhooks/client.ts'
import type { Resolve } from '../../src/webhooks/pin.ts'
import type { TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { ALLOWED, NOT_ALLOWED, REDIRECTS, REFUSED_ANSWERS, REFUSED_URLS } from '../support/ssrf-cases.ts'

/**
 * A canary listens on every loopback address, on a port that the cases name. Whatever is tried, no connection may come to
 * it; the last test shows that it would hear one.
 */
let canary: ReturnType<typeof createTcpServer>
let port: number
let heard = 0
let fresh: FreshDatabase
let api: TestApi

beforeAll(async () => {
  canary = createTcpServer((socket: Socket) => {
    heard += 1
    socket.on('error', () => undefined).end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
  }).listen(0, '::')
  await once(canary, 'listening')
  port = (canary.address() as AddressInfo).port
  fresh = await freshDatabase()
  api = await startTestApi(fresh.database)
})
afterAll(async () => {
  await api?.close()
  await fresh?.drop()
  canary?.close()
})
afterEach(() => {
  expect(heard, 'connections that the canary heard').toBe(0)
})

const at = (text: string): string => text.replaceAll('PORT', String(port))
const answering =
  (...addresses: readonly string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

const post = (url: string, more: { allowed?: string; resolve?: Resolve } = {}) =>
  postWebhook({
    ...{ url, body: '{}', headers: {}, timeoutMs: 2_000 },
    allowedHosts: parseAllowedHosts(more.allowed ?? ''),
    resolve: more.resolve ?? answering('127.0.0.1'),
  })

describe.each(Object.entries(REFUSED_URLS))('%s', (_what, urls) => {
  test.each(urls)(
    '%j is refused when a webhook is made, when it is tried, and when it is called',
    async (text) => {
      const url = at(text)
      const made = await api.call('POST', '/api/v1/destinations', { body: { url } })
      expect(made.json).toMatchObject({ status: 400, errors: [{ pointer: '/url' }] })
      const tried = await api.call('POST', '/api/v1/destinations/test', { body: { url } })
      expect(tried.json).toMatchObject({ status: 400, errors: [{ pointer: '/url' }] })
      // A row that was made before a rule was, or by hand, is no way around it.
      expect(await post(url)).toMatchObject({ kind: 'refused', code: 'url_not_allowed' })
    },
  )
})

describe('a name', () => {
  test.each(REFUSED_ANSWERS)('that resolves to %s is not called', async (_what, host, addresses) => {
    const url = `https://${host}:${port}/`
    expect(webhookUrlProblem(url, new Set())).toBeNull()
    const answer = await post(url, { resolve: answering(...addresses) })
    expect(answer).toMatchObject({ kind: 'refused', code: 'private_address' })
  })

  test('that resolves anew is called where it was judged: it is asked once an attempt', async () => {
    const own = createServer((_request, response) => response.writeHead(204).end()).listen(0, '127.0.0.3')
    await once(own, 'listening')
    const ownPort = (own.address() as AddressInfo).port
    const rebound = createTcpServer((socket) => {
      heard += 1
      socket.destroy()
    }).listen(ownPort, '127.0.0.4')
    await once(rebound, 'listening')
    let asked = 0
    const rebinding: Resolve = async () => {
      asked += 1
      return [{ address: asked === 1 ? '127.0.0.3' : '127.0.0.4', family: 4 }]
    }
    try {
      const url = `http://rebinding.example:${ownPort}/`
      const answer = await post(url, { allowed: 'rebinding.example', resolve: rebinding })
      expect(answer).toMatchObject({ kind: 'answered', status: 204 })
      expect(asked).toBe(1)
    } finally {
      own.close()
      rebound.close()
    }
  })

  test('that was public when it was judged before is judged again at each attempt', async () => {
    let asked = 0
    const rebinding: Resolve = async () => {
      asked += 1
      return [{ address: asked === 1 ? '93.184.216.34' : '127.0.0.1', family: 4 }]
    }
    const call = (given: { signal?: AbortSignal }) =>
      postWebhook({
        ...{ url: `https://rebinding.example:${port}/`, body: '{}', headers: {}, timeoutMs: 2_000 },
        ...{ allowedHosts: new Set<string>(), resolve: rebinding, ...given },
      })
    // Given up before it connects: the first would go out into the world.
    expect((await call({ signal: AbortSignal.abort() })).kind).toBe('unreachable')
    expect(await call({})).toMatchObject({ kind: 'refused', code: 'private_address' })
  })

  test('that nobody answers for takes no longer than the attempt may', async () => {
    const answer = await postWebhook({
      ...{ url: 'https://silent.example/', body: '{}', headers: {}, timeoutMs: 100 },
      ...{ allowedHosts: new Set<string>(), resolve: () => new Promise<never>(() => undefined) },
    })
    expect(answer).toMatchObject({ kind: 'unreachable', code: 'timeout' })
  })
})

describe('a receiver that redirects', () => {
  let receiver: Server
  let status: number
  let location: string
  beforeAll(async () => {
    receiver = createServer((_request, response) => {
      response.writeHead(status, { Location: location }).end()
    }).listen(0, '127.0.0.1')
    await once(receiver, 'listening')
  })
  afterAll(() => receiver?.close())

  test.each(REDIRECTS)('by %i is not followed, wherever it leads', async (code) => {
    status = code
    const { port: own } = receiver.address() as AddressInfo
    for (const to of [
      'http://127.0.0.1:PORT/',
      '//127.0.0.1:PORT/',
      'http://169.254.169.254/',
      'http://[::1]:PORT/',
    ]) {
      location = at(to)
      const answer = await post(`http://127.0.0.1:${own}/`, { allowed: `127.0.0.1:${own}` })
      expect(answer).toMatchObject({ kind: 'answered', status: code })
    }
  })
})

describe('the list of allowed hosts', () => {
  const list = () => at('allowed.example:PORT, Box.Internal')

  test.each(NOT_ALLOWED)('does not mean %s', async (text) => {
    expect(webhookUrlProblem(at(text), parseAllowedHosts(list()))).toBeTypeOf('string')
    expect(await post(at(text), { allowed: list() })).toMatchObject({ kind: 'refused' })
    // By https it may be somebody's public host: then the addresses decide.
    const secure = at(text).replace(/^http:/, 'https:')
    expect(await post(secure, { allowed: list() })).toMatchObject({ kind: 'refused' })
  })

  test.each(ALLOWED)('means %s', (text) => {
    expect(webhookUrlProblem(at(text), parseAllowedHosts(list()))).toBeNull()
  })

  test('may name the port that a protocol has by itself', () => {
    const allowed = parseAllowedHosts('tls.internal:443, plain.internal:80')
    expect(webhookUrlProblem('https://tls.internal/', allowed)).toBeNull()
    expect(webhookUrlProblem('http://plain.internal/', allowed)).toBeNull()
    expect(webhookUrlProblem('http://tls.internal/', allowed)).toBeTypeOf('string')
  })
})

test('the canary hears whoever comes', async () => {
  const answer = await post(`http://allowed.example:${port}/`, { allowed: `allowed.example:${port}` })
  expect(answer).toMatchObject({ kind: 'answered', status: 200 })
  expect(heard).toBe(1)
  heard = 0
})
