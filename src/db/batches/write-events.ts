import type { EventActor, EventDraft } from '../../model/core/records.ts'
import type { Tx } from '../client.ts'
import type { KnownPerson } from '../people/people-cache.ts'
import { askForRereads } from '../rereads/ask-for-rereads.ts'
import type { Batch } from './batch.ts'
import { countMoved } from './count-moved.ts'
import { personOf } from './people-of.ts'
import { idOf } from './resolve-people.ts'
import { signalOf } from './signal-of.ts'

export interface Fresh {
  /** Events that were not known yet. */
  readonly fresh: number
  /** Known events that came again with another time: drift, not a second event. */
  readonly moved: number
}

interface Written {
  readonly fresh: number
  /** Ids of the new ones, where somebody wants to know. */
  readonly freshIds: string[]
}

/**
 * One statement, one round trip. `event_keys` decides what is new: its rows come back from `on conflict do nothing
 * returning`, and everything after, the events themselves and the signs of life, is of only those. So any batch may
 * come any number of times, in any cut, and each event is stored once. What a day counts is counted from here on, by
 * whoever follows the commits (`evaluation/activity`). Nothing here reads what is stored:
 * a batch costs the same with a million events behind it.
 */
export async function writeEvents(
  tx: Tx,
  batch: Batch,
  seq: number,
  events: readonly EventDraft[],
  people: ReadonlyMap<string, KnownPerson>,
): Promise<Fresh> {
  if (events.length === 0) return { fresh: 0, moved: 0 }
  const { integrationId: integration, stream, asks = [] } = batch
  const [row] = await tx<Written[]>`
    with incoming as materialized (
      select u.event_id, u.occurred_at::timestamptz as occurred_at, u.event_type, u.action, u.actor_kind,
        u.person_id::uuid as person_id, u.actor_key, u.attributes::jsonb as attributes, u.signal
      from unnest(${events.map((event) => event.eventId)}::text[],
        ${events.map((event) => event.occurredAt)}::text[],
        ${events.map((event) => event.eventType)}::text[],
        ${events.map((event) => event.action)}::text[],
        ${events.map((event) => event.actor.kind)}::text[],
        ${events.map((event) => personIdOf(event.actor, people))}::text[],
        ${events.map((event) => actorKeyOf(event.actor))}::text[],
        ${events.map((event) => JSON.stringify(event.attributes))}::text[],
        ${events.map((event) => signalOf(stream, event))}::text[])
        as u(event_id, occurred_at, event_type, action, actor_kind, person_id, actor_key, attributes, signal)),
    fresh as (
      insert into event_keys (integration_id, stream, event_id, occurred_at)
      select ${integration}, ${stream}, event_id, occurred_at from incoming order by event_id
      on conflict do nothing returning event_id),
    written as (
      insert into events (integration_id, stream, event_id, occurred_at, seq, event_type, action, actor_kind,
        actor_person_id, actor_key, attributes)
      select ${integration}, ${stream}, event_id, occurred_at, ${seq}::bigint, event_type, action, actor_kind,
        person_id, actor_key, attributes
      from incoming join fresh using (event_id)
      on conflict do nothing returning event_id),
    signs as (
      select person_id, signal, occurred_at from incoming join written using (event_id)
      where signal is not null and person_id is not null),
    alive as (
      insert into person_activity as a (integration_id, person_id, signal, last_at)
      select ${integration}, person_id, signal, max(occurred_at) from signs group by 2, 3 order by 2, 3
      on conflict (integration_id, person_id, signal) do update set last_at = excluded.last_at
      where a.last_at < excluded.last_at)
    select (select count(*)::int from fresh) as fresh,
      case when ${asks.length > 0} then array(select event_id from fresh) else '{}' end as "freshIds"`
  const { fresh, freshIds } = row ?? { fresh: 0, freshIds: [] }
  const ids = new Set(freshIds)
  await askForRereads(
    tx,
    batch,
    asks.filter(({ eventId }) => ids.has(eventId)),
  )
  return { fresh, moved: fresh === events.length ? 0 : await countMoved(tx, batch, events) }
}

export function personIdOf(actor: EventActor, people: ReadonlyMap<string, KnownPerson>): string | null {
  const person = personOf(actor)
  return person === null ? null : idOf(people, person.ref)
}

function actorKeyOf(actor: EventActor): string | null {
  switch (actor.kind) {
    case 'api_key':
      return actor.key
    case 'system':
      return actor.id
    case 'person':
    case 'unknown':
      return null
    default:
      return actor satisfies never
  }
}
