import { domainToASCII } from 'node:url'

/** Characters: the longest that a host with its scheme, port and path may be written. What is longer names none. */
const LONGEST_WRITTEN = 2_048
const LONGEST_HOST = 253
/** Letters, digits, hyphens and underscores between dots; nothing that two readers could read as two hosts. */
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/

/**
 * A host as it is compared: lower case, punycode, without scheme, port, path or final dot. Empty where there is none,
 * and where it is written so that one program would take it for another host than the next: with a user's name, a
 * backslash, a space or a percent sign. Such a one is on no list. No step looks at a character more than a few times:
 * what is read here was written by anybody.
 */
export function plainHost(written: string): string {
  if (written.length > LONGEST_WRITTEN) return ''
  const rest = written.trim().replace(/^[a-z][a-z0-9+.-]{0,30}:\/\//i, '')
  const end = rest.search(/[/?#]/)
  const host = withoutPort(end === -1 ? rest : rest.slice(0, end)).replace(/\.$/, '')
  // Its reader stops at a backslash, undoes percent signs and drops line ends.
  const ascii = /[\s@%\\]/.test(host) ? '' : domainToASCII(host)
  return isHost(ascii) ? ascii : ''
}

function withoutPort(host: string): string {
  const colon = host.indexOf(':')
  return colon !== -1 && /^\d{1,5}$/.test(host.slice(colon + 1)) ? host.slice(0, colon) : host
}

const isHost = (ascii: string): boolean =>
  ascii.length <= LONGEST_HOST && ascii.split('.').every((label) => LABEL.test(label))

const ANY_SUBDOMAIN = '*.'

/** An entry is an exact host, or `*.example.com` for anything below example.com (and not example.com itself). */
export function isAllowedHost(host: string, allowed: readonly string[]): boolean {
  const plain = plainHost(host)
  return plain !== '' && allowed.some((entry) => isMeantBy(entry, plain))
}

function isMeantBy(entry: string, plain: string): boolean {
  if (!entry.startsWith(ANY_SUBDOMAIN)) return plain === plainHost(entry)
  const above = plainHost(entry.slice(ANY_SUBDOMAIN.length))
  return above !== '' && plain.endsWith(`.${above}`)
}
