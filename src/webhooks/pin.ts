import { lookup as lookupHost } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import { isIP } from 'node:net'
import { isAllowedHost, isPublicAddress } from '../model/schema/webhook-url.ts'

/** The one look at a name before a connection is made, whatever is spoken over it. */

export interface Address {
  readonly address: string
  readonly family: number
}

export type Resolve = (host: string) => Promise<readonly Address[]>

export interface PinOptions {
  readonly allowedHosts: ReadonlySet<string>
  readonly signal: AbortSignal
  /** Default: the system's resolver. */
  readonly resolve?: Resolve
}

export type Pinned =
  | { readonly kind: 'pinned'; readonly addresses: readonly Address[] }
  | { readonly kind: 'refused' | 'unreachable'; readonly code: string }

const resolveBySystem: Resolve = (host) => lookupHost(host, { all: true })

/** The addresses that a connection may go to; refused where one of them is private and the host is not allowed by name. */
export async function resolvePlace(
  url: URL,
  { allowedHosts, signal, resolve = resolveBySystem }: PinOptions,
): Promise<Pinned> {
  const addresses = await unlessAborted(signal, addressesOf(url, resolve))
  if (addresses === null) return { kind: 'unreachable', code: 'name_not_resolved' }
  const reachable = isAllowedHost(url, allowedHosts) || addresses.every((one) => isPublicAddress(one.address))
  return reachable ? { kind: 'pinned', addresses } : { kind: 'refused', code: 'private_address' }
}

/** The system's resolver takes no signal, and waits for as long as a name's own server lets it. */
async function unlessAborted<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const end = (): void => reject(signal.reason)
  signal.addEventListener('abort', end, { once: true })
  try {
    signal.throwIfAborted()
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', end)
  }
}

async function addressesOf(url: URL, resolve: Resolve) {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const family = isIP(host)
  if (family !== 0) return [{ address: host, family }]
  try {
    const found = await resolve(host)
    return found.length > 0 ? found : null
  } catch {
    return null
  }
}

/** What a socket asks when it connects: always the addresses that were judged, whatever the name says by now. */
export const pinned =
  (addresses: readonly Address[]): LookupFunction =>
  (_host, options, callback) => {
    if (options.all) return callback(null, [...addresses])
    const first = addresses[0]
    if (first) callback(null, first.address, first.family)
    else callback(new Error('no address'), '', 0)
  }
