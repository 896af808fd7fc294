import { STREAMS } from '../../model/core/streams.ts'
import type { Tx } from '../client.ts'
import type { Batch } from './batch.ts'

export interface Progress {
  readonly records: number
  readonly quarantined: number
  readonly parentsDone: number
}

/**
 * Moves the run's progress in the batch's own transaction, so that a batch fetched twice is counted once.
 * Returns the id of the transaction it ran in.
 */
export async function moveProgress(tx: Tx, batch: Batch, progress: Progress): Promise<number> {
  const parent = STREAMS[batch.stream].parent
  const records = parent === undefined ? undefined : STREAMS[parent].records
  // A re-read is of some parents, and says nothing of how far through all of them it is.
  const parentKind = records?.type === 'asset' && batch.reread === undefined ? records.kind : null
  const [row] = await tx<{ transaction: number }[]>`
    insert into run_streams as s (run_id, stream, state, records, pages, quarantined, waited_ms, cursor_time,
      parents_done, last_checkpoint_at, started_at)
    values (${batch.runId}, ${batch.stream}, 'running', ${progress.records}, ${batch.pages},
      ${progress.quarantined}, ${batch.waitedMs ?? 0}, ${batch.cursorTime}::text::timestamptz,
      ${parentKind === null ? null : progress.parentsDone}, clock_timestamp(), clock_timestamp())
    on conflict (run_id, stream) do update set
      records = s.records + excluded.records,
      pages = s.pages + excluded.pages,
      quarantined = s.quarantined + excluded.quarantined,
      waited_ms = s.waited_ms + excluded.waited_ms,
      cursor_time = coalesce(excluded.cursor_time, s.cursor_time),
      parents_done = coalesce(s.parents_done, 0) + excluded.parents_done,
      parents_total = coalesce(s.parents_total, (select count(*) from assets a
        where a.integration_id = ${batch.integrationId} and a.kind = ${parentKind} and a.deleted_at is null
          and ${parentKind !== null})),
      last_checkpoint_at = excluded.last_checkpoint_at,
      started_at = coalesce(s.started_at, excluded.started_at)
    returning txid_current() as transaction`
  return row?.transaction ?? 0
}
