import { listCapabilities } from '../db/capabilities/put-capabilities.ts'
import { listRereadStreams } from '../db/rereads/list-reread-streams.ts'
import { setStreamState } from '../db/run-streams/set-stream-state.ts'
import { modeAllows } from '../model/core/collection-mode.ts'
import type { RuleId } from '../model/core/rule-ids.ts'
import { RULE_IDS } from '../model/core/rule-ids.ts'
import type { StreamName } from '../model/core/streams.ts'
import { STREAM_NAMES, STREAMS } from '../model/core/streams.ts'
import { CATALOGUE } from '../rules/catalogue/catalogue.ts'
import type { RereadPlan, RunInput } from './contract.ts'
import type { ActivityDeps } from './deps.ts'
import { livingIntegration } from './integration-context.ts'

/**
 * What the run's own logs have named as changed, and the rules that judge it. What may not be read stays asked for and
 * is no gap of this run: the full collection, whose streams these are, tells of the missing capability.
 */
export async function planRereads(
  deps: Pick<ActivityDeps, 'database'>,
  { integrationId, runId }: RunInput,
): Promise<RereadPlan> {
  const db = deps.database.drizzle
  const asked = new Set(await listRereadStreams(db, integrationId))
  if (asked.size === 0) return { streams: [], ruleIds: [] }
  const { collectionMode } = await livingIntegration(deps, integrationId)
  const granted = new Set(
    (await listCapabilities(db, integrationId))
      .filter(({ state }) => state === 'granted')
      .map(({ capability }) => capability),
  )
  const streams = STREAM_NAMES.filter(
    (stream) =>
      asked.has(stream) &&
      granted.has(STREAMS[stream].capability) &&
      modeAllows(collectionMode, STREAMS[stream].leastMode),
  )
  for (const stream of streams) await setStreamState(db, { runId, stream, state: 'queued' })
  return { streams, ruleIds: rulesFedBy(streams) }
}

/** Rules that look at an asset of these streams. */
export function rulesFedBy(streams: readonly StreamName[]): readonly RuleId[] {
  return RULE_IDS.filter((id) =>
    Object.values(CATALOGUE[id].needs).some((needed) => needed.some((stream) => streams.includes(stream))),
  )
}
