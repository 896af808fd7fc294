import type { IntegrationId, PersonId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'
import type { StoredEvent } from './next-events.ts'

/** A stretch of time in an actor's doings: of one of a human's rows of `people`, or of a key. Unix seconds. */
export interface Stretch {
  readonly no: number
  readonly personId: PersonId | null
  readonly key: string | null
  readonly from: number
  readonly until: number
}

type StretchEvent = StoredEvent & { readonly no: number }

/**
 * What actors did in some stretches of time, oldest first in each: by `events_by_actor`, one look a stretch and no more
 * than what is in it, so a stretch may hold what it likes. People and keys are looked for apart: asked for with `or`,
 * the index gives what nobody in person did as well, for each person. Of the attributes only whether it was done: a
 * burst is told by times.
 */
export function eventsInStretches(
  sql: Sql,
  of: {
    readonly integrationId: IntegrationId
    readonly stream: StreamName
    readonly deeds: readonly string[]
    readonly stretches: readonly Stretch[]
  },
): Promise<StretchEvent[]> {
  const { stretches } = of
  const columns = sql`stream, seq::float8 as seq, event_id as "eventId", occurred_at as "occurredAt",
        extract(epoch from occurred_at)::float8 as at, coalesce(action, event_type) as deed,
        actor_kind as "actorKind", actor_person_id as "actorPersonId", actor_key as "actorKey",
        jsonb_build_object('action_result', attributes -> 'action_result') as attributes`
  const within = sql`integration_id = ${of.integrationId} and stream = ${of.stream}
        and coalesce(action, event_type) = any(${of.deeds as string[]}::text[])`
  return quietly(sql<StretchEvent[]>`
    select s.no, e.* from unnest(${stretches.map(({ no }) => no)}::int[],
        ${stretches.map(({ personId }) => personId)}::text[], ${stretches.map(({ key }) => key)}::text[],
        ${stretches.map(({ from }) => from)}::float8[], ${stretches.map(({ until }) => until)}::float8[])
      as s(no, person_id, key, begins, ends)
    cross join lateral (
      select ${columns} from events
      where ${within} and actor_person_id = s.person_id::uuid and occurred_at between to_timestamp(s.begins) and to_timestamp(s.ends)
      union all
      select ${columns} from events
      where ${within} and s.person_id is null and actor_person_id is null and actor_key = s.key
        and occurred_at between to_timestamp(s.begins) and to_timestamp(s.ends)
    ) as e
    order by s.no, e.at, e."eventId"`)
}
