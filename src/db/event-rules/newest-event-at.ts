import type { IntegrationId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

/** What was committed last need not have happened last; a commit or two further back it has. */
const LATEST_COMMITTED = 2_000

/** When the newest stored event of a stream happened, in unix seconds; null where there is none. */
export async function newestEventAt(
  sql: Sql,
  integrationId: IntegrationId,
  stream: StreamName,
): Promise<number | null> {
  // By the index over commits, backwards: it knows the stream, which that over time does not.
  const [row] = await quietly(sql<{ at: number | null }[]>`
    select extract(epoch from max(occurred_at))::float8 as at from (
      select occurred_at from events
      where integration_id = ${integrationId} and stream = ${stream}
      order by seq desc limit ${LATEST_COMMITTED}) as latest`)
  return row?.at ?? null
}
