import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { connect as connectTcp, isIP } from 'node:net'
import { hostname } from 'node:os'
import { connect as connectTls } from 'node:tls'
import { CliError, usageError } from '../cli-error.ts'
import { linesOf } from '../lines.ts'
import { syslogFrame } from './syslog-message.ts'

/**
 * Sends an export to a syslog collector once: over TLS (RFC 5425), or over plain TCP to one that is near. Syslog has no
 * acknowledgement: that all was handed over and the collector closed in order is the most that can be said.
 */

export interface SyslogTarget {
  readonly isTls: boolean
  readonly host: string
  readonly port: number
  /** PEM; undefined: the authorities that Node knows. */
  readonly ca: string | undefined
}

/** RFC 5425 4.1. For plain TCP there is no port of its own. */
const TLS_PORT = 6514
/** Milliseconds to connect, and in which a collector may take nothing. */
const SILENT_MS = 10_000

export function syslogTarget(address: string, caFile: string | undefined): SyslogTarget {
  const url = URL.canParse(address) ? new URL(address) : null
  const isTls = url?.protocol === 'tls:'
  const port = url?.port ? Number(url.port) : isTls ? TLS_PORT : 0
  const isMore =
    url !== null && `${url.username}${url.password}${url.pathname}${url.search}${url.hash}` !== ''
  if (url === null || !(isTls || url.protocol === 'tcp:') || url.hostname === '' || port === 0 || isMore) {
    throw usageError(
      `"${address}" is not where a syslog collector could be.`,
      'Give --syslog tls://host:6514, or tcp://host:port for one on this machine or behind a tunnel.',
    )
  }
  if (caFile !== undefined && !isTls) throw usageError('--syslog-ca goes with tls:// alone.')
  return { isTls, host: url.hostname.replaceAll(/[[\]]/g, ''), port, ca: readCa(caFile) }
}

function readCa(file: string | undefined): string | undefined {
  if (file === undefined) return undefined
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw usageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}).`)
  }
}

/** How many messages were handed over. */
export async function sendToSyslog(
  target: SyslogTarget,
  pieces: AsyncIterable<Uint8Array>,
  silentMs = SILENT_MS,
): Promise<number> {
  const collector = await Collector.reach(target, silentMs)
  let sent = 0
  try {
    for await (const line of linesOf(pieces)) {
      if (line === null || line === '') continue
      const now = new Date().toISOString()
      await collector.give(syslogFrame(line, { host: hostname(), processId: process.pid, now }))
      sent += 1
    }
    await collector.end()
    return sent
  } catch (error) {
    if (error instanceof CliError) throw error
    throw brokenOff(target, error, sent)
  } finally {
    collector.leave()
  }
}

/**
 * The collector is timed while it is waited for (to connect, to take what was written, to close), and not while there is nothing
 * for it: the API may be slow, or ask to wait for a minute.
 */
class Collector {
  readonly #socket: Socket
  readonly #silentMs: number
  readonly #gone = Promise.withResolvers<never>()
  readonly #closed: Promise<void>

  private constructor(socket: Socket, silentMs: number) {
    this.#socket = socket
    this.#silentMs = silentMs
    this.#gone.promise.catch(() => undefined)
    this.#closed = new Promise((resolve) => socket.once('close', () => resolve()))
    socket.once('error', (error) => this.#gone.reject(error))
    socket.once('close', () => this.#gone.reject(new Error('it hung up')))
    socket.on('timeout', () => socket.destroy(new Error('it took nothing for ten seconds')))
    // A collector says nothing; whatever it does say is not kept.
    socket.resume()
  }

  static async reach(target: SyslogTarget, silentMs: number): Promise<Collector> {
    const { isTls, host, port, ca } = target
    const socket = isTls
      ? connectTls({
          ...{ host, port, minVersion: 'TLSv1.2' },
          // RFC 6066 3: an address is no server name.
          ...(isIP(host) === 0 && { servername: host }),
          ...(ca !== undefined && { ca }),
        })
      : connectTcp({ host, port })
    const collector = new Collector(socket, silentMs)
    const ready = new Promise<void>((resolve) =>
      socket.once(isTls ? 'secureConnect' : 'connect', () => resolve()),
    )
    try {
      await collector.#timed(ready)
    } catch (error) {
      socket.destroy()
      throw unreachable(target, error)
    }
    return collector
  }

  /** Resolves when there is room for the next. */
  async give(bytes: Uint8Array): Promise<void> {
    if (this.#socket.destroyed) await this.#gone.promise
    if (this.#socket.write(bytes)) return
    await this.#timed(new Promise<void>((resolve) => this.#socket.once('drain', () => resolve())))
  }

  async end(): Promise<void> {
    await this.#timed(new Promise<void>((resolve) => this.#socket.end(() => resolve())))
    this.#socket.setTimeout(this.#silentMs)
    await this.#closed
  }

  async #timed(step: Promise<void>): Promise<void> {
    this.#socket.setTimeout(this.#silentMs)
    await Promise.race([step, this.#gone.promise])
    this.#socket.setTimeout(0)
  }

  leave(): void {
    this.#socket.destroy()
  }
}

const nameOf = ({ isTls, host, port }: SyslogTarget): string =>
  `${isTls ? 'tls' : 'tcp'}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`

const reasonOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException
  return code ?? message
}

/** What Node says of certificates that do not hold. */
const CERTIFICATE = /CERT|ALTNAME|SELF_SIGNED|UNABLE_TO_/

function unreachable(target: SyslogTarget, error: unknown): CliError {
  const why = reasonOf(error)
  return new CliError(`The collector at ${nameOf(target)} cannot be reached.`, {
    why,
    next: CERTIFICATE.test(why)
      ? 'Nothing was sent. Give --syslog-ca with the authority that made its certificate, and the name that stands in it.'
      : 'Nothing was sent. Look whether it listens there, and whether a firewall lets this machine through.',
  })
}

const brokenOff = (target: SyslogTarget, error: unknown, sent: number): CliError =>
  new CliError(`The collector at ${nameOf(target)} broke off after ${sent} messages.`, {
    why: reasonOf(error),
    next: 'Syslog does not say which arrived. Send them again: externalId tells a finding that comes twice.',
  })
