import { domainToASCII } from 'node:url'
import { hasHiddenText } from './hidden-text.ts'
import { ADDRESS_LENGTH, HOST_LENGTH } from './limits.ts'
import { secretKinds } from './secrets.ts'

/** No host is written so: it is on no list. Stands for a host that cannot be read, or that was not looked at. */
export const UNREADABLE = '(unreadable)'

/**
 * Hosts stand in clear, and whoever builds a GPT may write anything in the place of one. So only what is a host's name is
 * let through, letters of any script as they are written, with braces and asterisks where the caller chooses a part.
 * Underscores are in no standard for hosts and in many names of real ones.
 */
const LABEL = /^[a-z0-9_{}*-]{1,63}$/i
/** `URL` and DNS take it with the final dot and without. */
const FINAL_DOT = /\.$/
const PORT = /:\d{1,5}$/
const IPV6 = /^\[[0-9a-f:.]{2,45}\]$/i

/** Characters: no shape of a secret is shorter, and most hosts are. */
const SHORTEST_SECRET = 20

/** A host as it was given, or `(unreadable)`. `written` is what it was read from, where that may differ in case. */
export function shownHost(host: string, written = host): string {
  return isHost(host) && !isSecret(host) && !isSecret(written) ? host : UNREADABLE
}

function isHost(host: string): boolean {
  const name = host.replace(PORT, '')
  if (name.length > HOST_LENGTH || hasHiddenText(name)) return false
  if (IPV6.test(name)) return true
  const ascii = domainToASCII(name).replace(FINAL_DOT, '')
  return ascii.length <= HOST_LENGTH && ascii.split('.').every((label) => LABEL.test(label))
}

export const isSecret = (text: string): boolean =>
  text.length >= SHORTEST_SECRET && secretKinds([text]).length > 0

/** As much of an action's domain as is a host: OpenAI may name it as an address, whose path is nobody's business here. */
export function shownDomain(domain: string): string {
  if (domain.length > ADDRESS_LENGTH) return UNREADABLE
  const rest = domain.trim().replace(/^[a-z][a-z0-9+.-]{0,30}:\/\//i, '')
  return rest === '' ? '' : shownHost(rest.split(/[/?#]/, 1)[0] ?? '')
}
