import type { MessageDraft } from '../../model/core/records.ts'
import { marksOfMessage } from '../activity/marks-of-message.ts'
import type { Tx } from '../client.ts'
import type { KnownPerson } from '../people/people-cache.ts'
import type { StreamPlace } from './batch.ts'
import { countMoved } from './count-moved.ts'
import { reviseMessages } from './revise-messages.ts'
import { signalOf } from './signal-of.ts'
import type { Fresh } from './write-events.ts'
import { personIdOf } from './write-events.ts'

interface Written {
  readonly fresh: number
  /** New versions of messages that were stored already. */
  readonly revised: string[]
}

/**
 * As `write-events.ts`, with one difference: a message has versions, each an event of its own. `event_keys` decides
 * which versions are new, and `messages` shows the newest of all: the latest time wins, equal times the greater
 * event id, so that the order of arrival does not matter. A person's last sign of life counts every version (an
 * edit is a deed), and so does a day's last time; a day's count has each message once, on the day of its newest
 * version, so that it is what a count of `messages` would give. (Messages have no order of commits that somebody could
 * follow: a version replaces the one before, and its `seq` with it. So they are counted here, by what was inserted.)
 *
 * Whether a message is new, its insert tells: nearly all are, and to ask before would read what is stored, once for
 * every batch. What the insert passed over is a newer version of something stored, and `reviseMessages` follows.
 */
export async function writeMessages(
  tx: Tx,
  batch: StreamPlace,
  seq: number,
  messages: readonly MessageDraft[],
  people: ReadonlyMap<string, KnownPerson>,
): Promise<Fresh> {
  if (messages.length === 0) return { fresh: 0, moved: 0 }
  const { fresh, revised } = await insertMessages(tx, batch, seq, messages, people)
  if (revised.length > 0) {
    const known = new Set(revised)
    const versions = messages.filter(({ eventId }) => known.has(eventId))
    await reviseMessages(tx, batch, seq, versions, people)
  }
  return { fresh, moved: fresh === messages.length ? 0 : await countMoved(tx, batch, messages) }
}

async function insertMessages(
  tx: Tx,
  batch: StreamPlace,
  seq: number,
  messages: readonly MessageDraft[],
  people: ReadonlyMap<string, KnownPerson>,
): Promise<Written> {
  const { integrationId: integration, stream } = batch
  const marks = messages.flatMap((message) => {
    const counted = { ...message, personId: personIdOf(message.actor, people) }
    return marksOfMessage(counted).map((mark) => ({ ...mark, eventId: message.eventId }))
  })
  const [row] = await tx<Written[]>`
    with incoming as materialized (
      select u.message_id, u.event_id, u.occurred_at::timestamptz as occurred_at, u.conversation_id,
        u.person_id::uuid as person_id, u.author_kind, u.attributes::jsonb as attributes, u.signal
      from unnest(${messages.map((message) => message.messageId)}::text[],
        ${messages.map((message) => message.eventId)}::text[],
        ${messages.map((message) => message.occurredAt)}::text[],
        ${messages.map((message) => message.conversationId)}::text[],
        ${messages.map((message) => personIdOf(message.actor, people))}::text[],
        ${messages.map((message) => message.authorKind)}::text[],
        ${messages.map((message) => JSON.stringify(message.attributes))}::text[],
        ${messages.map((message) => signalOf(stream, message))}::text[])
        as u(message_id, event_id, occurred_at, conversation_id, person_id, author_kind, attributes, signal)),
    fresh as (
      insert into event_keys (integration_id, stream, event_id, occurred_at)
      select ${integration}, ${stream}, event_id, occurred_at from incoming order by event_id
      on conflict do nothing returning event_id),
    versions as materialized (select incoming.* from incoming join fresh using (event_id)),
    newest as materialized (
      select distinct on (message_id) * from versions order by message_id, occurred_at desc, event_id desc),
    written as (
      insert into messages (integration_id, message_id, event_id, occurred_at, seq, conversation_id,
        actor_person_id, author_kind, attributes)
      select ${integration}::uuid, message_id, event_id, occurred_at, ${seq}::bigint, conversation_id, person_id,
        author_kind, attributes
      from newest order by message_id
      on conflict do nothing returning event_id, message_id),
    alive as (
      insert into person_activity as a (integration_id, person_id, signal, last_at)
      select ${integration}, person_id, signal, max(occurred_at) from versions
      where signal is not null and person_id is not null group by 2, 3 order by 2, 3
      on conflict (integration_id, person_id, signal) do update set last_at = excluded.last_at
      where a.last_at < excluded.last_at),
    counted as (
      insert into activity_daily as d (integration_id, subject_kind, subject, day, signal, count, last_at)
      select ${integration}, m.kind, m.subject, (v.occurred_at at time zone 'UTC')::date, 'conversations',
        count(w.event_id), max(v.occurred_at)
      from unnest(${marks.map(({ eventId }) => eventId)}::text[],
        ${marks.map(({ subjectKind }) => subjectKind)}::text[], ${marks.map(({ subject }) => subject)}::text[])
        as m(event_id, kind, subject)
      join versions v using (event_id) left join written w using (event_id)
      group by 2, 3, 4 order by 2, 3, 4
      on conflict (integration_id, subject_kind, subject, day, signal) do update set
        count = d.count + excluded.count, last_at = greatest(d.last_at, excluded.last_at))
    select (select count(*)::int from fresh) as fresh,
      array(select v.event_id from versions v
        where not exists (select from written w where w.message_id = v.message_id)) as revised`
  return row ?? { fresh: 0, revised: [] }
}
