import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { hostname } from 'node:os'
import { SYSLOG_TLS_PORT } from '../../model/schema/syslog-url.ts'
import type { CollectorPlace } from '../../syslog/collector.ts'
import { Collector, SILENT_MS } from '../../syslog/collector.ts'
import { syslogFrame } from '../../syslog/message.ts'
import { CliError, usageError } from '../cli-error.ts'
import { linesOf } from '../lines.ts'

/**
 * Sends an export to a syslog collector once: over TLS (RFC 5425), or over plain TCP to one that is near. Syslog has no
 * acknowledgement: that all was handed over and the collector closed in order is the most that can be said.
 */

export type SyslogTarget = Omit<CollectorPlace, 'lookup'>

export function syslogTarget(address: string, caFile: string | undefined): SyslogTarget {
  const url = URL.canParse(address) ? new URL(address) : null
  const isTls = url?.protocol === 'tls:'
  const port = url?.port ? Number(url.port) : isTls ? SYSLOG_TLS_PORT : 0
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
  const collector = await Collector.reach(target, silentMs).catch((error: unknown) => {
    throw unreachable(target, error)
  })
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
