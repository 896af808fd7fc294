import type { CollectionMode } from '../../model/core/collection-mode.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { AnyRuleId } from '../../model/core/rule-ids.ts'
import type { Sql, Tx } from '../client.ts'
import { withRuleLocked } from '../findings/rule-lock.ts'
import type { Condition, Purged, PurgePace } from './delete-in-batches.ts'
import { deleteInBatches } from './delete-in-batches.ts'

export interface FindingPurge {
  readonly integrationId: IntegrationId
  readonly ruleIds: readonly AnyRuleId[]
}

/**
 * Removes what some rules have found, with its history: a mode that keeps not even that conversations were shared must
 * not keep a finding that says so. The purge goes on only while `mode` is the integration's.
 */
export async function purgeFindings(
  sql: Sql,
  purge: FindingPurge & { readonly mode: CollectionMode },
  pace: PurgePace,
): Promise<void> {
  const { integrationId, mode } = purge
  if (purge.ruleIds.length === 0) return
  const still = sql`exists (select from integrations where id = ${integrationId} and collection_mode = ${mode})`
  for (const purged of whatIsKept(sql, purge, still)) await deleteInBatches(sql, purged, pace)
}

/**
 * The same whatever the mode, while evaluations may go on: rule by rule, each in one transaction under the lock that
 * evaluations take, so that none adds to the history of a finding that is half gone. Of rules that find no more than
 * one finding an account that is a second or two. Throws `IntegrationGone` where it is being disconnected.
 */
export async function purgeFindingsLocked(sql: Sql, purge: FindingPurge): Promise<void> {
  const { integrationId } = purge
  for (const ruleId of purge.ruleIds) {
    await withRuleLocked(sql, { integrationId, ruleId, mode: null }, async (tx) => {
      const own = { integrationId, ruleIds: [ruleId] }
      for (const purged of whatIsKept(tx, own, tx`true`)) await deleteInBatches(tx, purged, {})
    })
  }
}

/**
 * Observations and history go first, since they are found by their findings; with them what is no finding yet. Where
 * rules that people wrote stood goes last: what a version may find in any mode it finds again, from its window on, and
 * none of that is purged behind it.
 */
function whatIsKept(sql: Sql | Tx, { integrationId, ruleIds }: FindingPurge, still: Condition): Purged[] {
  const ids = [...ruleIds]
  const own = sql`integration_id = ${integrationId} and ${still}`
  const ofRules = sql`${own} and rule_id = any(${ids}::text[])`
  const found = sql`select id from findings where integration_id = ${integrationId} and rule_id = any(${ids}::text[])`
  return [
    { table: 'custom_rule_waiting', where: ofRules },
    { table: 'observations', where: sql`${own} and finding_id in (${found})` },
    {
      table: 'finding_events',
      where: sql`${own} and finding_id in (${found})`,
      dependent: { table: 'deliveries', column: 'finding_event_id' },
    },
    {
      table: 'findings',
      where: ofRules,
      dependent: { table: 'finding_sightings', column: 'finding_id' },
    },
    { table: 'custom_rule_cursors', where: ofRules },
  ]
}
