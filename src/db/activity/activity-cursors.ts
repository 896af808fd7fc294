import type { IntegrationId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Sql, Tx } from '../client.ts'
import { quietly } from '../errors.ts'

/** Up to which `seq` the events of each stream are counted; a stream of which nothing is counted is absent. */
export async function listActivityCursors(
  sql: Sql,
  integrationId: IntegrationId,
): Promise<ReadonlyMap<StreamName, number>> {
  const rows = await quietly(sql<{ stream: StreamName; seq: number }[]>`
    select stream, seq::float8 as seq from activity_cursors where integration_id = ${integrationId}`)
  return new Map(rows.map(({ stream, seq }) => [stream, seq]))
}

interface Move {
  readonly integrationId: IntegrationId
  readonly stream: StreamName
  /** 0: nothing was counted so far. */
  readonly from: number
  readonly to: number
}

/**
 * Moves the counting of a stream on from where it was thought to be. False where it stands elsewhere: somebody else has
 * counted, or it begins anew.
 */
export async function moveActivityCursor(
  tx: Tx,
  { integrationId, stream, from, to }: Move,
): Promise<boolean> {
  const { count } =
    from === 0
      ? await tx`
          insert into activity_cursors (integration_id, stream, seq) values (${integrationId}, ${stream}, ${to})
          on conflict (integration_id, stream) do update set seq = excluded.seq where activity_cursors.seq = 0`
      : await tx`
          update activity_cursors set seq = ${to}
          where integration_id = ${integrationId} and stream = ${stream} and seq = ${from}`
  return count === 1
}
