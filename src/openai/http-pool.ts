import { Agent, fetch } from 'undici'

/**
 * The only door to the network in this room. A request has no method: it is a GET, because the type
 * offers nothing else. Casbah reads upstream and changes nothing there; whoever wants the two
 * list-by-POST routes adds them here, by name. Redirects are never followed by themselves: a log
 * file's link leads to another origin, which must not see the bearer header.
 */
export interface ReadRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

export interface RawAnswer {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly body: AsyncIterable<Uint8Array> | null
}

export interface HttpPool {
  read(request: ReadRequest): Promise<RawAnswer>
  close(): Promise<void>
}

// Streams of one process that talk to one host at once; more only queues at the rate budget.
const CONNECTIONS_PER_HOST = 16
const CONNECT_TIMEOUT_MS = 10_000
// Idle sockets are dropped before common load balancers (60 s) drop them under us.
const KEEP_ALIVE_MS = 30_000

/** One pool a process; slices share it. */
export function openHttpPool(): HttpPool {
  const agent = new Agent({
    connections: CONNECTIONS_PER_HOST,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    keepAliveTimeout: KEEP_ALIVE_MS,
  })
  return {
    async read({ url, headers, signal }) {
      const response = await fetch(url, {
        method: 'GET',
        headers,
        signal,
        redirect: 'manual',
        dispatcher: agent,
      })
      return { status: response.status, headers: response.headers, body: response.body }
    },
    close: () => agent.close(),
  }
}
