import type { EventDraft, MessageDraft } from '../../model/core/records.ts'
import type { Tx } from '../client.ts'
import { contentPlace } from '../seal/place.ts'
import type { Batch } from './batch.ts'

/** A record for which content may be kept was to be written without the key for it: a mistake in the caller. */
class NoContentKey extends Error {
  override readonly name = 'NoContentKey'
  constructor() {
    super('Content was retained and no content key was opened; nothing of this batch was written.')
  }
}

/** Seals and keeps what was said. Of a message's versions the newest counts, as in `messages`. */
export async function writeContents(
  tx: Tx,
  batch: Batch,
  records: readonly (EventDraft | MessageDraft)[],
): Promise<void> {
  const said = records.flatMap((record) => {
    const { content, occurredAt, eventId } = record
    if (content === undefined) return []
    return [{ content, occurredAt, recordId: record.type === 'message' ? record.messageId : eventId }]
  })
  if (said.length === 0) return
  const { integrationId, stream, contentKey } = batch
  if (contentKey === undefined) throw new NoContentKey()
  const sealed = said.map(({ recordId, content }) =>
    contentKey.seal(contentPlace(stream, recordId), Buffer.from(JSON.stringify(content))).toString('base64'),
  )
  await tx`
    insert into contents as c (integration_id, stream, record_id, occurred_at, sealed)
    select distinct on (u.record_id) ${integrationId}::uuid, ${stream}, u.record_id, u.occurred_at::timestamptz,
      decode(u.sealed, 'base64')
    from unnest(${said.map(({ recordId }) => recordId)}::text[], ${said.map(({ occurredAt }) => occurredAt)}::text[],
      ${sealed}::text[]) as u(record_id, occurred_at, sealed)
    order by u.record_id, u.occurred_at::timestamptz desc
    on conflict (integration_id, stream, record_id) do update set
      occurred_at = excluded.occurred_at, sealed = excluded.sealed, written_at = excluded.written_at
    where c.occurred_at < excluded.occurred_at`
}
