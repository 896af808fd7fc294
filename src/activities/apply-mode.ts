import { fenceOff } from '../db/checkpoints/fence-off.ts'
import { setMode } from '../db/integrations/change-integration.ts'
import { listAuditActions, purgeAuditEvents, purgeMessages } from '../db/messages/purge-conversations.ts'
import { modeAllows } from '../model/core/collection-mode.ts'
import { isConversationAction } from '../privacy/audit-action-data.ts'
import type { ApplyModeInput } from './contract.ts'
import type { ActivityDeps } from './deps.ts'

/**
 * Changes what may be kept. In one transaction the mode is set and the fences of the streams that it
 * concerns are moved: a slice that read the old mode cannot commit any more, and its next attempt reads
 * the new one. Only then is purged what a stricter mode does not allow, so that nothing is added behind
 * the purge. Safe to repeat from any point.
 */
export async function applyMode(
  { database }: Pick<ActivityDeps, 'database'>,
  { integrationId, mode }: ApplyModeInput,
): Promise<void> {
  await database.drizzle.transaction(async (tx) => {
    await setMode(tx, integrationId, mode)
    await fenceOff(tx, integrationId, ['logs.CONVERSATION_MESSAGE', 'logs.AUDIT_LOG'])
  })
  if (modeAllows(mode, 'metadata')) return
  await purgeMessages(database.sql, integrationId)
  const actions = await listAuditActions(database.sql, integrationId)
  await purgeAuditEvents(database.sql, integrationId, actions.filter(isConversationAction))
}
