import type { IntegrationId } from '../../model/core/ids.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'
import type { Dependent, PurgePace } from './delete-in-batches.ts'
import { deleteInBatches } from './delete-in-batches.ts'

/** Whose rows carry `integration_id`; the order does not matter, since nothing reads them any more. */
const PURGED = [
  'tickets',
  'finding_events',
  'notices',
  'observations',
  'event_rule_cursors',
  'findings',
  'exceptions',
  'rule_results',
  'rule_settings',
  'custom_rule_versions',
  'custom_rules',
  'assignment_routes',
  'custom_rule_cursors',
  'custom_rule_waiting',
  'activity_daily',
  'activity_cursors',
  'person_activity',
  'messages',
  'contents',
  'mode_changes',
  'events',
  'event_keys',
  'quarantine',
  'rereads',
  'drift',
  'collection_gaps',
  'definition_approvals',
  'asset_versions',
  'assets',
  'people',
  'directory_people',
  'runs',
] as const

/** Rows that carry no `integration_id` and hang on another table's row. */
const DEPENDENTS: Partial<Record<(typeof PURGED)[number], Dependent>> = {
  finding_events: { table: 'deliveries', column: 'finding_event_id' },
  notices: { table: 'deliveries', column: 'notice_id' },
  findings: { table: 'finding_sightings', column: 'finding_id' },
  assets: { table: 'asset_sightings', column: 'asset_id' },
  runs: { table: 'run_streams', column: 'run_id' },
}

/**
 * Disconnecting purges. First, in one small transaction, the keys: from then on everything sealed is noise, no
 * checkpoint can be claimed or moved, and names and ids are free. Then the rows, in batches. Safe to run again from
 * any point. The integration's own row stays, marked as disconnected, for the audit log to point at.
 */
export async function shredIntegration(
  sql: Sql,
  integrationId: IntegrationId,
  pace: PurgePace = {},
): Promise<void> {
  await quietly(
    sql.begin(async (tx) => {
      await tx`update integrations set disconnected_at = coalesce(disconnected_at, now()), updated_at = now(),
        proof = null where id = ${integrationId}`
      await tx`delete from data_keys where integration_id = ${integrationId}`
      await tx`delete from credentials where integration_id = ${integrationId}`
      await tx`delete from capabilities where integration_id = ${integrationId}`
      await tx`delete from checkpoints where integration_id = ${integrationId}`
      await tx`delete from destinations where integration_id = ${integrationId}`
    }),
  )
  for (const table of PURGED) {
    const where = sql`integration_id = ${integrationId}`
    await deleteInBatches(sql, { table, where, dependent: DEPENDENTS[table] }, pace)
  }
}
