import type { CollectionMode } from '../../model/core/collection-mode.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { RuleId } from '../../model/core/rule-ids.ts'
import type { Sql } from '../client.ts'
import type { Purged, PurgePace } from './delete-in-batches.ts'
import { deleteInBatches } from './delete-in-batches.ts'

export interface FindingPurge {
  readonly integrationId: IntegrationId
  readonly ruleIds: readonly RuleId[]
  /** The purge goes on only while this is the integration's mode. */
  readonly mode: CollectionMode
}

/**
 * Removes what some rules have found, with its history: a mode that keeps not even that conversations were shared must
 * not keep a finding that says so. Observations go first, since they are found by their findings.
 */
export async function purgeFindings(sql: Sql, purge: FindingPurge, pace: PurgePace): Promise<void> {
  if (purge.ruleIds.length === 0) return
  for (const purged of whatIsKept(sql, purge)) await deleteInBatches(sql, purged, pace)
}

function whatIsKept(sql: Sql, { integrationId, ruleIds, mode }: FindingPurge): Purged[] {
  const ids = [...ruleIds]
  const still = sql`exists (select from integrations where id = ${integrationId} and collection_mode = ${mode})`
  const own = sql`integration_id = ${integrationId} and ${still}`
  const ofRules = sql`${own} and rule_id = any(${ids}::text[])`
  const found = sql`select id from findings where integration_id = ${integrationId} and rule_id = any(${ids}::text[])`
  return [
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
  ]
}
