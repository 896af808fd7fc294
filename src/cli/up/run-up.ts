import { createClient, FOLLOWING_PATIENCE_MS } from '../api-client.ts'
import { CliError } from '../cli-error.ts'
import { EXIT } from '../exit-codes.ts'
import { followRuns } from '../follow.ts'
import { describeCapabilities } from '../integrations/describe.ts'
import { testNow, untilTested } from '../integrations/until-tested.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import type { RunDetail } from '../run-view.ts'
import type { SimulatorReady } from '../simulate-role.ts'
import type { SimulatedTenant } from './demo.ts'
import { collectNow, ensureIntegration } from './demo.ts'
import type { KeptTenant } from './kept-files.ts'
import type { UpFlags } from './options.ts'
import { readUpOptions } from './options.ts'
import { gatherReport } from './report.ts'
import { EXIT_OF_SIGNAL, watchSignals } from './stop-signals.ts'
import type { Stopwatch } from './stopwatch.ts'
import { stopwatch } from './stopwatch.ts'
import type { System, UpContext } from './system.ts'
import { startSystem } from './system.ts'
import { compareAfterRun } from './truth/after-run.ts'
import { describeWelcome, showFindings } from './words.ts'

/**
 * `casbah up`: everything on one machine. Whatever started is on one stack and is stopped from its top, whether the
 * end comes by Ctrl-C, by an error, by a service that broke, or by `--once`.
 */
export async function runUp(io: Io, flags: UpFlags): Promise<void> {
  const options = readUpOptions(flags, io.env)
  const say = (line: string) => io.err(`casbah: ${line}`)
  const signals = watchSignals(say)
  await using stack = new AsyncDisposableStack()
  stack.defer(() => signals.dispose())
  try {
    await serve({ io, options, say, signals, stack })
  } catch (error) {
    const by = signals.received()
    // What was under way when a service broke fails in many ways; the cause is what broke.
    if (by === undefined) throw signals.signal.aborted ? signals.signal.reason : error
    // Ctrl-C is how a person ends this command: an end, not a failure. With --once the result is missing.
    process.exitCode = options.once ? EXIT_OF_SIGNAL[by] : EXIT.ok
  }
}

async function serve(context: UpContext): Promise<void> {
  const { io, options, signals } = context
  const clock = stopwatch()
  const system = await startSystem(context, clock)
  void system.broken.then((words) => signals.fail(brokenBy(words)))
  const runs = await collect(context, system, clock)
  if (runs.some(({ state }) => state === 'failed' || state === 'cancelled')) process.exitCode = EXIT.error
  if (options.once) return
  for (const line of describeWelcome(io, system)) io.err(line)
  await untilAborted(signals.signal)
}

/** The first connection test and Collect Now, and what came of them. */
async function collect(context: UpContext, system: System, clock: Stopwatch): Promise<RunDetail[]> {
  const { io, options, say, signals } = context
  const { signal } = signals
  const api = createClient({
    url: system.addresses.api,
    token: system.token,
    signal,
    patienceMs: FOLLOWING_PATIENCE_MS,
  })
  const { integration, isNew } = await ensureIntegration(api, asTenant(system.simulator, system.tenant))
  say(`integration "${integration.display_name}" ${isNew ? 'added' : 'is there'}`)
  const tested = await (isNew ? untilTested : testNow)(api, integration.id, signal)
  for (const line of describeCapabilities(tested, io.paint)) io.err(line)
  clock.lap('connection_test')

  const tickets = await collectNow(api, integration.id)
  const runIds = [tickets.full.run_id, tickets.incremental.run_id]
  const runs = await followRuns(io, api, runIds, { signal, watch: refuseHopeless })
  clock.lap('collection_and_rules')

  const compare = () => compareAfterRun(system, integration.id, runs)
  const gathered = { integrationId: integration.id, runs, system, options, clock, compare }
  const report = await gatherReport(api, gathered)
  if (options.json) io.out(jsonText(report))
  else showFindings(io, report)
  return runs
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

/** Ends by throwing why it was aborted, as everything that waits on the signal does. */
async function untilAborted(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted()
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

const brokenBy = (words: string): CliError =>
  new CliError('A service that everything needs is gone.', {
    why: words,
    next: 'Start again: npm start',
    exitCode: EXIT.serviceUnavailable,
  })

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
