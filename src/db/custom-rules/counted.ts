import type { FindingId, IntegrationId } from '../../model/core/ids.ts'
import type { CustomRuleId } from '../../model/core/rule-ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Sql, Tx } from '../client.ts'
import { quietly } from '../errors.ts'
import type { StoredEvent } from '../event-rules/next-events.ts'
import type { StoredFindingRow } from '../findings/stored-findings.ts'
import { storedRows } from '../findings/stored-findings.ts'

/** What a custom rule over events counts in its findings, for versions that judge again what earlier ones have judged. */

export interface Rule {
  readonly integrationId: IntegrationId
  readonly ruleId: CustomRuleId
}

/** Events that a rule has said something about, and the finding that each belongs to; null: to none. */
export interface Decided {
  readonly eventId: string
  readonly fingerprint: string | null
}

/**
 * What counts the event of a row `u`. Each is looked up by itself: `offset 0` keeps the planner from joining, for which it
 * would rather read what all tenants count than look up a page's events one by one.
 */
export const observing = (sql: Sql | Tx, integrationId: IntegrationId, stream: StreamName) => sql`
    select ctid as place, finding_id from observations
    where integration_id = ${integrationId} and stream = ${stream} and event_id = u.event_id offset 0`

/** Counts these events no more in findings of the rule that they do not belong to. */
export async function dropMiscounted(
  tx: Tx,
  { integrationId, ruleId }: Rule,
  stream: StreamName,
  decided: readonly Decided[],
): Promise<void> {
  await tx`
    delete from observations where ctid = any(array(
      select o.place from unnest(${decided.map(({ eventId }) => eventId)}::text[],
        ${decided.map(({ fingerprint }) => fingerprint)}::text[]) as u(event_id, fingerprint)
      cross join lateral (${observing(tx, integrationId, stream)}) as o
      join findings f on f.id = o.finding_id
      where f.integration_id = ${integrationId} and f.rule_id = ${ruleId}
        and f.fingerprint is distinct from u.fingerprint))`
}

/** Streams of which the findings of a rule count events. */
export async function countedStreams(sql: Sql, { integrationId, ruleId }: Rule): Promise<StreamName[]> {
  const rows = await quietly(sql<{ stream: StreamName }[]>`
    select distinct o.stream from findings f join observations o on o.finding_id = f.id
    where f.integration_id = ${integrationId} and f.rule_id = ${ruleId} order by 1`)
  return rows.map(({ stream }) => stream)
}

/** What a version does not listen to in a stream, behind where it begins. */
export interface Unheard {
  readonly stream: StreamName
  /** It listens to these. */
  readonly deeds: readonly string[]
  /** Exclusive `seq`. */
  readonly after: number
}

const unheard = (tx: Tx | Sql, { integrationId, ruleId }: Rule, { stream, deeds, after }: Unheard) => tx`
    select f.fingerprint, o.finding_id, o.stream, o.event_id from findings f join observations o on o.finding_id = f.id
    join events e on e.integration_id = o.integration_id and e.stream = o.stream
      and e.event_id = o.event_id and e.occurred_at = o.occurred_at
    where f.integration_id = ${integrationId} and f.rule_id = ${ruleId} and o.stream = ${stream}
      and e.seq > ${after} and not coalesce(e.action, e.event_type) = any(${deeds as string[]}::text[])`

/** What findings of a rule count of that. */
export function listUnheard(
  sql: Sql,
  rule: Rule,
  of: Unheard,
): Promise<{ fingerprint: string; eventId: string }[]> {
  return quietly(sql<{ fingerprint: string; eventId: string }[]>`
    select fingerprint, event_id as "eventId" from (${unheard(sql, rule, of)}) as u`)
}

/** Counts it no more. */
export async function dropUnheard(tx: Tx, rule: Rule, of: Unheard): Promise<void> {
  await tx`
    delete from observations o using (${unheard(tx, rule, of)}) as u
    where o.finding_id = u.finding_id and o.stream = u.stream and o.event_id = u.event_id`
}

/** The newest event that each of these findings counts, where that is still kept. */
export function newestCounted(
  tx: Tx,
  findingIds: readonly FindingId[],
): Promise<(StoredEvent & { readonly findingId: FindingId })[]> {
  return tx<(StoredEvent & { findingId: FindingId })[]>`
    select newest.finding_id as "findingId", e.stream, e.event_id as "eventId", e.occurred_at as "occurredAt",
      e.seq::float8 as seq, extract(epoch from e.occurred_at)::float8 as at,
      coalesce(e.action, e.event_type) as deed, e.actor_kind as "actorKind",
      e.actor_person_id as "actorPersonId", e.actor_key as "actorKey", e.attributes
    from (select distinct on (finding_id) * from observations
      where finding_id = any(${findingIds as FindingId[]}::uuid[])
      order by finding_id, occurred_at desc, event_id desc) as newest
    join events e on e.integration_id = newest.integration_id and e.stream = newest.stream
      and e.event_id = newest.event_id and e.occurred_at = newest.occurred_at`
}

export type Recounted = StoredFindingRow & {
  readonly count: number
  /** Null where it counts nothing. */
  readonly firstAt: string | null
  readonly lastAt: string | null
}

/** A page of a rule's standing findings, oldest id first, with what they count: which page is settled before counting. */
export function standingCounted(
  tx: Tx,
  { integrationId, ruleId }: Rule,
  page: { readonly after: FindingId | null; readonly limit: number },
): Promise<Recounted[]> {
  return tx<Recounted[]>`
    select * from (${storedRows(tx)}
      where f.integration_id = ${integrationId} and f.rule_id = ${ruleId} and f.state <> 'resolved'
        and (${page.after}::uuid is null or f.id > ${page.after}::uuid)
      order by f.id limit ${page.limit}) as f
    cross join lateral (
      select count(*)::int as count, min(occurred_at) as "firstAt", max(occurred_at) as "lastAt"
      from observations where finding_id = f.id) as o
    order by f.id`
}
