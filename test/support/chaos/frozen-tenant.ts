import type { SimulatorReady } from '../../../src/cli/simulate-role.ts'
import type { StatsView } from '../../../src/simulator/http/stats.ts'
import type { SimulatorOptions } from '../../../src/simulator/options.ts'
import type { ScenarioPatch } from '../../../src/simulator/scenario.ts'
import { startSimulator } from '../../../src/simulator/server.ts'
import { OWN_DOMAINS } from '../../../src/simulator/tenant/tenant.ts'

/**
 * A simulated tenant whose clock stands still, served from the test's own process. Nothing new happens in it, not
 * even by our calls (their audit events fall into a window that never closes), so that two collections of it, minutes
 * apart, must end with the same rows and the same counts.
 */
export interface FrozenTenant {
  readonly ready: SimulatorReady
  /** Answers so far, by route (method and template), refused ones left out. */
  answered(): ReadonlyMap<string, number>
  /** All that was asked, refused or not. */
  stats(): StatsView
  scenario(patch: ScenarioPatch): Promise<void>
  close(): Promise<void>
}

/** Limits of a clock that stands still are never refilled; this is beyond what a small tenant asks for. */
const RATE_FACTOR = 10_000
const HOUR_MS = 3_600_000

export function startFrozenTenant(at: Date, options: Partial<SimulatorOptions>): Promise<FrozenTenant> {
  return serveTenant({ epoch: at.toISOString(), clock: () => at, rateFactor: RATE_FACTOR, ...options })
}

/** The same with a clock that runs, for what has to do with time. Its past ends an hour ago. */
export function startLivingTenant(options: Partial<SimulatorOptions>): Promise<FrozenTenant> {
  const epoch = new Date(Date.now() - HOUR_MS).toISOString()
  return serveTenant({ epoch, rateFactor: RATE_FACTOR, ...options })
}

async function serveTenant(
  options: Partial<SimulatorOptions> & Pick<SimulatorOptions, 'epoch'>,
): Promise<FrozenTenant> {
  const simulator = await startSimulator(options)
  const { platformUrl, complianceUrl, downloadUrl, organizationId, workspaceId, keys } = simulator
  const origin = new URL(platformUrl).origin
  return {
    ready: {
      ...{ platformUrl, complianceUrl, downloadUrl, organizationId, workspaceId, keys },
      ownDomains: OWN_DOMAINS,
      description: 'a tenant in this process',
    },
    stats: () => simulator.stats(),
    answered: () => byRoute(simulator.stats().requests),
    scenario: async (patch) => {
      const response = await fetch(`${origin}/_sim/scenario`, { method: 'POST', body: JSON.stringify(patch) })
      if (!response.ok) throw new Error(`The simulator refused the switch: ${await response.text()}`)
    },
    close: () => simulator.close(),
  }
}

/** `GET /v1/organization/users 200` → `GET /v1/organization/users`. */
function byRoute(requests: Readonly<Record<string, number>>): ReadonlyMap<string, number> {
  const routes = new Map<string, number>()
  for (const [name, count] of Object.entries(requests)) {
    const space = name.lastIndexOf(' ')
    if (Number(name.slice(space + 1)) >= 400) continue
    const route = name.slice(0, space)
    routes.set(route, (routes.get(route) ?? 0) + count)
  }
  return routes
}
