import type { AssetKind } from '../../model/core/assets.ts'
import type { Tx } from '../client.ts'
import type { Batch } from './batch.ts'

/** Upstream writes some users as `user-…__<workspace>`; the asset goes by what stands before. */
const WORKSPACE_MARK = '__'

/**
 * A record of an unknown shape goes to quarantine, and what it tells of is upstream all the same. Where its id is
 * legible, the asset that we know by it counts as seen, so that the sweep does not call it gone and close its
 * findings. Below a parent an asset's id is `<parent>/<id>`, and a quarantined record knows the second half alone.
 */
export async function seeUnread(tx: Tx, batch: Batch, kind: AssetKind): Promise<void> {
  const ids = batch.quarantined.flatMap(({ locator: { recordId } }) =>
    recordId === null ? [] : [recordId, recordId.split(WORKSPACE_MARK, 1)[0] ?? recordId],
  )
  if (ids.length === 0) return
  await tx`
    insert into asset_sightings as s (asset_id, run_no, seen_at)
    select a.id, ${batch.runNo}::int, now() from assets a
    where a.integration_id = ${batch.integrationId} and a.kind = ${kind} and a.deleted_at is null
      and (a.external_id = any(${ids}::text[]) or split_part(a.external_id, '/', 2) = any(${ids}::text[]))
    order by a.id
    on conflict (asset_id) do update set
      run_no = greatest(s.run_no, excluded.run_no), seen_at = greatest(s.seen_at, excluded.seen_at)`
}
