import { setImmediate as turn } from 'node:timers/promises'
import { emptyCheckpoints } from '../db/checkpoints/empty-checkpoints.ts'
import { fenceOff } from '../db/checkpoints/fence-off.ts'
import { momentOfFence } from '../db/checkpoints/moment-of-fence.ts'
import { readLogsAgain } from '../db/checkpoints/read-logs-again.ts'
import { everListenedTo } from '../db/custom-rules/custom-rules.ts'
import { setMode } from '../db/integrations/change-integration.ts'
import { getIntegration } from '../db/integrations/list-integrations.ts'
import { noteModeApplied, noteModePurged } from '../db/mode-changes/mode-changes.ts'
import type { PurgePace } from '../db/purge/delete-in-batches.ts'
import { recountAuditActivity } from '../db/purge/purge-activity.ts'
import { purgeAuditEvents } from '../db/purge/purge-audit-events.ts'
import { purgeContents } from '../db/purge/purge-contents.ts'
import { purgeFindings } from '../db/purge/purge-findings.ts'
import { purgeLostFindings } from '../db/purge/purge-lost-findings.ts'
import { purgeStreams } from '../db/purge/purge-streams.ts'
import { shredDataKey } from '../db/seal/shred-data-key.ts'
import type { CollectionMode } from '../model/core/collection-mode.ts'
import { isWider, modeAllows } from '../model/core/collection-mode.ts'
import type { IntegrationId } from '../model/core/ids.ts'
import type { CustomRuleId, RuleId } from '../model/core/rule-ids.ts'
import { RULE_IDS } from '../model/core/rule-ids.ts'
import { ALL_INTEGRATIONS } from '../model/core/scope.ts'
import type { StreamName } from '../model/core/streams.ts'
import { STREAM_NAMES, STREAMS } from '../model/core/streams.ts'
import { ACTIVITY_DATA, isConversationAction } from '../privacy/audit-action-data.ts'
import { FIELD_TABLE } from '../privacy/fields.ts'
import { CATALOGUE } from '../rules/catalogue/catalogue.ts'
import { leastModeOf } from '../rules/custom/definition.ts'
import type { Listening } from '../rules/custom/event-deeds.ts'
import type { ApplyModeInput } from './contract.ts'
import type { ActivityDeps } from './deps.ts'

const forbiddenIn = (mode: CollectionMode): readonly StreamName[] =>
  STREAM_NAMES.filter((stream) => !modeAllows(mode, STREAMS[stream].leastMode))

/** Rules whose findings tell of what the mode does not keep. */
const rulesForbiddenIn = (mode: CollectionMode): readonly RuleId[] =>
  RULE_IDS.filter((id) => !modeAllows(mode, CATALOGUE[id].leastMode))

/** Rules that people wrote over events: one is forbidden if any version of it was, since its findings may be of that. */
async function customRulesForbiddenIn(
  { drizzle }: ActivityDeps['database'],
  integrationId: IntegrationId,
  mode: CollectionMode,
): Promise<readonly CustomRuleId[]> {
  const forbidden = new Set<CustomRuleId>()
  for (const { ruleId, events, expression } of await everListenedTo(drizzle, integrationId)) {
    // Each is compiled, and a rule may have had a thousand versions.
    await turn()
    if (!modeAllows(mode, leastModeOf({ events: events as Listening, expression }))) forbidden.add(ruleId)
  }
  return [...forbidden]
}

/** The streams of which modes keep different things. */
const CONCERNED: readonly StreamName[] = STREAM_NAMES.filter(
  (stream) =>
    STREAMS[stream].leastMode !== 'none' ||
    FIELD_TABLE.some((row) => row.stream === stream && row.leastMode !== 'none'),
)

/** How far back logs are read when a stream begins anew: as long as upstream keeps them. */
const LOOK_BACK_DAYS = 30
const DAY_MS = 86_400_000

/**
 * Changes what may be kept. In one transaction the mode is set and the fences of the streams that it
 * concerns are moved: a slice that read the old mode cannot commit any more, and its next attempt reads
 * the new one. Only then is purged what a stricter mode does not allow, so that nothing is added behind
 * the purge. Safe to repeat from any point.
 */
export async function applyMode(
  { database }: Pick<ActivityDeps, 'database'>,
  { integrationId, mode }: ApplyModeInput,
  pace: PurgePace = {},
): Promise<void> {
  const streams = forbiddenIn(mode)
  const fencedAt = await database.drizzle.transaction(async (tx) => {
    const before = await getIntegration(tx, ALL_INTEGRATIONS, integrationId)
    await setMode(tx, integrationId, mode)
    await fenceOff(tx, integrationId, CONCERNED)
    const moment = await momentOfFence(tx)
    if (streams.length > 0) await emptyCheckpoints(tx, integrationId, streams)
    // Mode none has kept nothing of conversations; what OpenAI still has of them is read with the rest once more.
    if (before !== null && !modeAllows(before.collectionMode, 'metadata') && modeAllows(mode, 'metadata'))
      await readLogsAgain(tx, integrationId, 'logs.AUDIT_LOG', LOOK_BACK_DAYS)
    if (!modeAllows(mode, 'content')) await shredDataKey(tx, integrationId, 'content')
    const dataFrom = before === null ? null : newDataFrom(before.collectionMode, mode, new Date())
    await noteModeApplied(tx, { integrationId, mode, dataFrom })
    return moment
  })
  if (!modeAllows(mode, 'content')) {
    await purgeContents(database.sql, { integrationId, upTo: fencedAt }, pace)
  }
  await purgeStreams(database.sql, { integrationId, streams, mode }, pace)
  if (!modeAllows(mode, 'metadata')) {
    await purgeAuditEvents(
      database.sql,
      { integrationId, mode, forbids: isConversationAction, forbiddenData: ACTIVITY_DATA },
      pace,
    )
    await recountAuditActivity(database.sql, { integrationId, mode }, pace)
  }
  const custom = await customRulesForbiddenIn(database, integrationId, mode)
  const ruleIds = [...rulesForbiddenIn(mode), ...custom]
  await purgeFindings(database.sql, { integrationId, ruleIds, mode }, pace)
  if (!modeAllows(mode, 'metadata')) await purgeLostFindings(database.sql, { integrationId, mode }, pace)
  await noteModePurged(database.drizzle, integrationId, mode)
}

/**
 * From when on there will be what a wider mode newly allows. Streams that were not read at all begin as far back as
 * upstream keeps its logs; text is kept of what comes in from now on, since files that were read are not read again.
 */
function newDataFrom(before: CollectionMode, mode: CollectionMode, now: Date): string | null {
  if (!isWider(mode, before)) return null
  const beginsAnew = !modeAllows(before, 'metadata')
  return new Date(now.getTime() - (beginsAnew ? LOOK_BACK_DAYS * DAY_MS : 0)).toISOString()
}
