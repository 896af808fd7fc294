import { once } from 'node:events'
import type { Server, Socket } from 'node:net'
import { connect, createServer } from 'node:net'

/** A TCP proxy that can fall silent: bytes vanish both ways while every connection stays open. */
export class HalfOpenProxy {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #silent = false

  private constructor(server: Server) {
    this.#server = server
  }

  static async to(host: string, port: number): Promise<HalfOpenProxy> {
    const server = createServer()
    const proxy = new HalfOpenProxy(server)
    server.on('connection', (client) => proxy.#join(client, connect({ host, port })))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return proxy
  }

  get port(): number {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the proxy is not listening')
    return address.port
  }

  fallSilent(): void {
    this.#silent = true
  }

  /** New connections work again; what was lost stays lost. */
  recover(): void {
    this.#silent = false
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #join(client: Socket, upstream: Socket): void {
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.#sockets.add(from)
      from.on('data', (bytes) => {
        if (!this.#silent) to.write(bytes)
      })
      from.on('close', () => {
        this.#sockets.delete(from)
        if (!this.#silent) to.destroy()
      })
      from.on('error', () => to.destroy())
    }
  }
}
