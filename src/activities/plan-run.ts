import type { CapabilityRow } from '../db/capabilities/put-capabilities.ts'
import { listCapabilities } from '../db/capabilities/put-capabilities.ts'
import { setStreamState } from '../db/run-streams/set-stream-state.ts'
import { CAPABILITY_FACTS } from '../model/core/capabilities.ts'
import type { CollectionMode } from '../model/core/collection-mode.ts'
import { modeAllows } from '../model/core/collection-mode.ts'
import type { ResultCode } from '../model/core/result-codes.ts'
import type { CollectionKind } from '../model/core/runs.ts'
import { STREAMS, streamsOfKind } from '../model/core/streams.ts'
import type { PlannedStream, RunInput, RunPlan } from './contract.ts'
import type { ActivityDeps } from './deps.ts'
import { livingIntegration } from './integration-context.ts'
import { keepHouse } from './keep-house.ts'

/** Decides what a run reads, and writes its streams' rows so that progress shows from the start. */
export async function planRun(
  deps: Pick<ActivityDeps, 'database' | 'logger' | 'settings'>,
  { integrationId, runId, kind }: RunInput,
): Promise<RunPlan> {
  if (kind === 'full') await keepHouse(deps)
  const integration = await livingIntegration(deps, integrationId)
  const capabilities = await listCapabilities(deps.database.drizzle, integrationId)
  const streams = planStreams(kind, integration.collectionMode, capabilities)
  for (const planned of streams) {
    const { stream } = planned
    const step =
      planned.verdict === 'read'
        ? { state: 'queued' as const }
        : { state: 'denied' as const, cause: planned.cause }
    await setStreamState(deps.database.drizzle, { runId, stream, ...step })
  }
  return { streams }
}

/** What an optional capability answers where the tenant does not have it; anything else is trouble, and a gap. */
const NOT_OFFERED: ReadonlySet<ResultCode> = new Set<ResultCode>([
  'missing_scope',
  'contract_changed',
  // A route that the workspace does not have yet. Where the workspace itself is unknown, what is not optional says so.
  'unknown_workspace',
])

/**
 * The streams of a run. Left out altogether is what nobody asked for: streams of a plane that was not
 * connected, those that the collection mode forbids, and optional ones that the tenant is not offered. What was asked for and may not be read is a gap.
 */
export function planStreams(
  kind: CollectionKind,
  mode: CollectionMode,
  capabilities: readonly Pick<CapabilityRow, 'capability' | 'state' | 'resultCode'>[],
): readonly PlannedStream[] {
  return streamsOfKind(kind)
    .filter((stream) => modeAllows(mode, STREAMS[stream].leastMode))
    .flatMap((stream): PlannedStream[] => {
      const row = capabilities.find(({ capability }) => capability === STREAMS[stream].capability)
      if (row === undefined || row.state === 'absent') return []
      if (row.state === 'granted') return [{ stream, verdict: 'read' }]
      if (CAPABILITY_FACTS[row.capability].optional && NOT_OFFERED.has(row.resultCode)) return []
      return [{ stream, verdict: 'denied', cause: row.resultCode }]
    })
}
