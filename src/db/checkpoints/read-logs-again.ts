import { sql } from 'drizzle-orm'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Db } from '../client.ts'

/**
 * Puts a stream of log files back by so many days, and no further than it has been read before. What is stored is stored
 * once, so that only what was left out comes in. `polled` says that nothing was lost in between: without it the files
 * that upstream drops while this is written would look like a gap.
 */
export async function readLogsAgain(
  tx: Db,
  integrationId: IntegrationId,
  stream: StreamName,
  days: number,
): Promise<void> {
  const iso = (moment: ReturnType<typeof sql>) =>
    sql`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
  const from = iso(sql`greatest(covered_from, now() - make_interval(days => ${days}))`)
  await tx.execute(sql`
    update checkpoints set updated_at = clock_timestamp(), cursor = jsonb_build_object(
      'after', ${from}, 'recent', '[]'::jsonb, 'recent_from', ${from}, 'polled', ${iso(sql`now()`)})
    where integration_id = ${integrationId} and stream = ${stream} and cursor is not null`)
}
