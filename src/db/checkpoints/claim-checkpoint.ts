import type { IntegrationId, RunNo } from '../../model/core/ids.ts'
import type { Lane } from '../../model/core/runs.ts'
import type { Cursor, Fence } from '../../model/core/slices.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

/**
 * The fence. Temporal promises that an activity starts at least once, not that one attempt runs at a time: a
 * frozen worker that thaws runs on beside its successors. So every attempt carries an ordered token
 * `(run_no, slice_no, attempt)`, kept as `bigint[]`, which Postgres compares left to right as we mean it.
 *
 * - Claim: the row takes our token only if it is greater than the one there. No row means that this attempt is
 *   stale, and it must stop before it fetches anything. A late start of an older attempt thus cannot disturb
 *   the healthy one, as it could with a counter that anybody may raise.
 * - Commit (`commit-batch.ts`): the first statement of each transaction moves the checkpoint where the token is
 *   still ours, which also locks the row until the end. None → `Fenced`, and nothing is written.
 *
 * Equal tokens do not pass either: an answer lost on its way makes the attempt fail, and the retry has a higher
 * attempt. If an operator resets an activity, attempts count from 1 again; the first few are stale until they
 * have caught up, which costs retries and loses nothing.
 *
 * The integration's row is held meanwhile (`for share`): whoever changes the mode or disconnects writes that row before
 * it moves the fences, and so finds a checkpoint that was claimed for the first time a moment ago.
 *
 * A newer run starts a state stream afresh: cursor null, and a new `started_at`, the moment before which a
 * sighting is old. Log streams keep their cursor for ever (`keepsCursor`).
 *
 * An attempt may die between its last commit and telling so. The next one must not begin at that commit's cursor: the
 * last page of many lists names no place after it, so it would be read, and counted, again. The claim says that this run
 * has read the stream to its end (`isComplete`), and there is nothing left to do.
 */
export interface ClaimInput {
  readonly integrationId: IntegrationId
  readonly lane: Lane
  readonly stream: StreamName
  readonly runNo: RunNo
  readonly fence: Fence
  /** True for event and message streams, whose cursor goes on across runs. */
  readonly keepsCursor: boolean
}

export interface Claim {
  readonly cursor: Cursor | null
  readonly startedAt: string
  readonly coveredFrom: string | null
  /** This very run has committed the stream's end. */
  readonly isComplete: boolean
}

/** Takes the stream for this attempt; null where a newer one has it, or the integration is disconnected. */
export async function claimCheckpoint(sql: Sql, input: ClaimInput): Promise<Claim | null> {
  const { integrationId, lane, stream, runNo, keepsCursor } = input
  const [row] = await quietly(sql<Claim[]>`
    insert into checkpoints as c (integration_id, lane, stream, cursor, fence, run_no, started_at)
    select i.id, ${lane}, ${stream}, null, ${fenceText(input.fence)}::text::bigint[], ${runNo}, clock_timestamp()
    from integrations i where i.id = ${integrationId} and i.disconnected_at is null for share of i
    on conflict (integration_id, lane, stream) do update set
      fence = excluded.fence,
      cursor = case when c.run_no < excluded.run_no and not ${keepsCursor} then null else c.cursor end,
      started_at = case when c.run_no < excluded.run_no then excluded.started_at else c.started_at end,
      run_no = greatest(c.run_no, excluded.run_no),
      updated_at = clock_timestamp()
    where c.fence < excluded.fence
    returning cursor, started_at as "startedAt", covered_from as "coveredFrom",
      c.complete_run_no is not distinct from c.run_no as "isComplete"`)
  return row ?? null
}

/** `{3,17,1}`: text, since a driver that guesses an array's type from its first element may guess int4. */
export const fenceText = (fence: Fence): string => `{${fence.join(',')}}`
