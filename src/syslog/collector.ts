import type { LookupFunction, Socket } from 'node:net'
import { connect as connectTcp, isIP } from 'node:net'
import { connect as connectTls } from 'node:tls'

export interface CollectorPlace {
  readonly isTls: boolean
  readonly host: string
  readonly port: number
  /** PEM; undefined: the authorities that Node knows. */
  readonly ca: string | undefined
  /** Which addresses the host's name stands for. Default: as the system says. */
  readonly lookup?: LookupFunction
}

/** Milliseconds to connect, and in which a collector may take nothing. */
export const SILENT_MS = 10_000

/**
 * The collector is timed while it is waited for (to connect, to take what was written, to close), and not while there is nothing
 * for it: the API may be slow, or ask to wait for a minute.
 */
export class Collector {
  readonly #socket: Socket
  readonly #silentMs: number
  readonly #gone = Promise.withResolvers<never>()

  private constructor(socket: Socket, silentMs: number) {
    this.#socket = socket
    this.#silentMs = silentMs
    this.#gone.promise.catch(() => undefined)
    socket.once('error', (error) => this.#gone.reject(error))
    socket.once('close', () => this.#gone.reject(new Error('it hung up')))
    socket.on('timeout', () => socket.destroy(new Error('it took nothing for ten seconds')))
    // A collector says nothing; whatever it does say is not kept.
    socket.resume()
  }

  static async reach(place: CollectorPlace, silentMs: number): Promise<Collector> {
    const { isTls, host, port, ca, lookup } = place
    const socket = isTls
      ? connectTls({
          ...{ host, port, minVersion: 'TLSv1.2' },
          // RFC 6066 3: an address is no server name.
          ...(isIP(host) === 0 && { servername: host }),
          ...(ca !== undefined && { ca }),
          ...(lookup !== undefined && { lookup }),
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
      throw error
    }
    return collector
  }

  /** Resolves when there is room for the next. */
  async give(bytes: Uint8Array): Promise<void> {
    if (this.#socket.destroyed) await this.#gone.promise
    if (this.#socket.write(bytes)) return
    await this.#timed(new Promise<void>((resolve) => this.#socket.once('drain', () => resolve())))
  }

  /**
   * Resolves when the collector has closed, too. Until then what was written may be in a buffer of this machine and go no
   * further: one that hangs or breaks off now has not taken it.
   */
  async end(): Promise<void> {
    const socket = this.#socket
    const closedThere = new Promise<void>((resolve) => socket.once('end', () => resolve()))
    await this.#timed(new Promise<void>((resolve) => socket.end(() => resolve())))
    await this.#timed(closedThere)
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
