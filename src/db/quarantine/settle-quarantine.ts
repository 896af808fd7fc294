import { STREAMS } from '../../model/core/streams.ts'
import type { Batch } from '../batches/batch.ts'
import type { Tx } from '../client.ts'

/**
 * A stream has come to its end. Of state, whatever was set aside and was not met since this run began to read the
 * stream is read well now, or gone upstream. Of what happened, the same holds for records whose place was read again
 * because somebody had asked for it; those that were met again stay, and may be asked for once more.
 */
export async function settleQuarantine(tx: Tx, batch: Batch, startedAt: string): Promise<void> {
  if (STREAMS[batch.stream].records.type === 'asset') await settleState(tx, batch, startedAt)
  else await settleReplayed(tx, batch)
}

async function settleState(tx: Tx, batch: Batch, startedAt: string): Promise<void> {
  await tx`
    update quarantine set settled_at = clock_timestamp(), outcome = 'not_met_again', replay_asked_at = null
    where integration_id = ${batch.integrationId} and stream = ${batch.stream} and settled_at is null
      and met_at < ${startedAt}::text::timestamptz`
}

async function settleReplayed(tx: Tx, batch: Batch): Promise<void> {
  await tx`
    update quarantine q set replay_asked_at = null,
      settled_at = case when q.met_at < q.replay_asked_at then clock_timestamp() end,
      outcome = case when q.met_at >= q.replay_asked_at then null
        when exists (select from quarantine g where g.integration_id = q.integration_id and g.stream = q.stream
          and g.reason = 'file_gone' and g.locator->>'fileId' = q.locator->>'fileId') then 'file_gone'
        else 'not_met_again' end
    where q.integration_id = ${batch.integrationId} and q.stream = ${batch.stream}
      and q.replay_asked_at is not null`
}
