import type { Tx } from '../client.ts'
import type { StreamPlace } from './batch.ts'

interface Told {
  readonly eventId: string
  readonly occurredAt: string
}

/**
 * How many of these known events came again with another time: drift, not a second event. Asked only where a batch
 * repeated something. `limit` keeps the planner from turning a thousand look-ups into one read of every key that is
 * stored, which looks cheaper to it than it is and grows with the tenant.
 */
export async function countMoved(tx: Tx, batch: StreamPlace, events: readonly Told[]): Promise<number> {
  const [row] = await tx<{ moved: number }[]>`
    select count(*)::int as moved
    from unnest(${events.map((event) => event.eventId)}::text[],
      ${events.map((event) => event.occurredAt)}::text[]) as told(event_id, occurred_at)
    cross join lateral (
      select k.occurred_at from event_keys k
      where k.integration_id = ${batch.integrationId} and k.stream = ${batch.stream} and k.event_id = told.event_id
      limit 1) as known
    where known.occurred_at <> told.occurred_at::timestamptz`
  return row?.moved ?? 0
}
