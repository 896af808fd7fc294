import { rm, writeFile } from 'node:fs/promises'
import { migrate } from '../../db/migrate.ts'
import { lockFolder } from '../../embedded/folder-lock.ts'
import { createClient, FOLLOWING_PATIENCE_MS } from '../api-client.ts'
import { CliError } from '../cli-error.ts'
import { followRuns } from '../follow.ts'
import { describeCapabilities } from '../integrations/describe.ts'
import { testNow, untilTested } from '../integrations/until-tested.ts'
import type { Io } from '../io.ts'
import { adoptMasterKey } from '../migrate-run.ts'
import type { Addresses, Places } from '../place.ts'
import { placesIn } from '../place.ts'
import type { RunDetail } from '../run-view.ts'
import type { SimulatorReady } from '../simulate-role.ts'
import { bundleAhead } from './bundle.ts'
import type { SimulatedTenant } from './demo.ts'
import { collectNow, ensureIntegration } from './demo.ts'
import type { KeptTenant } from './kept-files.ts'
import { keepFolder, keepMasterKey, keepTenant, keepToken } from './kept-files.ts'
import type { UpFlags, UpOptions } from './options.ts'
import { readUpOptions } from './options.ts'
import type { Ports } from './ports.ts'
import { choosePorts } from './ports.ts'
import { gatherReport } from './report.ts'
import { readMasterKey, startApiRole, startSimulatorRole, startWorkerRole } from './roles.ts'
import { startServices } from './services.ts'
import { settleAll } from './settle-all.ts'
import type { StopSignals } from './stop-signals.ts'
import { EXIT_OF_SIGNAL, Stopped, watchSignals } from './stop-signals.ts'
import { compareAfterRun } from './truth/after-run.ts'
import { describeWelcome, showFindings } from './words.ts'

/**
 * `casbah up`: everything on one machine, in the order in which things need each other. Whatever started is on one
 * stack and is stopped from its top, whether the end comes by Ctrl-C, by an error or by `--once`.
 */
export async function runUp(io: Io, flags: UpFlags): Promise<void> {
  const options = readUpOptions(flags, io.env)
  const say = (line: string) => io.err(`casbah: ${line}`)
  const signals = watchSignals(say)
  await using stack = new AsyncDisposableStack()
  stack.defer(() => signals.dispose())
  try {
    await collectOnce({ io, options, say, signals, stack })
  } catch (error) {
    const by = signals.received()
    if (by === undefined) throw error
    // Ctrl-C is how a person ends this command: an end, not a failure. With --once the result is missing.
    process.exitCode = options.once ? EXIT_OF_SIGNAL[by] : 0
  }
}

interface UpContext {
  readonly io: Io
  readonly options: UpOptions
  readonly say: (line: string) => void
  readonly signals: StopSignals
  readonly stack: AsyncDisposableStack
}

async function collectOnce(context: UpContext): Promise<void> {
  const { io, options, say, signals } = context
  const clock = stopwatch()
  const system = await startSystem(context, clock)
  const api = createClient({
    url: system.addresses.api,
    token: system.token,
    signal: signals.signal,
    patienceMs: FOLLOWING_PATIENCE_MS,
  })

  const tenant = asTenant(system.simulator, system.tenant)
  const { integration, isNew } = await ensureIntegration(api, tenant)
  say(
    isNew
      ? `integration "${integration.display_name}" added`
      : `integration "${integration.display_name}" is there`,
  )
  const detail = isNew
    ? await untilTested(api, integration.id, signals.signal)
    : await testNow(api, integration.id, signals.signal)
  for (const line of describeCapabilities(detail, io.paint)) io.err(line)
  clock.lap('connection_test')

  const tickets = await collectNow(api, integration.id)
  const runIds = [tickets.full.run_id, tickets.incremental.run_id]
  const runs = await followRuns(io, api, runIds, { signal: signals.signal, watch: refuseHopeless })
  clock.lap('collection_and_rules')

  const compare = () => compareAfterRun(system, integration.id, runs)
  const report = await gatherReport(api, {
    ...{ integrationId: integration.id, runs, system, options, clock, compare },
  })
  if (options.json) io.out(JSON.stringify(report, null, 2))
  else showFindings(io, report)
  if (options.once) return
  for (const line of describeWelcome(io, system)) io.err(line)
  await Promise.race([untilStopped(signals.signal), system.broken.then(failBroken)])
}

