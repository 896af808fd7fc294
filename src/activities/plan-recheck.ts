import { listCapabilities } from '../db/capabilities/put-capabilities.ts'
import { recheckSubjects } from '../db/findings/recheck-subjects.ts'
import { setStreamState } from '../db/run-streams/set-stream-state.ts'
import { modeAllows } from '../model/core/collection-mode.ts'
import type { StreamName } from '../model/core/streams.ts'
import { STREAM_NAMES, STREAMS } from '../model/core/streams.ts'
import type { RecheckTarget } from '../rules/recheck-plan.ts'
import { recheckPlan } from '../rules/recheck-plan.ts'
import type { Hindrance, PlannedRecheck, RecheckRef, RecheckRunPlan } from './contract.ts'
import type { ActivityDeps } from './deps.ts'
import { livingIntegration } from './integration-context.ts'

/** Says why a stream may not be read, or null. */
type Gate = (stream: StreamName) => Hindrance | null

/**
 * What the findings of one recheck want to have read again, each thing once however many of them hang on it. What may
 * not be read beside the thing itself is left as it is stored, as a collection would leave it.
 */
export async function planRecheck(
  deps: Pick<ActivityDeps, 'database'>,
  { integrationId, runId, findingIds }: RecheckRef,
): Promise<RecheckRunPlan> {
  const gate = await gateOf(deps, integrationId)
  const subjects = await recheckSubjects(deps.database.sql, integrationId, findingIds)
  const wanted: RecheckTarget[] = []
  const findings = findingIds.map((findingId): PlannedRecheck => {
    const subject = subjects.find((one) => one.findingId === findingId)
    if (subject === undefined) return hindered(findingId, { obstacle: 'finding_gone', cause: null })
    const plan = recheckPlan(subject)
    if (!plan.possible) return hindered(findingId, { obstacle: 'not_allowed', cause: plan.why })
    const closed = gate(plan.own)
    if (closed !== null) return hindered(findingId, closed)
    const readable = plan.rereads.filter(({ stream }) => gate(stream) === null)
    wanted.push(...readable)
    return { findingId, streams: readable.map(({ stream }) => stream), hindered: null }
  })
  const streams = STREAM_NAMES.flatMap((stream) => {
    const targets = new Set(wanted.filter((one) => one.stream === stream).map(({ target }) => target))
    return targets.size === 0 ? [] : [{ stream, targets: [...targets] }]
  })
  for (const { stream } of streams) {
    await setStreamState(deps.database.drizzle, { runId, stream, state: 'queued' })
  }
  return { streams, findings }
}

const hindered = (findingId: PlannedRecheck['findingId'], why: Hindrance): PlannedRecheck => ({
  findingId,
  streams: [],
  hindered: why,
})

async function gateOf(
  deps: Pick<ActivityDeps, 'database'>,
  integrationId: RecheckRef['integrationId'],
): Promise<Gate> {
  const { collectionMode } = await livingIntegration(deps, integrationId)
  const found = await listCapabilities(deps.database.drizzle, integrationId)
  return (stream) => {
    const { capability, leastMode } = STREAMS[stream]
    if (!modeAllows(collectionMode, leastMode)) return { obstacle: 'not_allowed', cause: 'collection_mode' }
    const row = found.find((one) => one.capability === capability)
    if (row?.state === 'granted') return null
    return { obstacle: 'not_allowed', cause: row?.resultCode ?? 'not_configured' }
  }
}
