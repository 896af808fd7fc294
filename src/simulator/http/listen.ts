import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FaultyDelivery } from './faults.ts'
import type { Answer, ByteStream } from './message.ts'

// The only part of the simulator that touches sockets.

export interface Incoming {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

export interface Reply {
  readonly answer: Answer
  readonly delivery: FaultyDelivery
}

/** Bodies we are sent are switches of a scenario; anything larger is a mistake. */
const MAX_BODY_BYTES = 1 << 20

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size <= MAX_BODY_BYTES) chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function flatHeaders(message: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : value,
    ]),
  )
}

function pause(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  setTimeout(resolve, ms).unref()
  return promise
}

function bodyOf({ body, stream }: Answer): ByteStream {
  if (stream) return stream
  const bytes =
    body === undefined ? Buffer.alloc(0) : Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
  return { length: bytes.length, pieces: () => [bytes] }
}

async function write(response: ServerResponse, { answer, delivery }: Reply): Promise<void> {
  if (delivery.reset) {
    response.socket?.resetAndDestroy()
    return
  }
  const body = bodyOf(answer)
  response.writeHead(answer.status, {
    ...(answer.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...answer.headers,
    'content-length': body.length,
  })
  // A truncated body: the header promises all of it, half arrives, then the line goes dead.
  const limit = delivery.truncate ? body.length >> 1 : body.length
  await writePieces(response, body, limit)
  if (delivery.truncate) response.socket?.destroy()
  else response.end()
}

async function writePieces(response: ServerResponse, body: ByteStream, limit: number): Promise<void> {
  let sent = 0
  for (const piece of body.pieces()) {
    if (sent >= limit || response.destroyed) return
    const shown = piece.subarray(0, limit - sent)
    sent += shown.length
    await written(response, shown)
  }
}

/** Waits until the piece is on its way, so that no more than one is held, or until the client has gone. */
function written(response: ServerResponse, piece: Buffer): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  response.write(piece, () => resolve())
  return promise
}

export interface Listening {
  readonly origin: string
  readonly close: () => Promise<void>
}

export async function listen(
  host: string,
  port: number,
  handle: (incoming: Incoming) => Reply,
  latencyMs: () => number,
): Promise<Listening> {
  const respond = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(message)
    const url = new URL(message.url ?? '/', `http://${host}`)
    const reply = handle({ method: message.method ?? 'GET', url, headers: flatHeaders(message), body })
    const wait = reply.delivery.delayMs + latencyMs()
    if (wait > 0) await pause(wait)
    await write(response, reply)
  }
  const server = createServer((message, response) => {
    respond(message, response).catch((problem: unknown) => {
      // A client that hung up while sending is its own affair; a bug of ours must be seen by the test that met it.
      if (response.headersSent || response.destroyed) return
      const text = problem instanceof Error ? (problem.stack ?? problem.message) : String(problem)
      response.writeHead(500, { 'content-type': 'text/plain' }).end(`simulator bug: ${text}`)
    })
  })
  await bind(server, host, port)
  const { port: bound } = server.address() as AddressInfo
  return { origin: `http://${host}:${bound}`, close: () => shut(server) }
}

function bind(server: Server, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen(port, host, () => {
    server.off('error', reject)
    resolve()
  })
  return promise
}

function shut(server: Server): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.close((problem) => (problem ? reject(problem) : resolve()))
  server.closeAllConnections()
  return promise
}
