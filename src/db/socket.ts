import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'

/**
 * Two traps of a lost connection, both closed at the socket that we hand to the driver (postgres.js 3.4.9).
 *
 * Half open: when packets vanish (a firewall forgets the flow, a host is cut off), a query never settles, and neither
 * `connect_timeout` nor keep-alive helps for a quarter of an hour. The server bounds every statement by
 * `statement_timeout`, so a connection on which nothing at all moved for longer than that, and a margin, is dead.
 * Node's inactivity timer sees exactly this and destroys the socket. Idle pooled connections end by the same
 * timer, which costs a reconnect.
 *
 * Rollback into the void: when a connection breaks inside a transaction, the driver sends `rollback` on it. Between
 * the socket's `error` and its `close` that query is queued, never rejected, and then blocks the connection's next
 * life; after `close` it is written to a socket that is null. So both events are held back, and played in an order
 * that the driver can bear: `error`, a turn of the event loop in which `rollback` is queued, `error` again, which
 * rejects it (once for each level of savepoints), and only then `close`. Outside a transaction both are played at
 * once, so that the pool gives the dying connection nothing more. Which of the two it is, the server says at the end
 * of each answer (`ReadyForQuery`: idle, in a transaction, in a failed one).
 */
export interface SocketTarget {
  readonly host: string | readonly string[]
  readonly port: number | readonly number[]
  readonly path?: string | undefined | false
}

/** Levels of transactions and savepoints that may each send a rollback, and one more. */
const ROUNDS = 4

export function openSocket(target: SocketTarget, silenceMs: number): Socket {
  const host = typeof target.host === 'string' ? target.host : (target.host[0] ?? '127.0.0.1')
  const port = typeof target.port === 'number' ? target.port : (target.port[0] ?? 5432)
  const socket = target.path ? connect({ path: target.path }) : connect({ host, port })
  socket.setNoDelay(true)
  socket.setTimeout(silenceMs, () => socket.destroy(connectionLost(silenceMs)))
  holdBackLoss(socket)
  return socket
}

/** The start of `ReadyForQuery`; one more byte says the state. Answers end with it. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5])
const IDLE = 'I'.charCodeAt(0)

/** Follows what the server says of the transaction. */
function watchTransaction(socket: Socket): () => boolean {
  let inside = false
  socket.on('data', (bytes: Buffer) => {
    const at = bytes.length - READY.length - 1
    if (at >= 0 && bytes.subarray(at, -1).equals(READY)) inside = bytes.at(-1) !== IDLE
  })
  return () => inside
}

function holdBackLoss(socket: Socket): void {
  const isInside = watchTransaction(socket)
  const emit = socket.emit.bind(socket) as (event: string, ...args: unknown[]) => boolean
  let cause: unknown
  socket.emit = (event: string, ...args: unknown[]) => {
    if (event === 'error') {
      cause ??= args[0]
      return true
    }
    if (event !== 'close') return emit(event, ...args)
    void playLoss(socket, emit, cause ?? connectionClosed(), args[0] === true, isInside() ? ROUNDS : 0)
    return true
  }
}

async function playLoss(
  socket: Socket,
  emit: (event: string, ...args: unknown[]) => boolean,
  cause: unknown,
  hadError: boolean,
  rounds: number,
): Promise<void> {
  const fail = () => socket.listenerCount('error') > 0 && emit('error', cause)
  for (let round = 0; round < rounds; round += 1) {
    fail()
    await nextTurn()
  }
  fail()
  emit('close', hadError)
}

function connectionLost(ms: number): Error {
  const why = `Postgres did not answer for ${ms} ms, so the connection was given up (CONNECTION_SILENT)`
  return Object.assign(new Error(why), { code: 'CONNECTION_SILENT' })
}

function connectionClosed(): Error {
  const why = 'Postgres closed the connection (CONNECTION_CLOSED); what ran on it is tried again'
  return Object.assign(new Error(why), { code: 'CONNECTION_CLOSED' })
}
