import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { signatureProblem } from './sigv4.ts'

export interface TakenPut {
  readonly host: string
  readonly path: string
  readonly status: number
  readonly problem: string | null
  readonly headers: IncomingMessage['headers']
}

/** What an object store is to us: it keeps what was signed by a key that it knows, each object under its path. */
export async function startObjectStore(keys: ReadonlyMap<string, string>) {
  const objects = new Map<string, Buffer>()
  const puts: TakenPut[] = []
  const state = { answer: (_nth: number): number => 200 }
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const { method = '', url: path = '', headers } = request
    const md5 = createHash('md5').update(body).digest('base64')
    const problem =
      headers['content-md5'] === md5
        ? signatureProblem({ method, target: path, headers, body }, (id) => keys.get(id))
        : 'BadDigest'
    const status = method !== 'PUT' || problem !== null ? 403 : state.answer(puts.length + 1)
    puts.push({ host: headers.host ?? '', path, status, problem, headers })
    if (status === 200) objects.set(path, body)
    response.writeHead(status).end()
  }
  const server = createServer((request, response) => void take(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    objects,
    puts,
    state,
    port: (server.address() as AddressInfo).port,
    reset() {
      objects.clear()
      puts.length = 0
      state.answer = () => 200
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
