import type { MessageDraft } from '../../model/core/records.ts'
import type { Tx } from '../client.ts'
import type { KnownPerson } from '../people/people-cache.ts'
import type { StreamPlace } from './batch.ts'
import { personIdOf } from './write-events.ts'

/**
 * Newer versions of stored messages; an older one that came late changes nothing. An insert that always conflicts, and
 * no update by join: it finds each row through the key's index, however many rows there are.
 */
export async function reviseMessages(
  tx: Tx,
  batch: StreamPlace,
  seq: number,
  versions: readonly MessageDraft[],
  people: ReadonlyMap<string, KnownPerson>,
): Promise<void> {
  await tx`
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
    where (m.occurred_at, m.event_id) < (excluded.occurred_at, excluded.event_id)`
}
