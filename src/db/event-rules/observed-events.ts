import type { FindingId, IntegrationId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'
import type { StoredEvent } from './next-events.ts'

/** One occurrence of a finding, with the event itself for as long as that is kept. */
export interface ObservedEvent {
  readonly stream: StreamName
  readonly eventId: string
  readonly occurredAt: string
  readonly event: StoredEvent | null
}

/** What an event finding counts, newest first. */
export async function observedEvents(
  sql: Sql,
  integrationId: IntegrationId,
  findingId: FindingId,
  limit: number,
): Promise<ObservedEvent[]> {
  const rows = await quietly(sql<(StoredEvent & { readonly stored: boolean })[]>`
    select o.stream, o.event_id as "eventId", o.occurred_at as "occurredAt", e.event_id is not null as stored,
      e.seq::float8 as seq, extract(epoch from o.occurred_at)::float8 as at,
      coalesce(e.action, e.event_type) as deed, e.actor_kind as "actorKind",
      e.actor_person_id as "actorPersonId", e.actor_key as "actorKey", e.attributes
    from (select * from observations where integration_id = ${integrationId} and finding_id = ${findingId}
      order by occurred_at desc, event_id desc limit ${limit}) as o
    left join events e on e.integration_id = o.integration_id and e.stream = o.stream
      and e.event_id = o.event_id and e.occurred_at = o.occurred_at
    order by o.occurred_at desc, o.event_id desc`)
  return rows.map(({ stored, ...event }) => ({
    stream: event.stream,
    eventId: event.eventId,
    occurredAt: event.occurredAt,
    event: stored ? event : null,
  }))
}

export interface ObservationSpan {
  readonly count: number
  readonly firstAt: string
  readonly lastAt: string
}

/** How many occurrences a finding counts, and over which time; null where none is kept any more. */
export async function observationSpan(
  sql: Sql,
  integrationId: IntegrationId,
  findingId: FindingId,
): Promise<ObservationSpan | null> {
  const [row] = await quietly(sql<ObservationSpan[]>`
    select count(*)::int as count, min(occurred_at) as "firstAt", max(occurred_at) as "lastAt"
    from observations where integration_id = ${integrationId} and finding_id = ${findingId}
    having count(*) > 0`)
  return row ?? null
}
