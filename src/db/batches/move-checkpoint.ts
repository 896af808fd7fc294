import { fenceText } from '../checkpoints/claim-checkpoint.ts'
import type { Tx } from '../client.ts'
import { Fenced } from '../fenced.ts'
import type { Batch } from './batch.ts'

/** What the transaction knows after its first statement. */
export interface Moved {
  /** One more at each commit of this checkpoint. One writer a stream, so the order of `seq` is the order of commits. */
  readonly seq: number
  readonly startedAt: string
  readonly transaction: number
}

/**
 * First statement of every commit: moves the checkpoint if the fence is still ours, and so locks its row until
 * the end. A claim by a newer attempt waits for us or has won already; in between there is nothing.
 */
export async function moveCheckpoint(tx: Tx, batch: Batch, moves: boolean): Promise<Moved> {
  const done = moves && batch.done && batch.reread === undefined
  const [row] = await tx<Moved[]>`
    update checkpoints set
      seq = seq + 1,
      cursor = case when ${moves} then ${JSON.stringify(batch.cursor)}::text::jsonb else cursor end,
      covered_from = coalesce(${batch.coveredFrom ?? null}::text::timestamptz, covered_from),
      complete_run_no = case when ${done} then ${batch.runNo}::int else complete_run_no end,
      completed_at = case when ${done} then clock_timestamp() else completed_at end,
      updated_at = clock_timestamp()
    where integration_id = ${batch.integrationId} and lane = ${batch.lane} and stream = ${batch.stream}
      and fence = ${fenceText(batch.fence)}::text::bigint[]
    returning seq, started_at as "startedAt", txid_current() as transaction`
  if (!row) throw new Fenced(batch.stream)
  return row
}
