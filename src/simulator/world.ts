import { Changes } from './changes.ts'
import { CallLog } from './clp/calls.ts'
import { SignedLinks } from './clp/links.ts'
import { LogFiles, RETENTION_MICROS } from './clp/log-files.ts'
import type { SimulatorOptions } from './options.ts'
import { ScenarioState } from './scenario.ts'
import type { Tenant } from './tenant/tenant.ts'
import { makeTenant } from './tenant/tenant.ts'

/** Everything a route may look at: the tenant, the switches, the clock. */
export interface World {
  readonly options: SimulatorOptions
  readonly tenant: Tenant
  readonly scenario: ScenarioState
  readonly logs: LogFiles
  readonly calls: CallLog
  readonly links: SignedLinks
  readonly clock: SimulatorClock
  /** What a test made happen in the tenant since it was started. */
  readonly changes: Changes
}

/** Real time, or a test's, plus what a test has skipped. */
export class SimulatorClock {
  readonly #source: () => Date
  #aheadMs = 0

  constructor(source: () => Date = () => new Date()) {
    this.#source = source
  }

  /** Microseconds. */
  now(): number {
    return (this.#source().getTime() + this.#aheadMs) * 1000
  }

  advance(ms: number): void {
    this.#aheadMs += ms
  }
}

export function makeWorld(options: SimulatorOptions): World {
  const tenant = makeTenant(options)
  const scenario = new ScenarioState(options.scenario)
  const calls = new CallLog(RETENTION_MICROS, options.callsFile)
  const clock = new SimulatorClock(options.clock)
  return {
    options,
    tenant,
    scenario,
    calls,
    clock,
    changes: new Changes(tenant),
    logs: new LogFiles(tenant, options, scenario, calls),
    links: new SignedLinks(tenant.seed),
  }
}
