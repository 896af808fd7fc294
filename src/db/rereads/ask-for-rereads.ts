import type { RereadRequest } from '../../model/core/rereads.ts'
import type { Batch } from '../batches/batch.ts'
import type { Tx } from '../client.ts'

/** A re-read and the event that asks for it. */
export interface AskedBy extends RereadRequest {
  readonly eventId: string
  /** ISO, as upstream wrote it. */
  readonly occurredAt: string
}

/** Minutes that upstream's clock and ours may differ, so that a change is not taken for older than a listing. */
const CLOCKS_APART_MINUTES = 5
/** Hours. Before a stream was ever listed, older changes are the coming listing's business. */
const BEFORE_FIRST_LISTING_HOURS = 24

/**
 * In the transaction that stores the events, so that a change that is known is also going to be read. Left out is what
 * a listing that was completed has begun after: it has seen the change. That keeps a first collection, which meets a
 * month of audit events, from asking for every GPT one by one.
 */
export async function askForRereads(tx: Tx, batch: Batch, requests: readonly AskedBy[]): Promise<void> {
  if (requests.length === 0) return
  await tx`
    insert into rereads as r (integration_id, stream, target, removal)
    select ${batch.integrationId}, u.stream, u.target, bool_or(u.removal::boolean)
    from unnest(${requests.map(({ stream }) => stream)}::text[],
      ${requests.map(({ target }) => target)}::text[],
      ${requests.map(({ removal }) => String(removal))}::text[],
      ${requests.map(({ occurredAt }) => occurredAt)}::text[]) as u(stream, target, removal, occurred_at)
    where not exists (select from checkpoints c where c.integration_id = ${batch.integrationId}
        and c.stream = u.stream and c.complete_run_no = c.run_no
        and c.started_at > u.occurred_at::timestamptz + make_interval(mins => ${CLOCKS_APART_MINUTES}))
      and (u.occurred_at::timestamptz > now() - make_interval(hours => ${BEFORE_FIRST_LISTING_HOURS})
        or exists (select from checkpoints c where c.integration_id = ${batch.integrationId}
          and c.stream = u.stream and c.completed_at is not null))
    group by u.stream, u.target order by u.stream, u.target
    on conflict (integration_id, stream, target) do update set
      asked = r.asked + 1, removal = r.removal or excluded.removal`
}
