import { randomBytes, randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { IntegrationDetail, RunDetail } from '../../src/cli/run-view.ts'
import { asIntegrationId } from '../../src/model/core/ids.ts'
import { SCHEDULE_KINDS, scheduleId } from '../../src/model/core/names.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { STREAM_NAMES, STREAMS } from '../../src/model/core/streams.ts'
import type { StatsView } from '../../src/simulator/http/stats.ts'
import type { ScenarioKey } from '../../src/simulator/scenario.ts'
import type { Stack } from './stack.ts'
import { eventually } from './temporal.ts'

/** What tests of credentials give, see and steer: keys of the simulated tenant, and what the API says of them. */

export const ADMIN_SCOPES = ['api.management.read', 'api.audit_logs.read', 'api.usage.read'] as const
export const COMPLIANCE_SCOPES = [
  'chatgpt.enterprise.compliance_export.read',
  'chatgpt.enterprise.compliance_logs_platform.read',
] as const

export type Capabilities = IntegrationDetail['capabilities']
export type Capability = Capabilities[number]

export interface OwnIds {
  readonly organizationId: string
  readonly workspaceId: string
}

/**
 * The one simulated tenant answers as many organizations and workspaces as there are keys for, so that several
 * integrations live side by side: each has ids of its own.
 */
export const ownIds = (): OwnIds => ({
  organizationId: `org-${randomBytes(6).toString('hex')}`,
  workspaceId: randomUUID(),
})

export class KeyRing {
  readonly #stack: Stack
  #keys: ScenarioKey[] = []

  constructor(stack: Stack) {
    this.#stack = stack
  }

  /** Makes upstream know one more key, and returns it. */
  async add(key: Omit<ScenarioKey, 'token'>): Promise<string> {
    const token = `sk-admin-${randomBytes(12).toString('hex')}`
    this.#keys = [...this.#keys, { ...key, token }]
    await this.#stack.scenario({ keys: this.#keys })
    return token
  }

  admin(ids: OwnIds, scopes: readonly string[] = ADMIN_SCOPES): Promise<string> {
    return this.add({ kind: 'admin', scopes, ...ids })
  }

  compliance(ids: OwnIds, scopes: readonly string[] = COMPLIANCE_SCOPES): Promise<string> {
    return this.add({ kind: 'compliance', scopes, ...ids })
  }

  async revoke(token: string): Promise<void> {
    this.#keys = this.#keys.map((key) => (key.token === token ? { ...key, revoked: true } : key))
    await this.#stack.scenario({ keys: this.#keys })
  }
}

const simulatorOrigin = ({ simulator }: Stack): string => new URL(simulator.platformUrl).origin

export async function simulatorStats(stack: Stack): Promise<StatsView> {
  const response = await fetch(`${simulatorOrigin(stack)}/_sim/stats`)
  expect(response.ok).toBe(true)
  return (await response.json()) as StatsView
}

/** Requests answered so far whose name, `METHOD template status`, ends so. */
export async function requestsEnding(stack: Stack, end: string): Promise<number> {
  const { requests } = await simulatorStats(stack)
  return Object.entries(requests).reduce((sum, [name, count]) => sum + (name.endsWith(end) ? count : 0), 0)
}

/** Lets the simulated tenant's time pass. */
export async function passTime(stack: Stack, advanceMs: number): Promise<void> {
  const response = await fetch(`${simulatorOrigin(stack)}/_sim/clock`, {
    method: 'POST',
    body: JSON.stringify({ advanceMs }),
  })
  expect(response.ok, await response.text()).toBe(true)
}

export const readIntegration = ({ api }: Stack, id: string): Promise<IntegrationDetail> =>
  api.get<IntegrationDetail>(`/api/v1/integrations/${id}`)

/** Waits until the integration is as wanted. */
export const until = (
  stack: Stack,
  id: string,
  what: string,
  isSo: (integration: IntegrationDetail) => boolean,
): Promise<IntegrationDetail> =>
  eventually(what, async () => {
    const integration = await readIntegration(stack, id)
    if (!isSo(integration)) throw new Error(`it is ${integration.phase}: ${integration.phase_note}`)
    return integration
  })

export const inPhase = (stack: Stack, id: string, phase: IntegrationDetail['phase']) =>
  until(stack, id, `phase ${phase}`, (integration) => integration.phase === phase)

/** All Schedules of an integration are paused with this note in the end, or run where it is null. */
export const schedulesSay = (stack: Stack, id: string, note: string | null): Promise<void> =>
  eventually('Schedules are as the phase wants them', async () => {
    const notes = SCHEDULE_KINDS.map(async (kind) => {
      const schedule = stack.temporal.schedule.getHandle(scheduleId(asIntegrationId(id), kind))
      const { state } = await schedule.describe()
      return state.paused ? state.note : null
    })
    expect(await Promise.all(notes)).toEqual(SCHEDULE_KINDS.map(() => note))
  })

/** Collect Now in both lanes, to the end of both runs. */
export async function collected(
  stack: Stack,
  id: string,
): Promise<{ readonly full: RunDetail; readonly incremental: RunDetail }> {
  const { full, incremental } = await stack.collect(id)
  const [first, second] = await stack.ended(full.run_id, incremental.run_id)
  if (first === undefined || second === undefined) throw new Error('two runs were asked for')
  return { full: first, incremental: second }
}

/** `stream cause` of what a run names as not read. */
export function gapsOf(run: RunDetail): string[] {
  const gaps = (run.outcome?.gaps ?? []) as readonly { readonly stream: string; readonly cause: string }[]
  return gaps.map(({ stream, cause }) => `${stream} ${cause}`).sort()
}

/** Streams of its own lane that a run has read; what an incremental reads again is the full run's to read. */
export const readBy = (run: RunDetail): string[] =>
  run.streams
    .filter(({ state, stream }) => state === 'completed' && STREAMS[stream].lane === run.lane)
    .map(({ stream }) => stream)

/** Streams that lean on these capabilities. */
export const streamsOf = (capabilities: readonly string[]): StreamName[] =>
  STREAM_NAMES.filter((stream) => capabilities.includes(STREAMS[stream].capability))

/** `state code` of each capability, by name. */
export const standing = (capabilities: Capabilities): Record<string, string> =>
  Object.fromEntries(
    capabilities.map(({ capability, state, result_code }) => [capability, `${state} ${result_code}`]),
  )

/** What a person reads beside a capability that cannot be used: which key, what it cannot do, what to do, and where. */
export function expectAdvice(
  capability: Capability,
  advice: { readonly key: string; readonly fix: RegExp; readonly url: string },
): void {
  const { detail, label, fix_url } = capability
  expect(detail, capability.capability).toContain(advice.key)
  expect(detail, capability.capability).toContain(label)
  expect(detail, capability.capability).toMatch(advice.fix)
  expect(fix_url, capability.capability).toBe(advice.url)
}
