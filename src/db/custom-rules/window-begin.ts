import type { IntegrationId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

/**
 * Behind which `seq` the last so many events of a stream lie, in whole commits; 0 where there are no more. By
 * `events_by_seq` alone, backwards, so it costs the same however many are kept.
 */
export async function windowBegin(sql: Sql, { integrationId, stream, events }: WindowAsked): Promise<number> {
  const [row] = await quietly(sql<{ seq: number }[]>`
    select seq::float8 as seq from events
    where integration_id = ${integrationId} and stream = ${stream}
    order by seq desc offset ${events} limit 1`)
  return row?.seq ?? 0
}

interface WindowAsked {
  readonly integrationId: IntegrationId
  readonly stream: StreamName
  readonly events: number
}
