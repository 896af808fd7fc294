import { createHash, randomUUIDv7 } from 'node:crypto'
import type { IntegrationId, RunId } from '../../model/core/ids.ts'
import type { QuarantinedRecord, QuarantineLocator } from '../../model/core/records.ts'
import type { StreamName } from '../../model/core/streams.ts'
import { canonicalJson } from '../canonical-json.ts'
import type { Tx } from '../client.ts'

/**
 * The same record is quarantined once, however often it is met, within a batch too; met again, it is no longer settled.
 */
export async function insertQuarantine(
  tx: Tx,
  where: { readonly integrationId: IntegrationId; readonly stream: StreamName; readonly runId: RunId },
  records: readonly QuarantinedRecord[],
): Promise<void> {
  if (records.length === 0) return
  await tx`
    insert into quarantine (id, integration_id, stream, run_id, locator_hash, locator, reason, path, met_at)
    select distinct on (u.hash) u.id::uuid, ${where.integrationId}, ${where.stream}, ${where.runId}, u.hash, u.locator::jsonb, u.reason,
      u.path, clock_timestamp()
    from unnest(${records.map(() => randomUUIDv7())}::text[],
      ${records.map((record) => locatorHash(record.locator))}::text[],
      ${records.map((record) => JSON.stringify(record.locator))}::text[],
      ${records.map((record) => record.reason)}::text[],
      ${records.map((record) => record.path)}::text[]) as u(id, hash, locator, reason, path)
    order by u.hash
    on conflict (integration_id, stream, locator_hash) do update set
      met_at = clock_timestamp(), settled_at = null, outcome = null`
}

/**
 * What makes two meetings the same record: its own id and bytes. Where it has no id, its place stands in; a place
 * alone would not do for records with ids, since an asset's index shifts from run to run.
 */
export function locatorHash(locator: QuarantineLocator): string {
  const { fileId, recordId, sha256 } = locator
  const place = recordId === null ? { pageCursor: locator.pageCursor, index: locator.index } : null
  return createHash('sha256').update(canonicalJson({ fileId, recordId, sha256, place }), 'utf8').digest('hex')
}
