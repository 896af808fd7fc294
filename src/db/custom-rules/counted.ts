import type { AssetId, FindingId, IntegrationId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
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

export type FindingOfRule = StoredFindingRow & { readonly assetId: AssetId }

/** All findings of a rule, resolved ones too, with what they hang on. */
export function findingsOfRule(sql: Sql, { integrationId, ruleId }: Rule): Promise<FindingOfRule[]> {
  return quietly(sql<FindingOfRule[]>`
    select stored.*, own.asset_id as "assetId" from (${storedRows(sql)}
      where f.integration_id = ${integrationId} and f.rule_id = ${ruleId}) as stored
    join findings own on own.id = stored.id`)
}

export interface CountedEvent {
  readonly fingerprint: string
  readonly stream: StreamName
  readonly eventId: string
  readonly occurredAt: string
}

/** What the findings of a rule count. */
export function countedByRule(sql: Sql, { integrationId, ruleId }: Rule): Promise<CountedEvent[]> {
  return quietly(sql<CountedEvent[]>`
    select f.fingerprint, o.stream, o.event_id as "eventId", o.occurred_at as "occurredAt"
    from findings f join observations o on o.finding_id = f.id
    where f.integration_id = ${integrationId} and f.rule_id = ${ruleId}`)
}

/** Events that a rule has said something about, and the finding that each belongs to; null: to none. */
export interface Decided {
  readonly eventId: string
  readonly fingerprint: string | null
}

/** Counts these events no more in findings of the rule that they do not belong to. */
export async function dropMiscounted(
  tx: Tx,
  { integrationId, ruleId }: Rule,
  stream: StreamName,
  decided: readonly Decided[],
): Promise<void> {
  await tx`
    delete from observations o
    using findings f, unnest(${decided.map(({ eventId }) => eventId)}::text[],
      ${decided.map(({ fingerprint }) => fingerprint)}::text[]) as u(event_id, fingerprint)
    where f.integration_id = ${integrationId} and f.rule_id = ${ruleId} and o.finding_id = f.id
      and o.stream = ${stream} and o.event_id = u.event_id and f.fingerprint is distinct from u.fingerprint`
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
    select o.finding_id, o.stream, o.event_id from findings f join observations o on o.finding_id = f.id
    join events e on e.integration_id = o.integration_id and e.stream = o.stream
      and e.event_id = o.event_id and e.occurred_at = o.occurred_at
    where f.integration_id = ${integrationId} and f.rule_id = ${ruleId} and o.stream = ${stream}
      and e.seq > ${after} and not coalesce(e.action, e.event_type) = any(${deeds as string[]}::text[])`

/** What findings of a rule count of that. */
export async function listUnheard(sql: Sql, rule: Rule, of: Unheard): Promise<string[]> {
  const rows = await quietly(sql<{ eventId: string }[]>`
    select event_id as "eventId" from (${unheard(sql, rule, of)}) as u`)
  return rows.map(({ eventId }) => eventId)
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

/** Standing findings of a rule that say another number than they count, or count too little; oldest id first. */
export function miscounted(
  tx: Tx,
  { integrationId, ruleId }: Rule,
  page: { readonly atLeast: number; readonly after: FindingId | null; readonly limit: number },
): Promise<Recounted[]> {
  return tx<Recounted[]>`
    select * from (${storedRows(tx)}
      where f.integration_id = ${integrationId} and f.rule_id = ${ruleId} and f.state <> 'resolved'
        and (${page.after}::uuid is null or f.id > ${page.after}::uuid)) as f
    cross join lateral (
      select count(*)::int as count, min(occurred_at) as "firstAt", max(occurred_at) as "lastAt"
      from observations where finding_id = f.id) as o
    where o.count < ${page.atLeast} or o.count <> (f.evidence ->> 'observations')::int
    order by f.id limit ${page.limit}`
}

/** Brings the numbers of a finding up to what it counts. */
export async function recount(
  tx: Tx,
  rows: readonly { readonly id: FindingId; readonly evidence: JsonObject }[],
): Promise<void> {
  if (rows.length === 0) return
  await tx`
    update findings f set evidence = f.evidence || u.evidence
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as u(id uuid, evidence jsonb)
    where f.id = u.id`
}
