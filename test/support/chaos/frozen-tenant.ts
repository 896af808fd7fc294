import type { SimulatorReady } from '../../../src/cli/simulate-role.ts'
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
  scenario(patch: ScenarioPatch): Promise<void>
  close(): Promise<void>
}

/** Limits of a clock that stands still are never refilled; this is beyond what a small tenant asks for. */
const RATE_FACTOR = 10_000

export async function startFrozenTenant(at: Date, options: Partial<SimulatorOptions>): Promise<FrozenTenant> {
  const epoch = at.toISOString()
  const simulator = await startSimulator({ epoch, clock: () => at, rateFactor: RATE_FACTOR, ...options })
  const { platformUrl, complianceUrl, downloadUrl, organizationId, workspaceId, keys } = simulator
  const origin = new URL(platformUrl).origin
  return {
    ready: {
      ...{ platformUrl, complianceUrl, downloadUrl, organizationId, workspaceId, keys },
      ownDomains: OWN_DOMAINS,
      description: 'a tenant whose clock stands still',
    },
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
