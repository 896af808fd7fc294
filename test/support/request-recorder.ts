import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as it came over the wire. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: string
}

export interface RequestRecorder {
  /** What stands in for the target's URL. */
  readonly url: string
  readonly seen: readonly SeenRequest[]
  close(): Promise<void>
}

/** Stands before an upstream, notes each request, and passes it on as it came. */
export async function recordRequests(target: string): Promise<RequestRecorder> {
  const seen: SeenRequest[] = []
  const { origin, pathname } = new URL(target)
  const server = createServer((request, response) => {
    pass(origin, seen, request, response).catch((error: unknown) => response.destroy(asError(error)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}${pathname}`,
    seen,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

async function pass(
  origin: string,
  seen: SeenRequest[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', origin)
  const method = request.method ?? ''
  const body = Buffer.concat(await request.toArray())
  seen.push({ method, path: url.pathname, query: url.searchParams, body: body.toString('utf8') })
  const { authorization = '' } = request.headers
  const answer = await fetch(url, {
    method,
    headers: { authorization, ...organizationOf(request) },
    redirect: 'manual',
    ...(body.length === 0 ? {} : { body }),
  })
  const location = answer.headers.get('location')
  const retryAfter = answer.headers.get('retry-after')
  response.writeHead(answer.status, {
    'content-type': answer.headers.get('content-type') ?? 'application/json',
    ...(location === null ? {} : { location }),
    ...(retryAfter === null ? {} : { 'retry-after': retryAfter }),
  })
  response.end(Buffer.from(await answer.arrayBuffer()))
}

function organizationOf({ headers }: IncomingMessage): Record<string, string> {
  const name = headers['openai-organization']
  return typeof name === 'string' ? { 'openai-organization': name } : {}
}
