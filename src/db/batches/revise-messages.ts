import type { MessageDraft } from '../../model/core/records.ts'
import type { ActivityDelta } from '../activity/add-activity.ts'
import { addActivity } from '../activity/add-activity.ts'
import { marksOfMessage } from '../activity/marks-of-message.ts'
import type { Tx } from '../client.ts'
import type { KnownPerson } from '../people/people-cache.ts'
import type { StreamPlace } from './batch.ts'
import { personIdOf } from './write-events.ts'

/**
 * Newer versions of stored messages; an older one that came late changes nothing. An insert that always conflicts, and
 * no update by join: it finds each row through the key's index, however many rows there are. The days' counts go with them: away from where the version before
 * stood, and to where this one does.
 */
export async function reviseMessages(
  tx: Tx,
  batch: StreamPlace,
  seq: number,
  versions: readonly MessageDraft[],
  people: ReadonlyMap<string, KnownPerson>,
): Promise<void> {
  const before = await storedVersions(tx, batch, versions)
  const replaced = await tx<{ messageId: string; eventId: string }[]>`
    insert into messages as m (integration_id, message_id, event_id, occurred_at, seq, conversation_id,
      actor_person_id, author_kind, attributes)
    select distinct on (u.message_id) ${batch.integrationId}::uuid, u.message_id, u.event_id,
      u.occurred_at::timestamptz, ${seq}::bigint, u.conversation_id, u.person_id::uuid, u.author_kind,
      u.attributes::jsonb
    from unnest(${versions.map((version) => version.messageId)}::text[],
      ${versions.map((version) => version.eventId)}::text[],
      ${versions.map((version) => version.occurredAt)}::text[],
      ${versions.map((version) => version.conversationId)}::text[],
      ${versions.map((version) => personIdOf(version.actor, people))}::text[],
      ${versions.map((version) => version.authorKind)}::text[],
      ${versions.map((version) => JSON.stringify(version.attributes))}::text[])
      as u(message_id, event_id, occurred_at, conversation_id, person_id, author_kind, attributes)
    order by u.message_id, u.occurred_at::timestamptz desc, u.event_id desc
    on conflict (integration_id, message_id) do update set
      event_id = excluded.event_id, occurred_at = excluded.occurred_at, seq = excluded.seq,
      conversation_id = excluded.conversation_id, actor_person_id = excluded.actor_person_id,
      author_kind = excluded.author_kind, attributes = excluded.attributes
    where (m.occurred_at, m.event_id) < (excluded.occurred_at, excluded.event_id)
    returning m.message_id as "messageId", m.event_id as "eventId"`
  const newOf = new Map(versions.map((version) => [version.eventId, version]))
  const deltas = replaced.flatMap(({ messageId, eventId }) => {
    const [stored, version] = [before.get(messageId), newOf.get(eventId)]
    if (stored === undefined || version === undefined) return []
    return [
      ...deltasOf(stored, -1),
      ...deltasOf({ ...version, personId: personIdOf(version.actor, people) }, 1),
    ]
  })
  await addActivity(tx, batch.integrationId, deltas)
}

type Counted = Parameters<typeof marksOfMessage>[0] & { readonly occurredAt: string }

const deltasOf = (message: Counted, count: number): ActivityDelta[] =>
  marksOfMessage(message).map((mark) => ({
    ...mark,
    signal: 'conversations',
    occurredAt: message.occurredAt,
    count,
  }))

/** What is counted of these messages so far. One writer a stream: nobody else moves them meanwhile. */
async function storedVersions(
  tx: Tx,
  { integrationId }: StreamPlace,
  versions: readonly MessageDraft[],
): Promise<ReadonlyMap<string, Counted>> {
  const ids = [...new Set(versions.map(({ messageId }) => messageId))]
  const rows = await tx<(Counted & { readonly messageId: string })[]>`
    select message_id as "messageId", occurred_at as "occurredAt", author_kind as "authorKind",
      actor_person_id as "personId", attributes
    from messages where integration_id = ${integrationId} and message_id = any(${ids}::text[])`
  return new Map(rows.map((row) => [row.messageId, row]))
}
