import { createServer } from 'node:net'
import { claimPort, isPortFree, LOOPBACK, portOwner } from '../../embedded/network.ts'
import type { AskedPorts } from './options.ts'

/**
 * Ports that must be known before the one who listens on them starts (the API's, which is printed, and the codec's,
 * which Temporal's UI is told) are held by a listener of ours until that very moment: the system could give a
 * merely free one to anybody in the meantime. All others are chosen by who listens, and told.
 */
export interface HeldPort {
  readonly port: number
  /** Lets go of it, for the one who is to have it. Can be called again. */
  release(): Promise<void>
}

export interface Ports {
  readonly api: HeldPort
  readonly codec: HeldPort
  /** Undefined: any free one. */
  readonly temporal: number | undefined
  readonly temporalUi: number | undefined
}

/** The ports that people know: ours, and Temporal's own. */
const USUAL = { api: 8787, temporal: 7233, temporalUi: 8233 } as const
const WHAT = { api: 'the API', temporal: "Temporal's server", temporalUi: "Temporal's UI" } as const

interface Choice {
  /** A start that ends by itself: nobody is told to come and look, and several may run at once. */
  readonly once: boolean
  readonly say: (line: string) => void
}

/** A port that was asked for must be free; a usual one is given up with a word. */
export async function choosePorts(asked: AskedPorts, choice: Choice): Promise<Ports> {
  const api = await wanted('api', asked, choice)
  return {
    api: await hold(api ?? 0),
    codec: await hold(0),
    temporal: await wanted('temporal', asked, choice),
    temporalUi: await wanted('temporalUi', asked, choice),
  }
}

async function wanted(
  name: keyof typeof USUAL,
  asked: AskedPorts,
  { once, say }: Choice,
): Promise<number | undefined> {
  if (asked[name] !== undefined) return claimPort(asked[name], WHAT[name])
  if (once) return undefined
  if (await isPortFree(USUAL[name])) return USUAL[name]
  const owner = (await portOwner(USUAL[name])) ?? 'another program'
  say(`port ${USUAL[name]} is taken by ${owner}; ${WHAT[name]} takes another`)
  return undefined
}

async function hold(port: number): Promise<HeldPort> {
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: LOOPBACK, port, exclusive: true }, resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A listener on a port has no port.')
  return {
    port: address.port,
    release: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
      }),
  }
}
