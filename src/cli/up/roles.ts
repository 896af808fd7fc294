import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { API_NODE_FLAGS } from '../api-heap.ts'
import type { ApiReady } from '../api-role.ts'
import type { Io } from '../io.ts'
import type { Places } from '../place.ts'
import type { SimulatorReady } from '../simulate-role.ts'
import { WORKER_NODE_FLAGS } from '../worker/heap.ts'
import type { WorkerReady } from '../worker-role.ts'
import type { KeptRole } from './keep-running.ts'
import { keepRunning } from './keep-running.ts'
import type { KeptTenant } from './kept-files.ts'
import type { Ports } from './ports.ts'
import type { Services } from './services.ts'

/** The three roles of one machine, each a child process that is started again when it dies. */
export interface RolesContext {
  readonly io: Io
  readonly places: Places
  readonly ports: Ports
  readonly say: (line: string) => void
  readonly stack: AsyncDisposableStack
}

export async function startSimulatorRole(
  { io, places, say, stack }: RolesContext,
  tenant: KeptTenant,
  rateFactor: number,
): Promise<KeptRole<SimulatorReady>> {
  const { seed, epoch, users, gpts, projects, days, messages, scenario, recordings } = tenant
  const sizes = { seed, epoch, users, gpts, projects, days, messages, scenario }
  const flags = (first: SimulatorReady | undefined) => ({
    ...sizes,
    'rate-factor': rateFactor,
    'calls-file': places.simulatorCalls,
    port: portOf(first?.platformUrl),
    'download-port': portOf(first?.downloadUrl),
    ...(recordings === null ? {} : { recordings }),
  })
  const args = (first: SimulatorReady | undefined) =>
    Object.entries(flags(first)).flatMap(([name, value]) => [`--${name}`, String(value)])
  const role = await keepRunning<SimulatorReady>(
    (first) => ({
      name: 'simulated tenant',
      args: ['simulate', ...args(first)],
      env: systemEnv(io.env),
      logFile: join(places.logs, 'simulator.log'),
    }),
    say,
  )
  stack.defer(() => role.stop())
  return role
}

export interface RoleSettings {
  readonly workflowBundle: string
  readonly services: Services
  readonly simulator: Pick<SimulatorReady, 'platformUrl' | 'complianceUrl'>
  readonly rateFactor: number
}

export async function startApiRole(
  { io, places, ports, say, stack }: RolesContext,
  settings: RoleSettings,
): Promise<KeptRole<ApiReady>> {
  await Promise.all([ports.api.release(), ports.codec.release()])
  const role = await keepRunning<ApiReady>(
    () => ({
      name: 'API',
      nodeFlags: API_NODE_FLAGS,
      args: ['api'],
      env: {
        ...roleEnv(io, places, settings),
        CASBAH_API_PORT: String(ports.api.port),
        CASBAH_CODEC_PORT: String(ports.codec.port),
        CASBAH_BOOTSTRAP_TOKEN_FILE: places.token,
        ...(settings.services.temporalUi === '' ? {} : { CASBAH_CODEC_ORIGIN: settings.services.temporalUi }),
      },
      logFile: join(places.logs, 'api.log'),
    }),
    say,
  )
  stack.defer(() => role.stop())
  return role
}

export async function startWorkerRole(
  { io, places, say, stack }: RolesContext,
  settings: RoleSettings,
): Promise<KeptRole<WorkerReady>> {
  const role = await keepRunning<WorkerReady>(
    (first) => ({
      name: 'worker',
      nodeFlags: WORKER_NODE_FLAGS,
      args: ['worker'],
      env: {
        ...roleEnv(io, places, settings),
        CASBAH_WORKER_PORT: portOf(first?.healthUrl),
        CASBAH_WORKFLOW_BUNDLE: settings.workflowBundle,
      },
      logFile: join(places.logs, 'worker.log'),
    }),
    say,
  )
  stack.defer(() => role.stop())
  return role
}

/** The port that was chosen; at the first start any free one. */
const portOf = (url: string | undefined): string => (url === undefined ? '0' : new URL(url).port)

function roleEnv(
  { env }: Io,
  places: Places,
  { services, simulator, rateFactor }: RoleSettings,
): NodeJS.ProcessEnv {
  return {
    ...systemEnv(env),
    DATABASE_URL: services.databaseUrl,
    TEMPORAL_ADDRESS: services.temporalAddress,
    TEMPORAL_NAMESPACE: services.namespace,
    TEMPORAL_UI_URL: services.temporalUi,
    CASBAH_MASTER_KEY_FILE: places.masterKey,
    OPENAI_PLATFORM_URL: simulator.platformUrl,
    OPENAI_COMPLIANCE_URL: simulator.complianceUrl,
    CASBAH_RATE_FACTOR: String(rateFactor),
    ...handedOn(env),
  }
}

/** Casbah's own settings are ours to give: a stray one in the caller's environment must not steer a role elsewhere. */
const OURS = /^(CASBAH_|OPENAI_|TEMPORAL_(ADDRESS|NAMESPACE|UI_URL)|DATABASE_)/

/** What an operator says here too: how much may be asked, whom destinations reach and how, where links lead, how much is logged. */
const HANDED_ON = /^CASBAH_(API_[A-Z_]+_PER_MINUTE|WEBHOOK_[A-Z_]+|PUBLIC_URL|LOG_LEVEL)$/
/** What the command line itself goes by, whichever command it is. */
const OF_THE_COMMAND = /^CASBAH_(DATA|NODE|LEASH_FD|URL|TOKEN|TOKEN_FILE)$/

export const handedOn = (env: Io['env']): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name, value]) => value !== '' && HANDED_ON.test(name)))

/** Names of settings that somebody has set and nobody here goes by: who set one should not have to find out. */
export const unheeded = (env: Io['env']): readonly string[] =>
  Object.keys(env)
    .filter((name) => name.startsWith('CASBAH_') && !HANDED_ON.test(name) && !OF_THE_COMMAND.test(name))
    .sort()

const systemEnv = (env: Io['env']): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !OURS.test(name)))

export const readMasterKey = ({ masterKey }: Places): string => readFileSync(masterKey, 'utf8').trim()
