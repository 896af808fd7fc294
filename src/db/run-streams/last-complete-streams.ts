import type { IntegrationId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

export interface CompleteStream {
  readonly stream: StreamName
  readonly pages: number
  readonly records: number
  readonly parentsTotal: number | null
}

/** Full runs looked at: a stream that none of them has read to its end has changed since it last was. */
const RUNS_BACK = 10

/** What each stream cost when a full run last read it to its end. Read the integration within a scope before. */
export async function lastCompleteStreams(sql: Sql, integrationId: IntegrationId): Promise<CompleteStream[]> {
  const rows = await quietly(sql<CompleteStream[]>`
    with recent as (
      select id, run_no from runs
      where integration_id = ${integrationId} and kind = 'full' and ended_at is not null
      order by run_no desc limit ${RUNS_BACK})
    select distinct on (s.stream) s.stream, s.pages::float8 as pages, s.records::float8 as records,
      s.parents_total as "parentsTotal"
    from run_streams s join recent r on r.id = s.run_id
    where s.state = 'completed'
    order by s.stream, r.run_no desc`)
  return rows
}
