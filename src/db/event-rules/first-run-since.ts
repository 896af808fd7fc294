import type { IntegrationId } from '../../model/core/ids.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

/**
 * When the first run ended that began after a moment, in unix seconds; null where none did. Each run makes calls that the
 * workspace's audit log tells of. A moment of null is the beginning of time.
 */
export async function firstRunSince(
  sql: Sql,
  integrationId: IntegrationId,
  moment: number | null,
): Promise<number | null> {
  const [row] = await quietly(sql<{ at: number | null }[]>`
    select extract(epoch from min(ended_at))::float8 as at from runs
    where integration_id = ${integrationId} and ended_at is not null
      and state in ('completed', 'completed_with_gaps')
      and (${moment}::float8 is null or started_at > to_timestamp(${moment}::float8))`)
  return row?.at ?? null
}
