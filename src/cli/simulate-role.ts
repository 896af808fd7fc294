import { describeOptions, InvalidSimulatorOption, resolveOptions } from '../simulator/options.ts'
import type { SimulatorKeys } from '../simulator/server.ts'
import { startSimulator } from '../simulator/server.ts'
import { OWN_DOMAINS } from '../simulator/tenant/tenant.ts'
import { CliError, usageError } from './cli-error.ts'
import type { Io } from './io.ts'
import { runRole } from './role.ts'
import type { SimulateFlags } from './simulate.ts'

export interface SimulatorReady {
  readonly platformUrl: string
  readonly complianceUrl: string
  readonly downloadUrl: string
  readonly organizationId: string
  readonly workspaceId: string
  /** They open the simulation and nothing else. */
  readonly keys: SimulatorKeys
  readonly ownDomains: readonly string[]
  /** What tenant it is, in words. */
  readonly description: string
}

export function simulate(io: Io, flags: SimulateFlags): Promise<void> {
  const options = readOptions(flags)
  return runRole<SimulatorReady>(
    io,
    'simulate',
    async () => {
      const simulator = await startSimulator(options).catch(refusePort)
      const { platformUrl, complianceUrl, downloadUrl, organizationId, workspaceId, keys } = simulator
      return {
        ready: {
          ...{ platformUrl, complianceUrl, downloadUrl, organizationId, workspaceId, keys },
          ownDomains: OWN_DOMAINS,
          description: describeOptions(options),
        },
        stop: () => simulator.close(),
      }
    },
    ({ platformUrl, description }) =>
      `${description}\nsimulate: both APIs at ${platformUrl}; ids and keys at ${platformUrl.replace(/\/v1$/, '/_sim/info')}`,
  )
}

function refusePort(error: NodeJS.ErrnoException & { readonly port?: number }): never {
  if (error.code !== 'EADDRINUSE') throw error
  throw new CliError(`Port ${error.port} is taken.`, {
    why: 'Another program listens there.',
    next: 'Give other ports: --port and --download-port (0 takes any free one).',
  })
}

function readOptions({ messages, recordings, profile, scenario, ...flags }: SimulateFlags) {
  try {
    return resolveOptions({
      ...flags,
      messagesPerDay: messages,
      recordingsFile: recordings,
      planted: scenario?.join(' '),
      profile: profile as 'strict' | undefined,
    })
  } catch (error) {
    if (error instanceof InvalidSimulatorOption)
      throw usageError(error.message.replace(/^planted/, '--scenario'))
    throw new CliError((error as Error).message)
  }
}
