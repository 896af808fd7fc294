import { Agent, fetch } from 'undici'

/**
 * The only door to the network in this room. A request has no method: it is a GET, because the type
 * offers nothing else. Casbah reads upstream and changes nothing there. One list upstream serves by POST, that of
 * skills: it has a way of its own, which is open for that path alone and carries a page's size and cursor, nothing else.
 * Redirects are never followed by themselves: a log
 * file's link leads to another origin, which must not see the bearer header.
 */
export interface ReadRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

/** A page of the list that is served by POST. */
export interface ListRequest extends ReadRequest {
  readonly page: { readonly limit: number; readonly cursor: string | null }
}

export interface RawAnswer {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly body: AsyncIterable<Uint8Array> | null
}

export interface HttpPool {
  read(request: ReadRequest): Promise<RawAnswer>
  listSkills(request: ListRequest): Promise<RawAnswer>
  close(): Promise<void>
}

// Streams of one process that talk to one host at once; more only queues at the rate budget.
const CONNECTIONS_PER_HOST = 16
const CONNECT_TIMEOUT_MS = 10_000
// Idle sockets are dropped before common load balancers (60 s) drop them under us.
const KEEP_ALIVE_MS = 30_000

const SKILLS = /\/compliance\/workspaces\/[^/]+\/skills$/

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
    async listSkills({ url, headers, signal, page: { limit, cursor } }) {
      const { pathname, search } = new URL(url)
      if (!SKILLS.test(pathname) || search !== '')
        throw new Error('Refused to send a POST that does not list skills.')
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ limit, cursor }),
        signal,
        redirect: 'manual',
        dispatcher: agent,
      })
      return { status: response.status, headers: response.headers, body: response.body }
    },
    close: () => agent.close(),
  }
}
