import type { IntegrationId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

/**
 * When a whole list was read to its end (other runs read parts of it), one moment a day, oldest first, in unix seconds. The moment is that of its beginning:
 * what the list says of a thing, it says of that moment too or of a later one.
 */
export async function looksAt(
  sql: Sql,
  of: { readonly integrationId: IntegrationId; readonly stream: StreamName; readonly days: number },
): Promise<readonly number[]> {
  const rows = await quietly(sql<{ at: number }[]>`
    select extract(epoch from max(s.started_at))::float8 as at
    from runs r join run_streams s on s.run_id = r.id
    where r.integration_id = ${of.integrationId} and r.kind in ('full', 'key_check')
      and s.stream = ${of.stream} and s.state = 'completed'
      and s.started_at > now() - make_interval(days => ${of.days})
    group by (s.started_at at time zone 'UTC')::date order by 1`)
  return rows.map(({ at }) => at)
}

/** Since when days are counted here, in unix seconds; null where nothing was counted yet. */
export async function countedSince(sql: Sql, integrationId: IntegrationId): Promise<number | null> {
  const [row] = await quietly(sql<{ at: number | null }[]>`
    select extract(epoch from min(since))::float8 as at from activity_cursors
    where integration_id = ${integrationId}`)
  return row?.at ?? null
}
