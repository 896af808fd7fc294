import { ACTIVITY_DAYS } from '../../model/core/activity.ts'
import type { CollectionMode } from '../../model/core/collection-mode.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Sql } from '../client.ts'
import { withRuleLocked } from '../findings/rule-lock.ts'
import { IntegrationGone } from '../seal/data-key.ts'
import type { PurgePace } from './delete-in-batches.ts'
import { deleteInBatches } from './delete-in-batches.ts'

export interface Recount {
  readonly integrationId: IntegrationId
  /** The purge goes on only while this is the integration's mode. */
  readonly mode: CollectionMode
}

/**
 * Forgets what was counted of the workspace's audit log, of which a narrower mode has just taken the deeds that tell of
 * conversations: it is counted again from the events that have stayed, by the next evaluation. Most rows go in batches;
 * what is left goes together with the cursor, while nobody counts, so that nothing is counted twice.
 */
export async function recountAuditActivity(
  sql: Sql,
  { integrationId, mode }: Recount,
  pace: PurgePace,
): Promise<void> {
  const where = sql`integration_id = ${integrationId} and signal = 'AUDIT_LOG'
    and exists (select from integrations where id = ${integrationId} and collection_mode = ${mode})`
  await deleteInBatches(sql, { table: 'activity_daily', where }, pace)
  try {
    await withRuleLocked(sql, { integrationId, ruleId: 'activity', mode: null }, async (tx) => {
      const still = tx`exists (select from integrations where id = ${integrationId} and collection_mode = ${mode})`
      await tx`delete from activity_daily
        where integration_id = ${integrationId} and signal = 'AUDIT_LOG' and ${still}`
      await tx`delete from activity_cursors
        where integration_id = ${integrationId} and stream = 'logs.AUDIT_LOG' and ${still}`
    })
  } catch (error) {
    // Disconnected meanwhile: all of it is being purged.
    if (!(error instanceof IntegrationGone)) throw error
  }
}

/** Removes days that were kept their time, of all integrations; `pace` may leave the rest for another time. */
export async function expireActivity(sql: Sql, pace: PurgePace = {}): Promise<void> {
  const where = sql`day < (now() at time zone 'UTC')::date - ${ACTIVITY_DAYS}::int`
  await deleteInBatches(sql, { table: 'activity_daily', where }, pace)
}
