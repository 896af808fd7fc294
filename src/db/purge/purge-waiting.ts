import type { Sql } from '../client.ts'
import type { PurgePace } from './delete-in-batches.ts'
import { deleteInBatches } from './delete-in-batches.ts'

/**
 * Removes what custom rules have counted without having enough for a finding, when it is so many days old. An evaluation
 * does it for its own rule; this is for rules that are off, or may not judge. By each version, since an index has it so.
 */
export async function purgeWaiting(sql: Sql, days: number, pace: PurgePace = {}): Promise<void> {
  const where = sql`
    (integration_id, rule_id, rule_version) in (
      select integration_id, rule_id, version from custom_rule_versions where events is not null)
    and occurred_at < now() - make_interval(days => ${days})`
  await deleteInBatches(sql, { table: 'custom_rule_waiting', where }, pace)
}
