import type { CollectionMode } from '../../model/core/collection-mode.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Sql } from '../client.ts'
import { observing } from '../custom-rules/counted.ts'
import { quietly } from '../errors.ts'
import type { PurgePace } from './delete-in-batches.ts'
import { ROWS_A_BATCH } from './delete-in-batches.ts'

const AUDIT: StreamName = 'logs.AUDIT_LOG'

interface AuditEvent {
  readonly eventId: string
  readonly occurredAt: string
  readonly action: string | null
  readonly namesConversation: boolean
}

export interface AuditPurge {
  readonly integrationId: IntegrationId
  /** The purge goes on only while this is the integration's mode. */
  readonly mode: CollectionMode
  /** Which actions the mode forbids; the privacy gate's own judgement. */
  readonly forbids: (action: string | null) => boolean
  /** Names under `action_data` that go from the events that stay. */
  readonly forbiddenData: readonly string[]
}

/**
 * Removes audit events whose action the mode forbids, and those that name a conversation whatever their action; from
 * the others goes what the gate would not let in any more. Most events stay, so a search for the next batch would read
 * them again and again: the events are walked in the order of their key, so many a statement.
 */
export async function purgeAuditEvents(sql: Sql, purge: AuditPurge, pace: PurgePace): Promise<void> {
  const rows = pace.rowsABatch ?? ROWS_A_BATCH
  let last: AuditEvent | undefined
  for (;;) {
    const page: readonly AuditEvent[] = await readPage(sql, purge.integrationId, last, rows)
    last = page.at(-1)
    if (last === undefined) return
    const forbidden = page.filter(
      ({ action, namesConversation }) => namesConversation || purge.forbids(action),
    )
    if (forbidden.length > 0) await deleteEvents(sql, purge, forbidden)
    await stripEvents(sql, purge, page)
    pace.afterBatch?.()
  }
}

function readPage(
  sql: Sql,
  integrationId: IntegrationId,
  after: AuditEvent | undefined,
  rows: number,
): Promise<AuditEvent[]> {
  const beyond =
    after === undefined
      ? sql``
      : sql`and (event_id, occurred_at) > (${after.eventId}, ${after.occurredAt}::text::timestamptz)`
  return quietly(sql<AuditEvent[]>`
    select event_id as "eventId", occurred_at as "occurredAt", action,
      exists (select from jsonb_object_keys(case jsonb_typeof(attributes -> 'action_data')
        when 'object' then attributes -> 'action_data' else '{}'::jsonb end) as name
        where name ~* 'conversation') as "namesConversation"
    from events where integration_id = ${integrationId} and stream = ${AUDIT} ${beyond}
    order by event_id, occurred_at limit ${rows}`)
}

async function stripEvents(sql: Sql, purge: AuditPurge, events: readonly AuditEvent[]): Promise<void> {
  const { integrationId, mode, forbiddenData } = purge
  const names = sql`${forbiddenData as string[]}::text[]`
  await quietly(sql`
    update events e set attributes = jsonb_set(e.attributes, '{action_data}', (e.attributes -> 'action_data') - ${names})
    from unnest(${events.map(({ eventId }) => eventId)}::text[],
      ${events.map(({ occurredAt }) => occurredAt)}::text[]) as u(event_id, occurred_at)
    where e.integration_id = ${integrationId} and e.stream = ${AUDIT} and e.event_id = u.event_id
      and e.occurred_at = u.occurred_at::timestamptz
      and jsonb_typeof(e.attributes -> 'action_data') = 'object' and (e.attributes -> 'action_data') ?| ${names}
      and exists (select from integrations where id = ${integrationId} and collection_mode = ${mode})`)
}

/**
 * Events and their keys go together: a key without its event would keep a wider mode from reading it again. So does what
 * findings count of them, and what waits to be one. A finding that loses something loses what it says of its newest
 * event, and its number, by which `purgeLostFindings` knows it.
 */
async function deleteEvents(sql: Sql, purge: AuditPurge, events: readonly AuditEvent[]): Promise<void> {
  const { integrationId, mode } = purge
  await quietly(sql`
    with gone as (
      delete from events e using unnest(${events.map(({ eventId }) => eventId)}::text[],
        ${events.map(({ occurredAt }) => occurredAt)}::text[]) as u(event_id, occurred_at)
      where e.integration_id = ${integrationId} and e.stream = ${AUDIT} and e.event_id = u.event_id
        and e.occurred_at = u.occurred_at::timestamptz
        and exists (select from integrations where id = ${integrationId} and collection_mode = ${mode})
      returning e.event_id),
    counted as (
      delete from observations where ctid = any(array(
        select o.place from gone u cross join lateral (${observing(sql, integrationId, AUDIT)}) as o))
      returning finding_id),
    lost as (
      update findings set evidence = evidence || '{"observations": null, "detail": {}}'
      where id in (select finding_id from counted)),
    waiting as (
      delete from custom_rule_waiting w using gone
      where w.integration_id = ${integrationId} and w.stream = ${AUDIT} and w.event_id = gone.event_id)
    delete from event_keys k using gone
    where k.integration_id = ${integrationId} and k.stream = ${AUDIT} and k.event_id = gone.event_id`)
}
