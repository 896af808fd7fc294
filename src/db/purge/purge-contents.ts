import type { IntegrationId } from '../../model/core/ids.ts'
import type { Sql } from '../client.ts'
import type { PurgePace } from './delete-in-batches.ts'
import { deleteInBatches } from './delete-in-batches.ts'

/**
 * Removes what was said up to a moment. Its key went with the change of mode, so the rows are noise by then; what a mode
 * that was widened again has written since is sealed by another key, and stays.
 */
export async function purgeContents(
  sql: Sql,
  { integrationId, upTo }: { readonly integrationId: IntegrationId; readonly upTo: string },
  pace: PurgePace,
): Promise<void> {
  const where = sql`integration_id = ${integrationId} and written_at <= ${upTo}::text::timestamptz`
  await deleteInBatches(sql, { table: 'contents', where }, pace)
}

/** Removes what was said longer ago than content is kept, of all integrations; `pace` may leave the rest for another time. */
export async function expireContents(sql: Sql, days: number, pace: PurgePace = {}): Promise<void> {
  const where = sql`written_at < now() - make_interval(days => ${days})`
  await deleteInBatches(sql, { table: 'contents', where }, pace)
}
