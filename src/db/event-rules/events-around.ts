import type { IntegrationId, PersonId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'
import type { StoredEvent } from './next-events.ts'

/** A stretch of time in somebody's doings. Unix seconds. */
export interface Stretch {
  readonly personId: PersonId | null
  readonly key: string | null
  readonly from: number
  readonly until: number
}

/** More than this in one stretch is a burst whichever way one counts. */
const MOST_IN_A_STRETCH = 2_000

/**
 * What the same actors did around some events, oldest first: by the index over time, one look a stretch. `limit` keeps
 * the planner from reading a whole month for all of them at once.
 */
export function eventsAround(
  sql: Sql,
  of: {
    readonly integrationId: IntegrationId
    readonly stream: StreamName
    readonly deeds: readonly string[]
    readonly stretches: readonly Stretch[]
  },
): Promise<StoredEvent[]> {
  const { stretches } = of
  return quietly(sql<StoredEvent[]>`
    select distinct on (e.at, e."eventId") e.* from unnest(
        ${stretches.map(({ personId }) => personId)}::text[], ${stretches.map(({ key }) => key)}::text[],
        ${stretches.map(({ from }) => from)}::float8[], ${stretches.map(({ until }) => until)}::float8[])
      as s(person_id, key, begins, ends)
    cross join lateral (
      select stream, seq::float8 as seq, event_id as "eventId", occurred_at as "occurredAt",
        extract(epoch from occurred_at)::float8 as at, coalesce(action, event_type) as deed,
        actor_kind as "actorKind", actor_person_id as "actorPersonId", actor_key as "actorKey", attributes
      from events
      where integration_id = ${of.integrationId} and stream = ${of.stream}
        and occurred_at between to_timestamp(s.begins) and to_timestamp(s.ends)
        and actor_person_id is not distinct from s.person_id::uuid and actor_key is not distinct from s.key
        and coalesce(action, event_type) = any(${of.deeds as string[]}::text[])
      limit ${MOST_IN_A_STRETCH}) as e
    order by e.at, e."eventId"`)
}
