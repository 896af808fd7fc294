import { rm, writeFile } from 'node:fs/promises'
import { migrate } from '../../db/migrate.ts'
import { lockFolder } from '../../embedded/folder-lock.ts'
import type { ApiReady } from '../api-role.ts'
import type { Io } from '../io.ts'
import { adoptMasterKey } from '../migrate-run.ts'
import type { Addresses, Places } from '../place.ts'
import { placesIn } from '../place.ts'
import type { SimulatorReady } from '../simulate-role.ts'
import type { WorkerReady } from '../worker-role.ts'
import { bundleAhead } from './bundle.ts'
import type { KeptTenant } from './kept-files.ts'
import { keepFolder, keepMasterKey, keepTenant, keepToken } from './kept-files.ts'
import type { UpOptions } from './options.ts'
import type { Ports } from './ports.ts'
import { choosePorts } from './ports.ts'
import type { RoleSettings, RolesContext } from './roles.ts'
import { readMasterKey, startApiRole, startSimulatorRole, startWorkerRole, unheeded } from './roles.ts'
import type { Services } from './services.ts'
import { prepareTemporal, startServices } from './services.ts'
import { settleAll } from './settle-all.ts'
import type { StopSignals } from './stop-signals.ts'
import type { Stopwatch } from './stopwatch.ts'

/** Everything that one start runs, in the order in which things need each other. */
export interface System {
  readonly places: Places
  readonly tenant: KeptTenant
  readonly simulator: SimulatorReady
  readonly addresses: Addresses
  readonly token: string
  /** With a password: a secret. */
  readonly databaseUrl: string
  /** Resolves to words when a service that everything needs has ended by itself. */
  readonly broken: Promise<string>
}

export interface UpContext {
  readonly io: Io
  readonly options: UpOptions
  readonly say: (line: string) => void
  readonly signals: StopSignals
  /** Takes what must be stopped, last started first. */
  readonly stack: AsyncDisposableStack
}

export async function startSystem(context: UpContext, clock: Stopwatch): Promise<System> {
  const { options, signals } = context
  const { roles, places, tenant, token } = await claimFolder(context)
  const { say } = roles
  const names = unheeded(context.io.env)
  if (names.length > 0)
    say(`${names.join(', ')}: nobody here goes by it; start the roles apart for that (docker-compose.yml)`)
  say(`starting PostgreSQL, Temporal and the simulated tenant; data is in ${places.folder}`)
  const [services, simulator, workflowBundle] = await settleAll(
    startServices(roles),
    startSimulatorRole(roles, tenant, options.rateFactor),
    bundleAhead(places, signals.signal),
  )
  signals.signal.throwIfAborted()
  say(simulator.ready.description)
  clock.lap('services')
  await migrate(services.databaseUrl, say)
  await adoptMasterKey(services.databaseUrl, readMasterKey(places))
  await prepareTemporal(context.io, services, readMasterKey(places))
  clock.lap('migrate')
  const { rateFactor } = options
  const settings: RoleSettings = { services, simulator: simulator.ready, rateFactor, workflowBundle }
  const [api, worker] = await settleAll(startApiRole(roles, settings), startWorkerRole(roles, settings))
  signals.signal.throwIfAborted()
  clock.lap('roles')
  const ready = { api: api.ready, worker: worker.ready, simulator: simulator.ready }
  const addresses = await tellAddresses(context, places, roles.ports, services, ready)
  const { databaseUrl, broken } = services
  return { places, tenant, simulator: simulator.ready, addresses, token, databaseUrl, broken }
}

/** Takes the folder for this process, and finds or makes what is kept in it. */
async function claimFolder({ io, options, say, stack }: UpContext) {
  const places = placesIn(options.folder)
  await keepFolder(places)
  const lock = await lockFolder(places.folder, 'Casbah')
  stack.defer(() => lock.release())
  const tenant = await keepTenant(places, options.tenant, new Date())
  if (await keepMasterKey(places)) {
    say(`made a master key: ${places.masterKey} (keep it; it opens what is sealed)`)
  }
  const token = await keepToken(places)
  const ports = await choosePorts(options.ports, { once: options.once, say })
  stack.defer(async () => void (await Promise.all([ports.api.release(), ports.codec.release()])))
  const roles: RolesContext = { io, places, ports, say, stack }
  return { roles, places, tenant, token }
}

interface Ready {
  readonly api: ApiReady
  readonly worker: WorkerReady
  readonly simulator: SimulatorReady
}

/** For the other commands, as long as this start lasts. */
async function tellAddresses(
  { stack }: UpContext,
  places: Places,
  ports: Ports,
  services: Services,
  { api, worker, simulator }: Ready,
): Promise<Addresses> {
  const addresses: Addresses = {
    pid: process.pid,
    startedAt: new Date().toISOString(),
    api: api.url,
    temporal: services.temporalAddress,
    temporalUi: services.temporalUi,
    codec: `http://127.0.0.1:${ports.codec.port}`,
    simulator: simulator.platformUrl,
    postgresPort: Number(new URL(services.databaseUrl).port),
    workerHealth: worker.healthUrl,
  }
  await writeFile(places.addresses, `${JSON.stringify(addresses, null, 2)}\n`, { mode: 0o600 })
  stack.defer(() => rm(places.addresses, { force: true }))
  return addresses
}
