import { isIP } from 'node:net'
import { hostname } from 'node:os'
import { collectorPort, collectorUrl, syslogUrlProblem } from '../../model/schema/syslog-url.ts'
import { Collector, SILENT_MS } from '../../syslog/collector.ts'
import { syslogFrame } from '../../syslog/message.ts'
import { codeOf } from '../../webhooks/client.ts'
import { pinned, resolvePlace } from '../../webhooks/pin.ts'
import type { Outgoing, SendAnswer, Target } from '../sender.ts'
import { cefLines } from './lines.ts'

type Answer = SendAnswer extends infer One ? (One extends unknown ? Omit<One, 'latencyMs'> : never) : never

/**
 * Over TLS (RFC 5425), to an address that was judged as a webhook's is. Syslog acknowledges nothing: that all was handed over
 * and the collector closed in order is what counts as taken.
 */
export async function sendToCollector(target: Target<'syslog'>, outgoing: Outgoing): Promise<SendAnswer> {
  const startedAt = performance.now()
  const answer = await attempt(target, outgoing)
  return { ...answer, latencyMs: Math.round(performance.now() - startedAt) } as SendAnswer
}

async function attempt(target: Target<'syslog'>, outgoing: Outgoing): Promise<Answer> {
  const { url: text, allowedHosts, timeoutMs } = target
  const url = collectorUrl(text)
  if (url === null || syslogUrlProblem(text, allowedHosts) !== null) {
    return { kind: 'refused', code: 'url_not_allowed' }
  }
  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = target.signal ? AbortSignal.any([target.signal, timeout]) : timeout
  try {
    const place = await resolvePlace(url, { ...target, signal })
    if (place.kind !== 'pinned') return place
    const { settings } = target
    const host = url.hostname.replaceAll(/[[\]]/g, '')
    const [first] = place.addresses
    const collector = await Collector.reach(
      {
        ...{ isTls: true, host, port: collectorPort(url), ca: settings.ca ?? undefined },
        ...(isIP(host) === 0 && first !== undefined && { lookup: pinned(place.addresses) }),
      },
      Math.min(timeoutMs, SILENT_MS),
    )
    await handOver(collector, outgoing, signal)
    return { kind: 'handed_over' }
  } catch (error) {
    return { kind: 'unreachable', code: codeOf(error) }
  }
}

async function handOver(collector: Collector, outgoing: Outgoing, signal: AbortSignal): Promise<void> {
  const leave = (): void => collector.leave()
  signal.addEventListener('abort', leave, { once: true })
  try {
    signal.throwIfAborted()
    for (const line of cefLines(outgoing)) {
      const now = new Date().toISOString()
      await collector.give(syslogFrame(line, { host: hostname(), processId: process.pid, now }))
    }
    await collector.end()
  } finally {
    signal.removeEventListener('abort', leave)
    collector.leave()
  }
}
