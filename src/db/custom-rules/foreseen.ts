import type { AssetId, FindingId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'
import type { StoredFindingRow } from '../findings/stored-findings.ts'
import { storedRows } from '../findings/stored-findings.ts'
import type { Rule } from './counted.ts'
import { observing } from './counted.ts'
import type { RuleVersion } from './event-cursors.ts'

/** What a backtest asks of the findings of a rule: numbers, so that it costs no more memory the more they count. */

/** With what it hangs on. */
export type FindingOfRule = StoredFindingRow & { readonly assetId: AssetId }

/** Findings of a rule with these fingerprints, resolved ones too. */
export function findingsOfRule(
  sql: Sql,
  { integrationId, ruleId }: Rule,
  fingerprints: readonly string[],
): Promise<FindingOfRule[]> {
  return quietly(sql<FindingOfRule[]>`
    select stored.*, own.asset_id as "assetId" from (${storedRows(sql)}
      where f.integration_id = ${integrationId} and f.rule_id = ${ruleId}
        and f.fingerprint = any(${fingerprints as string[]}::text[])) as stored
    join findings own on own.id = stored.id`)
}

/** Standing ones, oldest id first. */
export function standingOfRule(
  sql: Sql,
  { integrationId, ruleId }: Rule,
  page: { readonly after: FindingId | null; readonly limit: number },
): Promise<FindingOfRule[]> {
  return quietly(sql<FindingOfRule[]>`
    select stored.*, own.asset_id as "assetId" from (${storedRows(sql)}
      where f.integration_id = ${integrationId} and f.rule_id = ${ruleId} and f.state <> 'resolved'
        and (${page.after}::uuid is null or f.id > ${page.after}::uuid)
      order by f.id limit ${page.limit}) as stored
    join findings own on own.id = stored.id
    order by stored.id`)
}

/** Which of these events findings of a rule count, and where. */
export function countedAmong(
  sql: Sql,
  { integrationId, ruleId }: Rule,
  stream: StreamName,
  eventIds: readonly string[],
): Promise<{ fingerprint: string; eventId: string }[]> {
  return quietly(sql<{ fingerprint: string; eventId: string }[]>`
    select f.fingerprint, u.event_id as "eventId" from unnest(${eventIds as string[]}::text[]) as u(event_id)
    cross join lateral (${observing(sql, integrationId, stream)}) as o
    join findings f on f.id = o.finding_id
    where f.integration_id = ${integrationId} and f.rule_id = ${ruleId}`)
}

export interface Counts {
  readonly count: number
  readonly lastAt: string
}

export interface CountedIn {
  readonly findingId: FindingId
  readonly stream: StreamName
  readonly eventId: string
}

/** How much these findings count, but for some of it; one that would count nothing is absent. */
export async function countsBut(
  sql: Sql,
  findingIds: readonly FindingId[],
  but: readonly CountedIn[],
): Promise<ReadonlyMap<FindingId, Counts>> {
  const rows = await quietly(sql<(Counts & { findingId: FindingId })[]>`
    select o.finding_id as "findingId", count(*)::int as count, max(o.occurred_at) as "lastAt"
    from observations o
    where o.finding_id = any(${findingIds as FindingId[]}::uuid[]) and not exists (
      select from unnest(${but.map(({ findingId }) => findingId)}::uuid[],
        ${but.map(({ stream }) => stream)}::text[], ${but.map(({ eventId }) => eventId)}::text[])
        as b(finding_id, stream, event_id)
      where b.finding_id = o.finding_id and b.stream = o.stream and b.event_id = o.event_id)
    group by o.finding_id`)
  return new Map(rows.map(({ findingId, ...counts }) => [findingId, counts]))
}

/** How much a version has waiting for these findings to be. */
export async function waitingCounts(
  sql: Sql,
  { integrationId, ruleId, version }: RuleVersion,
  fingerprints: readonly string[],
): Promise<ReadonlyMap<string, Counts>> {
  const rows = await quietly(sql<(Counts & { fingerprint: string })[]>`
    select fingerprint, count(*)::int as count, max(occurred_at) as "lastAt" from custom_rule_waiting
    where integration_id = ${integrationId} and rule_id = ${ruleId} and rule_version = ${version}
      and fingerprint = any(${fingerprints as string[]}::text[])
    group by fingerprint`)
  return new Map(rows.map(({ fingerprint, ...counts }) => [fingerprint, counts]))
}
