import type { IntegrationId, PersonId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Sql, Tx } from '../client.ts'
import { quietly } from '../errors.ts'

/** As much of an event as tells whom it counts for. */
export interface CountedEvent {
  readonly stream: StreamName
  readonly seq: number
  readonly occurredAt: string
  readonly eventType: string
  readonly action: string | null
  readonly actorKind: string
  readonly actorPersonId: PersonId | null
  readonly actorKey: string | null
  /** Of streams that tell of apps or figures; empty else. */
  readonly attributes: JsonObject
}

interface Page {
  readonly integrationId: IntegrationId
  readonly stream: StreamName
  /** Exclusive. */
  readonly after: number
  /** Inclusive. */
  readonly upTo: number
}

/** Where a page ends that holds about so many events: whole commits, so that a cursor can stand behind it. */
export async function endOfPage(sql: Sql, page: Page, rows: number): Promise<number> {
  const [row] = await quietly(sql<{ seq: number }[]>`
    select seq::float8 as seq from events
    where integration_id = ${page.integrationId} and stream = ${page.stream}
      and seq > ${page.after} and seq <= ${page.upTo}
    order by seq limit 1 offset ${rows - 1}`)
  return row?.seq ?? page.upTo
}

/** The events of some commits, by the index over commits; nothing comes up behind a reader. */
export function countedEvents(sql: Sql | Tx, page: Page): Promise<CountedEvent[]> {
  return quietly(sql<CountedEvent[]>`
    select stream, seq::float8 as seq, occurred_at as "occurredAt", event_type as "eventType", action,
      actor_kind as "actorKind", actor_person_id as "actorPersonId", actor_key as "actorKey",
      case when stream in ('logs.APP_LOG', 'platform.usage') then attributes - 'input' - 'output'
        else '{}'::jsonb end as attributes
    from events
    where integration_id = ${page.integrationId} and stream = ${page.stream}
      and seq > ${page.after} and seq <= ${page.upTo}`)
}
