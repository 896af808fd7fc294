import type { Socket } from 'node:net'
import { connect, isIP } from 'node:net'
import { createTransport } from 'nodemailer'
import type { SmtpPlace } from '../../model/schema/smtp-url.ts'
import { smtpLogin, smtpPlace, smtpUrlProblem } from '../../model/schema/smtp-url.ts'
import { codeOf } from '../../webhooks/client.ts'
import { pinned, resolvePlace } from '../../webhooks/pin.ts'
import type { Outgoing, RefusedRecipient, SendAnswer, Target } from '../sender.ts'
import { mailOf } from './message.ts'

type Answer = SendAnswer extends infer One ? (One extends unknown ? Omit<One, 'latencyMs'> : never) : never
/** SMTP acknowledges all that it takes. */
type Reply = Exclude<Answer, { readonly kind: 'handed_over' | 'unfinished' }>

/** What a server says to a mail that it takes. */
const TAKEN = 250
/** Replies from there on are refusals; below the other they are for now, and from that on for good. */
const LEAST_REFUSAL = 400
const FOR_GOOD = 500

/**
 * One mail to all recipients, over a connection to an address that was judged as a webhook's is. A reply of SMTP counts as HTTP's:
 * 2xx is taken, and anything else is tried again.
 */
export async function sendMail(target: Target<'email'>, outgoing: Outgoing): Promise<SendAnswer> {
  const startedAt = performance.now()
  const answer = await attempt(target, outgoing)
  return { ...answer, latencyMs: Math.round(performance.now() - startedAt) } as SendAnswer
}

async function attempt(target: Target<'email'>, outgoing: Outgoing): Promise<Answer> {
  const { url, allowedHosts, timeoutMs } = target
  const place = smtpPlace(url)
  if (place === null || smtpUrlProblem(url, allowedHosts) !== null)
    return { kind: 'refused', code: 'url_not_allowed' }
  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = target.signal ? AbortSignal.any([target.signal, timeout]) : timeout
  try {
    const found = await resolvePlace(place.url, { ...target, signal })
    if (found.kind !== 'pinned') return found
    const host = hostOf(place)
    const socket = connect({ host, port: place.port, lookup: pinned(found.addresses) })
    return await over(socket, signal, () => hand(socket, place, target, outgoing))
  } catch (error) {
    return failureOf(error, timeout.aborted)
  }
}

const hostOf = ({ url }: SmtpPlace): string => url.hostname.replaceAll(/[[\]]/g, '')

/** The socket ends with the attempt, however that ends. */
async function over(socket: Socket, signal: AbortSignal, work: () => Promise<Answer>): Promise<Answer> {
  const end = (): void => {
    socket.destroy()
  }
  signal.addEventListener('abort', end, { once: true })
  try {
    signal.throwIfAborted()
    await new Promise((resolve, reject) => {
      socket.once('connect', resolve).once('error', reject)
      socket.once('close', () => reject(new Error('it hung up')))
    })
    return await work()
  } finally {
    signal.removeEventListener('abort', end)
    socket.destroy()
  }
}

async function hand(
  socket: Socket,
  place: SmtpPlace,
  { settings, token, publicUrl, timeoutMs }: Target<'email'>,
  outgoing: Outgoing,
): Promise<Answer> {
  const { from, to, ca } = settings
  const host = hostOf(place)
  const login = smtpLogin(token)
  const transport = createTransport({
    ...{ connection: socket, host, port: place.port },
    ...{ secure: place.security === 'tls', requireTLS: place.security === 'starttls' },
    ignoreTLS: place.security === 'none',
    tls: {
      minVersion: 'TLSv1.2',
      // RFC 6066 3: an address is no server name.
      ...(isIP(host) === 0 && { servername: host }),
      ...(ca !== null && { ca }),
    },
    ...(login && { auth: login }),
    ...{ connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  })
  const info = await transport.sendMail({
    ...mailOf(publicUrl, outgoing),
    ...{ from, to: [...to] },
    // The same in each attempt: by it, mailboxes tell a repetition.
    messageId: `<${outgoing.batchId}@${from.slice(from.indexOf('@') + 1)}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  })
  // Some were refused and others not. Who is refused for good is so next time, too, and the others would have it twice.
  const rejected = info.rejectedErrors ?? []
  const later = rejected.find(({ responseCode = 0 }) => responseCode < FOR_GOOD)
  const answer: Reply =
    later === undefined ? { kind: 'answered', status: TAKEN, retryAfter: null } : failureOf(later, false)
  return { ...answer, refusedRecipients: refusedAmong(to, rejected) }
}

/** By where they stand in the settings: an address itself is kept nowhere. */
const refusedAmong = (
  to: readonly string[],
  rejected: readonly {
    readonly recipient?: string | undefined
    readonly responseCode?: number | undefined
  }[],
): RefusedRecipient[] =>
  rejected.flatMap(({ recipient = '', responseCode: status = 0 }) => {
    const at = to.findIndex((address) => address.toLowerCase() === recipient.toLowerCase())
    return at === -1 || status < LEAST_REFUSAL ? [] : [{ position: at + 1, status }]
  })

/**
 * A reply is a number; its text may quote anything, and is not kept. One that is no refusal and came where another was
 * due (`221` for a greeting) says nothing of the mail, and least of all that it was taken.
 */
function failureOf(error: unknown, isTimeout: boolean): Reply {
  const { responseCode } = error as { responseCode?: unknown }
  if (isTimeout) return { kind: 'unreachable', code: 'timeout' }
  return typeof responseCode === 'number' && responseCode >= LEAST_REFUSAL
    ? { kind: 'answered', status: responseCode, retryAfter: null }
    : { kind: 'unreachable', code: codeOf(error) }
}
