import { webhookUrlProblem } from './webhook-url.ts'

/** RFC 5425 4.1. */
export const SYSLOG_TLS_PORT = 6514
/** Of `https`, which a URL leaves out. */
const HTTPS_PORT = 443

/**
 * Where a collector is, as the URL of an https server at the same place: hosts of other schemes are not brought into one
 * form (`0x7f.1` stays what it is), and what may be reached is judged by URLs of this one. Null where it names no collector.
 */
export function collectorUrl(text: string): URL | null {
  const given = URL.canParse(text) ? new URL(text) : null
  if (given === null || given.protocol !== 'tls:' || given.hostname === '') return null
  const { username, password, search, hash, pathname } = given
  if (`${username}${password}${search}${hash}` !== '' || !['', '/'].includes(pathname)) return null
  const https = `https://${given.hostname}:${given.port || SYSLOG_TLS_PORT}/`
  return URL.canParse(https) ? new URL(https) : null
}

export const collectorPort = (url: URL): number => (url.port === '' ? HTTPS_PORT : Number(url.port))

export function syslogUrlProblem(text: string, allowed: ReadonlySet<string>): string | null {
  const url = collectorUrl(text)
  return url === null ? 'must be like tls://collector.example.com:6514' : webhookUrlProblem(url.href, allowed)
}

/** Nothing of it is secret. */
export function shownSyslogUrl(text: string): string {
  const url = collectorUrl(text)
  return url === null ? '' : `tls://${url.hostname}:${collectorPort(url)}`
}
