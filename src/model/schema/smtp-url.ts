import { isAllowedHost, webhookUrlProblem } from './webhook-url.ts'

/** How a mail server is spoken to, by the scheme of its URL; in the clear only where that is said, and the host is allowed by name. */
const MODES = {
  'smtps:': { security: 'tls', port: 465 },
  'smtp:': { security: 'starttls', port: 587 },
  'smtp+plain:': { security: 'none', port: 25 },
} as const

export interface SmtpPlace {
  /** As the URL of an https server at the same place: by those it is judged what may be reached. */
  readonly url: URL
  readonly scheme: keyof typeof MODES
  readonly port: number
  readonly security: (typeof MODES)[keyof typeof MODES]['security']
}

const isScheme = (text: string): text is keyof typeof MODES => Object.hasOwn(MODES, text)

/** Null where it names no mail server. */
export function smtpPlace(text: string): SmtpPlace | null {
  const given = URL.canParse(text) ? new URL(text) : null
  if (given === null || !isScheme(given.protocol) || given.hostname === '') return null
  const { username, password, search, hash, pathname, protocol } = given
  if (`${username}${password}${search}${hash}` !== '' || !['', '/'].includes(pathname)) return null
  const port = given.port === '' ? MODES[protocol].port : Number(given.port)
  const https = `https://${given.hostname}:${port}/`
  if (!URL.canParse(https)) return null
  return { url: new URL(https), scheme: protocol, port, security: MODES[protocol].security }
}

export function smtpUrlProblem(text: string, allowed: ReadonlySet<string>): string | null {
  const place = smtpPlace(text)
  if (place === null)
    return 'must be like smtps://mail.example.com (TLS from the first byte) or smtp://mail.example.com (STARTTLS)'
  if (place.security === 'none' && !isAllowedHost(place.url, allowed))
    return 'must not be in the clear, but to a host that CASBAH_WEBHOOK_ALLOW_HOSTS names'
  return webhookUrlProblem(place.url.href, allowed)
}

/** Nothing of it is secret. */
export function shownSmtpUrl(text: string): string {
  const place = smtpPlace(text)
  return place === null ? '' : `${place.scheme}//${place.url.hostname}:${place.port}`
}

export interface SmtpLogin {
  readonly user: string
  readonly pass: string
}

/** `<user>:<password>`; null where it is no such pair. */
export function smtpLogin(token: string): SmtpLogin | null {
  const [, user, pass] = /^([^:]+):(.+)$/.exec(token) ?? []
  return user === undefined || pass === undefined ? null : { user, pass }
}

export const smtpTokenProblem = (token: string): string | null =>
  smtpLogin(token) === null ? 'must be like USER:PASSWORD' : null
