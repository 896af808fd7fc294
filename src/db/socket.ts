import type { Socket } from 'node:net'
import { connect } from 'node:net'

/**
 * The half-open trap: when packets vanish (a firewall forgets the flow, a host is cut off), a query on that
 * connection never settles, and neither `connect_timeout` nor keep-alive helps for a quarter of an hour. The
 * server bounds every statement by `statement_timeout`, so a connection on which nothing at all moved for
 * longer than that, and a margin, is dead. Node's own inactivity timer on the socket sees exactly this; it
 * destroys the socket, and the driver then fails the query, the transaction and the connection at once.
 * Idle pooled connections end by the same timer, which costs one reconnect.
 */
export interface SocketTarget {
  readonly host: string | readonly string[]
  readonly port: number | readonly number[]
  readonly path?: string | undefined | false
}

export function openSocket(target: SocketTarget, connectMs: number, silenceMs: number): Promise<Socket> {
  const host = typeof target.host === 'string' ? target.host : (target.host[0] ?? '127.0.0.1')
  const port = typeof target.port === 'number' ? target.port : (target.port[0] ?? 5432)
  const socket = target.path ? connect({ path: target.path }) : connect({ host, port })
  socket.setNoDelay(true)
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => socket.destroy(silence(connectMs, 'CONNECT_TIMEOUT')), connectMs)
    socket.once('error', reject)
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.off('error', reject)
      socket.setTimeout(silenceMs, () => socket.destroy(silence(silenceMs, 'CONNECTION_SILENT')))
      resolve(socket)
    })
    socket.once('close', () => clearTimeout(timer))
  })
}

function silence(ms: number, code: string): Error {
  const why = `Postgres did not answer for ${ms} ms, so the connection was given up (${code})`
  return Object.assign(new Error(why), { code })
}
