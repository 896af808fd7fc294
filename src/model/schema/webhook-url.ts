import { BlockList, isIP, isIPv4 } from 'node:net'

/**
 * Which addresses a webhook may reach. A destination's URL comes from a person, and Casbah stands inside a
 * customer's network: without this, a webhook would be a way to make it knock on machines that the person
 * cannot reach (cloud metadata, databases, Casbah itself). Names are judged by what they resolve to at the moment
 * of the connection; here are the addresses, and what can be said of a URL before it is used.
 */

/** Everything that is not the public internet: IANA's special-purpose registries, v4 and v6. */
const NOT_PUBLIC: readonly (readonly [net: string, prefix: number, family: 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
  ['::', 96, 'ipv6'],
  // IPv4-translated (RFC 2765): like a mapped address, but no system judges it as IPv4.
  ['::ffff:0:0:0', 96, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['3fff::', 20, 'ipv6'],
  ['5f00::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
]

const blocked = new BlockList()
for (const [net, prefix, family] of NOT_PUBLIC) blocked.addSubnet(net, prefix, family)

/** True for an address of the public internet. An IPv4 address written as IPv6 is judged as what it is. */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/%.*$/, '')
  if (isIP(plain) === 0) return false
  return !blocked.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6')
}

/**
 * Hosts (`name`, `name:port`, lower case) that an operator lets webhooks reach although they are private. A name alone is
 * all of its ports. Both are meant exactly: no suffix, no other spelling, no dot at the end is the same host.
 */
export function parseAllowedHosts(list: string): ReadonlySet<string> {
  return new Set(
    list
      .split(',')
      .map((host) => host.trim().toLowerCase())
      .filter((host) => host !== ''),
  )
}

export function isAllowedHost(url: URL, allowed: ReadonlySet<string>): boolean {
  const { hostname, protocol } = url
  // A URL leaves its protocol's own port out, and whoever wrote the list may have named it.
  const port = url.port || (protocol === 'https:' ? '443' : '80')
  return allowed.has(hostname) || allowed.has(`${hostname}:${port}`)
}

/** Why this URL can be no destination, in words for people; null where it can. Names are not resolved here. */
export function webhookUrlProblem(text: string, allowed: ReadonlySet<string>): string | null {
  if (!URL.canParse(text)) return 'must be a URL'
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password'
  if (url.hash !== '') return 'must not have a fragment'
  if (isAllowedHost(url, allowed)) {
    return url.protocol === 'https:' || url.protocol === 'http:' ? null : 'must be an https URL'
  }
  if (url.protocol === 'http:') return IN_THE_CLEAR
  if (url.protocol !== 'https:') return 'must be an https URL'
  // With a dot at its end it is the same name to every resolver.
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (isIP(host) !== 0 && !isPublicAddress(host)) return PRIVATE
  if (host === 'localhost' || host.endsWith('.localhost')) return PRIVATE
  return null
}

/** Characters of a URL's end that are shown, as of every secret; and how long the hidden part must be for it. */
const SHOWN_CHARACTERS = 4
const LONG_ENOUGH = 16

/**
 * A URL as it is shown: where it leads, and enough of its end to tell two apart. Path and query are hidden, since many
 * receivers (chat systems above all) take whoever knows them for the sender. A short one shows no end: it would
 * give away too much of it.
 */
export function shownWebhookUrl(text: string): string {
  const { protocol, host, pathname, search } = new URL(text)
  const rest = `${pathname}${search}`
  if (rest === '/') return `${protocol}//${host}/`
  return `${protocol}//${host}/…${rest.length < LONG_ENOUGH ? '' : rest.slice(-SHOWN_CHARACTERS)}`
}

const IN_THE_CLEAR = 'must be an https URL; name the host in CASBAH_WEBHOOK_ALLOW_HOSTS if http is meant'
const PRIVATE =
  'must not point at a private address; name the host in CASBAH_WEBHOOK_ALLOW_HOSTS if that is meant'
