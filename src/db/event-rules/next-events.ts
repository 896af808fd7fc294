import type { IntegrationId, PersonId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

/** An event as event rules are fed with it. */
export interface StoredEvent {
  readonly stream: StreamName
  readonly seq: number
  readonly eventId: string
  readonly occurredAt: string
  /** Unix seconds, with a fraction. */
  readonly at: number
  /** The action where the record has one, else its type. */
  readonly deed: string
  readonly actorKind: string
  readonly actorPersonId: PersonId | null
  readonly actorKey: string | null
  readonly attributes: JsonObject
}

/**
 * The next events of a stream in the order in which they were committed, whichever time they tell: one writer a stream,
 * so what is committed later has a greater `seq`, and nothing comes up behind a reader. Only deeds that somebody judges.
 */
export function nextEvents(
  sql: Sql,
  page: {
    readonly integrationId: IntegrationId
    readonly stream: StreamName
    readonly deeds: readonly string[]
    /** Exclusive. */
    readonly after: number
    /** Inclusive. */
    readonly upTo: number
    readonly limit: number
  },
): Promise<StoredEvent[]> {
  return quietly(sql<StoredEvent[]>`
    select stream, seq::float8 as seq, event_id as "eventId", occurred_at as "occurredAt",
      extract(epoch from occurred_at)::float8 as at, coalesce(action, event_type) as deed,
      actor_kind as "actorKind", actor_person_id as "actorPersonId", actor_key as "actorKey", attributes
    from events
    where integration_id = ${page.integrationId} and stream = ${page.stream}
      and seq > ${page.after} and seq <= ${page.upTo}
      and coalesce(action, event_type) = any(${page.deeds as string[]}::text[])
    order by seq, event_id
    limit ${page.limit}`)
}
