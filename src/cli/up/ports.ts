import { claimPort, findFreePort, isPortFree, portOwner } from '../../embedded/network.ts'
import type { AskedPorts } from './options.ts'

export interface Ports {
  readonly api: number
  readonly temporal: number
  readonly temporalUi: number
  readonly codec: number
  readonly workerHealth: number
  readonly simulator: number
  readonly download: number
}

/** The ports that people know: ours, and Temporal's own. */
const USUAL = { api: 8787, temporal: 7233, temporalUi: 8233 } as const

/**
 * Chosen before anything starts, because services are told each other's address at their start. A port that was
 * asked for must be free; a usual one is given up with a word; the rest is nobody's to know.
 */
export async function choosePorts(
  asked: AskedPorts,
  { once, say }: { once: boolean; say: (line: string) => void },
): Promise<Ports> {
  const usual = async (name: keyof typeof USUAL, what: string) => {
    if (asked[name] !== undefined) return claimPort(asked[name], what)
    // Nobody is told to come and look at a start that ends by itself, and several may run at once.
    if (once) return findFreePort()
    if (await isPortFree(USUAL[name])) return USUAL[name]
    const port = await findFreePort()
    say(
      `port ${USUAL[name]} is taken by ${(await portOwner(USUAL[name])) ?? 'another program'}; ${what} takes ${port}`,
    )
    return port
  }
  return {
    api: await usual('api', 'the API'),
    temporal: await usual('temporal', "Temporal's server"),
    temporalUi: await usual('temporalUi', "Temporal's UI"),
    codec: await findFreePort(),
    workerHealth: await findFreePort(),
    simulator: await findFreePort(),
    download: await findFreePort(),
  }
}
