import { listCapabilities } from '../db/capabilities/put-capabilities.ts'
import { askForReplay } from '../db/quarantine/ask-for-replay.ts'
import { setStreamState } from '../db/run-streams/set-stream-state.ts'
import { planStreams } from '../model/core/planned-streams.ts'
import type { RunInput, RunPlan } from './contract.ts'
import type { ActivityDeps } from './deps.ts'
import { livingIntegration } from './integration-context.ts'
import { keepHouse } from './keep-house.ts'

/**
 * Files that could not be had (a link refused, bytes that did not match) are asked for again with every full run, so that
 * what an outage has set aside is read without a person; records of an unknown shape wait for one, and a new version.
 */
async function askForFilesSetAside(
  { database, logger }: Pick<ActivityDeps, 'database' | 'logger'>,
  integrationId: RunInput['integrationId'],
): Promise<void> {
  const asked = await askForReplay(database.sql, integrationId, 'files_set_aside')
  if (asked.length > 0) logger.info({ integrationId, asked }, 'files that were set aside are asked for again')
}

/** Decides what a run reads, and writes its streams' rows so that progress shows from the start. */
export async function planRun(
  deps: Pick<ActivityDeps, 'database' | 'logger' | 'settings'>,
  { integrationId, runId, kind }: RunInput,
): Promise<RunPlan> {
  if (kind !== 'key_check') await keepHouse(deps)
  if (kind === 'full') await askForFilesSetAside(deps, integrationId)
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
