import { once } from 'node:events'
import type { AddressInfo, Server, Socket } from 'node:net'

/** Something that listens as a collector does, and keeps what comes. */
export interface SyslogCollector {
  readonly port: number
  /** All that came, by connection. */
  readonly received: Buffer[]
  close(): Promise<void>
}

export async function listenForSyslog(
  make: (take: (socket: Socket) => void) => Server,
): Promise<SyslogCollector> {
  const received: Buffer[] = []
  const sockets = new Set<Socket>()
  const server = make((socket) => {
    sockets.add(socket)
    const at = received.push(Buffer.alloc(0)) - 1
    socket.on('data', (piece: Buffer) => {
      received[at] = Buffer.concat([received[at] ?? piece, piece])
    })
    socket.on('error', () => socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    received,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