/** With nobody to mend it, a run that waits for a person would wait for ever. */
function refuseHopeless(runs: readonly RunDetail[]): void {
  const stuck = runs.find((run) => run.state === 'waiting_for_credentials')
  if (stuck === undefined) return
  throw new CliError('The collection waits for a credential to be replaced.', {
    why: 'The simulated tenant refused a key, which it does only when it is not the tenant of this folder.',
    next: 'Start with a new folder: --data DIR.',
  })
}

async function untilStopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

function failBroken(words: string): never {
  throw new CliError('A service that everything needs is gone.', {
    why: words,
    next: 'Start again: npm start',
  })
}

export interface System {
  readonly places: Places
  readonly tenant: KeptTenant
  readonly simulator: SimulatorReady
  readonly addresses: Addresses
  readonly token: string
  readonly databaseUrl: string
  readonly broken: Promise<string>
}

async function startSystem(context: UpContext, clock: Stopwatch): Promise<System> {
  const { io, options, say, signals, stack } = context
  const places = placesIn(options.folder)
  await keepFolder(places)
  const lock = await lockFolder(places.folder, 'Casbah')
  stack.defer(() => lock.release())
  const tenant = await keepTenant(places, options.tenant, new Date())
  if (await keepMasterKey(places))
    say(`made a master key: ${places.masterKey} (keep it; it opens what is sealed)`)
  const token = await keepToken(places)
  const ports = await choosePorts(options.ports, { once: options.once, say })
  stack.defer(async () => void (await Promise.all([ports.api.release(), ports.codec.release()])))
  const roles = { io, places, ports, say, stack }

  say(`starting PostgreSQL, Temporal and the simulated tenant; data is in ${places.folder}`)
  const [services, simulator, workflowBundle] = await settleAll(
    startServices(roles),
    startSimulatorRole(roles, tenant, options.rateFactor),
    bundleAhead(places, signals.signal),
  )
  stopIfAsked(signals)
  say(simulator.ready.description)
  clock.lap('services')
  await migrate(services.databaseUrl, say)
  await adoptMasterKey(services.databaseUrl, readMasterKey(places))
  clock.lap('migrate')
  const { rateFactor } = options
  const settings = { services, simulator: simulator.ready, rateFactor, workflowBundle }
  const [api, worker] = await settleAll(startApiRole(roles, settings), startWorkerRole(roles, settings))
  stopIfAsked(signals)
  clock.lap('roles')
  const addresses = describeAddresses(ports, {
    api: api.ready.url,
    temporal: services.temporalAddress,
    temporalUi: services.temporalUi,
    simulator: simulator.ready.platformUrl,
    workerHealth: worker.ready.healthUrl,
    databaseUrl: services.databaseUrl,
  })
  await writeFile(places.addresses, `${JSON.stringify(addresses, null, 2)}\n`, { mode: 0o600 })
  stack.defer(() => rm(places.addresses, { force: true }))
  const { databaseUrl, broken } = services
  return { places, tenant, simulator: simulator.ready, addresses, token, databaseUrl, broken }
}

function stopIfAsked(signals: StopSignals): void {
  const by = signals.received()
  if (by !== undefined) throw new Stopped(by)
}

function describeAddresses(
  ports: Ports,
  at: Omit<Addresses, 'pid' | 'startedAt' | 'codec' | 'postgresPort'> & { readonly databaseUrl: string },
): Addresses {
  const { databaseUrl, ...rest } = at
  return {
    pid: process.pid,
    startedAt: new Date().toISOString(),
    ...rest,
    codec: `http://127.0.0.1:${ports.codec.port}`,
    postgresPort: Number(new URL(databaseUrl).port),
  }
}

/** The recorded bodies are of the API platform alone: an admin key and an organization id, nothing more. */
function asTenant(simulator: SimulatorReady, tenant: KeptTenant): SimulatedTenant {
  const recorded = tenant.recordings !== null
  return {
    displayName: recorded ? 'Recordings' : 'Simulated tenant',
    organizationId: simulator.organizationId,
    workspaceId: recorded ? null : simulator.workspaceId,
    adminKey: simulator.keys.admin,
    complianceKey: recorded ? null : simulator.keys.compliance,
    ownDomains: simulator.ownDomains,
  }
}

export interface Stopwatch {
  /** Ends a lap; its milliseconds are kept under this name. */
  lap(name: string): void
  laps(): Readonly<Record<string, number>>
}

function stopwatch(): Stopwatch {
  const began = performance.now()
  const laps: Record<string, number> = {}
  let last = began
  return {
    lap(name) {
      const now = performance.now()
      laps[name] = Math.round(now - last)
      last = now
    },
    laps: () => ({ ...laps, total: Math.round(performance.now() - began) }),
  }
}
