import { emptyCheckpoints } from '../db/checkpoints/empty-checkpoints.ts'
import { fenceOff } from '../db/checkpoints/fence-off.ts'
import { setMode } from '../db/integrations/change-integration.ts'
import type { PurgePace } from '../db/purge/delete-in-batches.ts'
import { purgeAuditEvents } from '../db/purge/purge-audit-events.ts'
import { purgeStreams } from '../db/purge/purge-streams.ts'
import type { CollectionMode } from '../model/core/collection-mode.ts'
import { modeAllows } from '../model/core/collection-mode.ts'
import type { StreamName } from '../model/core/streams.ts'
import { STREAM_NAMES, STREAMS } from '../model/core/streams.ts'
import { isConversationAction } from '../privacy/audit-action-data.ts'
import type { ApplyModeInput } from './contract.ts'
import type { ActivityDeps } from './deps.ts'

/** A log of all things in which conversations are named among the rest: read in every mode, kept in parts. */
const MIXED: StreamName = 'logs.AUDIT_LOG'

const forbiddenIn = (mode: CollectionMode): readonly StreamName[] =>
  STREAM_NAMES.filter((stream) => !modeAllows(mode, STREAMS[stream].leastMode))

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
  await database.drizzle.transaction(async (tx) => {
    await setMode(tx, integrationId, mode)
    await fenceOff(tx, integrationId, [...forbiddenIn('none'), MIXED])
    if (streams.length > 0) await emptyCheckpoints(tx, integrationId, streams)
  })
  await purgeStreams(database.sql, { integrationId, streams, mode }, pace)
  if (modeAllows(mode, 'metadata')) return
  await purgeAuditEvents(database.sql, { integrationId, mode, forbids: isConversationAction }, pace)
}
