import { listCapabilities } from '../db/capabilities/put-capabilities.ts'
import { setStreamState } from '../db/run-streams/set-stream-state.ts'
import { planStreams } from '../model/core/planned-streams.ts'
import type { RunInput, RunPlan } from './contract.ts'
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
