import type { InsecureHost } from '../../model/core/action-words.ts'
import { hostKinds } from './host-kinds.ts'
import type { AnyObject } from './json-objects.ts'
import { firstOf, isObject, isText, own } from './json-objects.ts'
import { ADDRESS_LENGTH, HOST_LENGTH, SERVERS_PER_LIST } from './limits.ts'
import { shownHost, UNREADABLE } from './shown-host.ts'

export interface Server {
  /** As written, with its variables; `(unreadable)` where that is more than a host's name, or a secret. */
  readonly host: string
  readonly kinds: readonly InsecureHost[]
  /** Whoever makes the call chooses a part of the host. */
  readonly isWildcard: boolean
}

/**
 * Null for what is relative to the action's own host. What may be absolute is taken to be so: a host that is missing from
 * the list would pass where the list is held against hosts that are allowed.
 */
export function readServer(server: unknown): Server | null {
  const written = isObject(server) ? own(server, 'url') : null
  if (!isObject(server) || typeof written !== 'string') return null
  // `URL` leaves these out wherever they stand, so they must not hide a scheme from us.
  const url = written
    .slice(0, ADDRESS_LENGTH + 1)
    .replace(/[\t\r\n]/g, '')
    .replace(/^[\p{Cc}\s]+/u, '')
  const scheme = /^([a-z][a-z0-9+.-]{0,30}(?=:)|\{[^{}]{1,60}\}(?=:[/\\]{2}))/i.exec(url)?.[1] ?? null
  const isVariable = url.startsWith('{')
  if (scheme === null && !isVariable && !/^[/\\]{2}/.test(url)) return null
  const absolute = absoluteOf(url, scheme)
  const host = url.length > ADDRESS_LENGTH ? UNREADABLE : hostOf(absolute)
  return {
    // A secret may be one only as it was written: `URL` makes lower case of it.
    host: host === UNREADABLE ? host : shownHost(host, writtenHost(absolute)),
    kinds: [...new Set([...schemeKinds(server, scheme), ...namedKinds(server, host, absolute)])],
    isWildcard: isWildcard(host === UNREADABLE ? absolute : host),
  }
}

/** The scheme decides nothing of the host, so that a variable one is as good as any. */
function absoluteOf(url: string, scheme: string | null): string {
  if (scheme === null) return url.startsWith('{') ? url : `https:${url}`
  return scheme.startsWith('{') ? `https${url.slice(scheme.length)}` : url
}

function hostOf(absolute: string): string {
  const host = URL.canParse(absolute) ? new URL(absolute).hostname : ''
  return host === '' || host.length > HOST_LENGTH ? UNREADABLE : host
}

function schemeKinds(server: AnyObject, scheme: string | null): readonly InsecureHost[] {
  const schemes = scheme?.startsWith('{') ? valuesOf(server, scheme.slice(1, -1)) : [scheme ?? '']
  return schemes.some((one) => one.toLowerCase() === 'http') ? ['http'] : []
}

/** A variable that nobody sets has its default: that host is as good as written. */
function namedKinds(server: AnyObject, host: string, absolute: string): readonly InsecureHost[] {
  const usual = absolute.replace(/\{([^{}]{1,60})\}/g, (whole, name: string) =>
    (valuesOf(server, name)[0] ?? whole).slice(0, HOST_LENGTH),
  )
  return [host, hostOf(usual)].filter((one) => one !== UNREADABLE).flatMap(hostKinds)
}

/** The default first. */
function valuesOf(server: AnyObject, variable: string): readonly string[] {
  const variables = own(server, 'variables')
  const one = isObject(variables) ? own(variables, variable) : null
  if (!isObject(one)) return []
  return [own(one, 'default'), ...firstOf(own(one, 'enum'), SERVERS_PER_LIST)].filter(isText)
}

const isWildcard = (written: string): boolean => /[{*]/.test(authorityOf(written))

const authorityOf = (written: string): string =>
  written.replace(/^[^/\\]{0,40}[/\\]{2}/, '').split(/[/\\?#]/, 1)[0] ?? ''

/** Without a user's name before it, of which nothing is kept. */
const writtenHost = (absolute: string): string => authorityOf(absolute).split('@').at(-1) ?? ''
