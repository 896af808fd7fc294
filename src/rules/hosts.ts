import { domainToASCII } from 'node:url'

/** A host as it is compared: lower case, punycode, without scheme, port, path or final dot. Empty where there is none. */
export function plainHost(written: string): string {
  const host = written
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/[/?#].*$/, '')
    .replace(/:\d+$/, '')
    .replace(/\.$/, '')
  return domainToASCII(host) || host.toLowerCase()
}

const ANY_SUBDOMAIN = '*.'

/** An entry is an exact host, or `*.example.com` for anything below example.com (and not example.com itself). */
export function isAllowedHost(host: string, allowed: readonly string[]): boolean {
  const plain = plainHost(host)
  return (
    plain !== '' &&
    allowed.some((entry) =>
      entry.startsWith(ANY_SUBDOMAIN)
        ? plain.endsWith(`.${plainHost(entry.slice(ANY_SUBDOMAIN.length))}`)
        : plain === plainHost(entry),
    )
  )
}
