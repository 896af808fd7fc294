import type { IntegrationId } from '../../model/core/ids.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

/**
 * Disconnecting purges. First, in one small transaction, the keys: from then on everything sealed is noise, no
 * checkpoint can be claimed or moved, and names and ids are free. Then the rows, in batches, so that a tenant of
 * millions of messages neither holds locks for minutes nor swells the log. Safe to run again from any point.
 * The integration's own row stays, marked as disconnected, for the audit log to point at.
 */
const ROWS_A_BATCH = 5_000

/** Whose rows carry `integration_id`; the order does not matter, since nothing reads them any more. */
const PURGED = [
  'finding_events',
  'findings',
  'rule_results',
  'rule_settings',
  'activity_daily',
  'person_activity',
  'messages',
  'events',
  'event_keys',
  'quarantine',
  'drift',
  'assets',
  'people',
  'runs',
] as const

/** Rows that hang on another table's row and go before it. */
const DEPENDENTS = {
  finding_events: { table: 'deliveries', column: 'finding_event_id' },
  assets: { table: 'asset_sightings', column: 'asset_id' },
  runs: { table: 'run_streams', column: 'run_id' },
} as const satisfies Partial<Record<(typeof PURGED)[number], { table: string; column: string }>>

export async function shredIntegration(sql: Sql, integrationId: IntegrationId): Promise<void> {
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
  for (const table of PURGED) await purge(sql, table, integrationId)
}

async function purge(sql: Sql, table: (typeof PURGED)[number], integrationId: IntegrationId): Promise<void> {
  if (table in DEPENDENTS) {
    const dependent = DEPENDENTS[table as keyof typeof DEPENDENTS]
    await quietly(sql`
      delete from ${sql(dependent.table)} where ${sql(dependent.column)} in
        (select id from ${sql(table)} where integration_id = ${integrationId})`)
  }
  for (;;) {
    // `ctid` alone is not unique over partitions; with the table's oid it is.
    const { count } = await quietly(sql`
      delete from ${sql(table)} where (tableoid, ctid) in
        (select tableoid, ctid from ${sql(table)} where integration_id = ${integrationId} limit ${ROWS_A_BATCH})`)
    if (count === 0) return
  }
}
