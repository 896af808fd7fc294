import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedMessage {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface GivenAnswer {
  readonly status: number
  readonly headers?: Record<string, string>
}

/** What chat systems and collectors over HTTP are to us: something on loopback that takes requests and answers as it is told. */
export async function startMessageReceiver() {
  const received: ReceivedMessage[] = []
  const state = { answer: (_nth: number): GivenAnswer | Promise<GivenAnswer> => ({ status: 200 }) }
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const nth = received.push({ path: request.url ?? '', headers: request.headers, body })
    const { status, headers = {} } = await state.answer(nth)
    response.writeHead(status, headers).end()
  }
  const server = createServer((request, response) => void take(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    received,
    state,
    host,
    reset() {
      received.length = 0
      state.answer = () => ({ status: 200 })
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
