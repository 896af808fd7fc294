import { BlockList, isIP } from 'node:net'
import type { InsecureHost } from '../../model/core/action-words.ts'
import { ADDRESS_NAMES, FREE_HOSTING, PRIVATE_NAMES, TUNNELS } from './host-lists.ts'

/** Loopback, link-local, private and shared address space, of both versions; a mapped IPv4 address counts as that. */
const PRIVATE_ADDRESSES = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  PRIVATE_ADDRESSES.addSubnet(network, prefix, 'ipv4')
}
for (const [network, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  PRIVATE_ADDRESSES.addSubnet(network, prefix, 'ipv6')
}

/** What is wrong with calling a host, as `URL` writes its name: lower case, punycode, IPv6 in brackets. */
export function hostKinds(hostname: string): readonly InsecureHost[] {
  const host = hostname.replace(/\.$/, '')
  if (host === '') return []
  const address = host.startsWith('[') ? host.slice(1, -1) : host
  const version = isIP(address)
  if (version !== 0) {
    const isPrivate = PRIVATE_ADDRESSES.check(address, version === 4 ? 'ipv4' : 'ipv6')
    return isPrivate ? ['ip_literal', 'private_host'] : ['ip_literal']
  }
  return [
    ...(isBelow(host, ADDRESS_NAMES) ? ['ip_literal' as const] : []),
    ...(isPrivateName(host) ? ['private_host' as const] : []),
    ...(isBelow(host, TUNNELS) ? ['tunnel' as const] : []),
    ...(isBelow(host, FREE_HOSTING) ? ['free_hosting' as const] : []),
  ]
}

const isBelow = (host: string, domains: readonly string[]): boolean =>
  domains.some((domain) => host === domain || host.endsWith(`.${domain}`))

/** A name without a dot is found only by a network's own rules; one with a variable may yet get its dots. */
const isPrivateName = (host: string): boolean =>
  isBelow(host, PRIVATE_NAMES) || !(host.includes('.') || host.includes('{') || host.includes('*'))
