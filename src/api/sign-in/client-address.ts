import { isIPv6 } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'

/** Where a request comes from that did not come over a socket. */
const UNKNOWN = 'unknown'
/** Groups of an IPv6 address that belong to one network: whoever has one address has all of its /64. */
const NETWORK_GROUPS = 4

/**
 * The network that a request came from, for counting. Of X-Forwarded-For the last entries are true that our own proxies
 * added, one each; those before them anybody may have written.
 */
export function clientNetwork(context: Context, proxyHops: number): string {
  const remote = remoteAddress(context)
  if (proxyHops === 0) return networkOf(remote)
  const forwarded = (context.req.header('X-Forwarded-For') ?? '').split(',').map((part) => part.trim())
  return networkOf(forwarded.at(-proxyHops) || remote)
}

function remoteAddress(context: Context): string {
  // A request of a test has no socket.
  if (context.env === undefined || context.env === null || !('incoming' in context.env)) return UNKNOWN
  return getConnInfo(context).remote.address ?? UNKNOWN
}

/** Some proxies add the port, which is another at each connection. */
const WITH_PORT = /^(?:\[([^\]]+)\](?::\d+)?|(\d{1,3}(?:\.\d{1,3}){3}):\d+)$/
const MAPPED = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i

export function networkOf(text: string): string {
  const [, bracketed, beforePort] = WITH_PORT.exec(text) ?? []
  const address = bracketed ?? beforePort ?? text
  const mapped = MAPPED.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!isIPv6(address)) return /^[\w.:-]{1,64}$/.test(address) ? address : UNKNOWN
  // As a URL writes it: lower case, shortest; then filled up again.
  const shortest = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1)
  const [before = '', after] = shortest.split('::')
  const [head, tail] = [before, after ?? ''].map((part) => (part === '' ? [] : part.split(':')))
  const filled = [
    ...(head ?? []),
    ...Array.from({ length: 8 - (head?.length ?? 0) - (tail?.length ?? 0) }, () => '0'),
    ...(tail ?? []),
  ]
  return `${filled.slice(0, NETWORK_GROUPS).join(':')}::/64`
}
