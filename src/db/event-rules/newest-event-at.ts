import type { IntegrationId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

/** When the newest stored event of a stream happened, in unix seconds; null where there is none. */
export async function newestEventAt(
  sql: Sql,
  integrationId: IntegrationId,
  stream: StreamName,
): Promise<number | null> {
  // By the index over time, backwards: the first one that is of the stream.
  const [row] = await quietly(sql<{ at: number }[]>`
    select extract(epoch from occurred_at)::float8 as at from events
    where integration_id = ${integrationId} and stream = ${stream}
    order by occurred_at desc limit 1`)
  return row?.at ?? null
}
