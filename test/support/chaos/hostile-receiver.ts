import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

/**
 * A receiver that fails in every way there is, on loopback. Each event meets the ways one after the other, each event from
 * another one on, until `hostileForMs` have passed since the first. Nothing it gets is taken for what it claims to be: the `standardwebhooks` library
 * verifies each request, also those that it then fails to answer.
 */
export interface HostileReceiver {
  readonly origin: string
  /** Every request that verified, in the order of their coming. */
  readonly got: readonly Got[]
  /** Requests that did not verify, with why. Must stay empty. */
  readonly unverified: readonly string[]
  /** Requests that came after a redirect. Must stay empty. */
  readonly followed: readonly string[]
  /** How often each way was met. */
  readonly met: ReadonlyMap<string, number>
  knows(path: string, secret: string): void
  close(): Promise<void>
}

export interface Got {
  readonly path: string
  readonly webhookId: string
  readonly type: string
  readonly data: { readonly finding_id?: string; readonly sequence: number; readonly destination_id?: string }
  /** It was answered with a success, to its end. */
  readonly taken: boolean
}

/** Longer than a sender in these tests waits for anything. */
const NEVER_MS = 30_000

type Fail = (response: ServerResponse, request: IncomingMessage, followed: string) => void

const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): Fail =>
  (response) => {
    response.writeHead(code, headers).end('not taken')
  }

const hang: Fail = (response) => {
  setTimeout(() => response.destroy(), NEVER_MS).unref()
}

export const WAYS: Readonly<Record<string, Fail>> = {
  '500': status(500),
  '502': status(502),
  '503 with Retry-After as a date': (response) => {
    const inASecond = new Date(Date.now() + 1_000).toUTCString()
    response.writeHead(503, { 'Retry-After': inASecond }).end()
  },
  '429 with Retry-After': status(429, { 'Retry-After': '1' }),
  'no answer': hang,
  reset: (_response, request) => request.socket.resetAndDestroy(),
  redirect: (response, _request, followed) => response.writeHead(307, { Location: followed }).end(),
  'slow body': (response, request, followed) => {
    response.writeHead(200, { 'Content-Length': '1000' }).write('a')
    hang(response, request, followed)
  },
  'truncated answer': (response, request) => {
    response.writeHead(200, { 'Content-Length': '1000' }).write('too little', () => request.socket.destroy())
  },
}

export const GONE_PATH = '/gone'
const FOLLOWED_PATH = '/followed'

export async function startHostileReceiver(hostileForMs: number): Promise<HostileReceiver> {
  const got: Got[] = []
  const unverified: string[] = []
  const followed: string[] = []
  const met = new Map<string, number>()
  const secrets = new Map<string, string>()
  const attempts = new Map<string, number>()
  let firstAt: number | undefined

  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const path = request.url ?? ''
    if (path === FOLLOWED_PATH) {
      followed.push(body)
      return void response.writeHead(200).end()
    }
    const event = verified(request, body, secrets.get(path))
    if (typeof event === 'string') {
      unverified.push(event)
      return void response.writeHead(400).end()
    }
    const webhookId = String(request.headers['webhook-id'])
    const nth = attempts.get(webhookId) ?? 0
    attempts.set(webhookId, nth + 1)
    const isGone = path === GONE_PATH
    firstAt ??= performance.now()
    const hostile = performance.now() - firstAt < hostileForMs
    got.push({ path, webhookId, ...event, taken: !isGone && !hostile })
    if (isGone) return status(410)(response, request, '')
    if (!hostile) return void response.writeHead(204).end()
    const names = Object.keys(WAYS)
    const way = names[(startOf(webhookId) + nth) % names.length] ?? ''
    met.set(way, (met.get(way) ?? 0) + 1)
    WAYS[way]?.(response, request, `${origin}${FOLLOWED_PATH}`)
  }

  const server = createServer((request, response) => {
    receive(request, response).catch(() => response.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    ...{ origin, got, unverified, followed, met },
    knows: (path, secret) => void secrets.set(path, secret),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Why not, or what it says. */
function verified(request: IncomingMessage, body: string, secret: string | undefined) {
  if (secret === undefined) return `nothing is known at ${request.url}`
  try {
    const { type, data } = new Webhook(secret).verify(body, request.headers as Record<string, string>) as Got
    return { type, data }
  } catch (error) {
    return String(error)
  }
}

/** Of the end of a UUID, which is random. */
const startOf = (webhookId: string): number => Number.parseInt(webhookId.slice(-4), 16)
