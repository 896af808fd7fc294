import type { FindingId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Tx } from '../client.ts'
import type { RuleVersion } from './event-cursors.ts'

/** An occurrence of a finding that has not enough of them yet. */
export interface Waiting {
  readonly fingerprint: string
  readonly eventId: string
  readonly occurredAt: string
}

/** Counts occurrences of findings to be, each once. */
export async function insertWaiting(
  tx: Tx,
  { integrationId, ruleId, version }: RuleVersion,
  stream: StreamName,
  rows: readonly Waiting[],
): Promise<void> {
  await tx`
    insert into custom_rule_waiting
      (integration_id, rule_id, rule_version, fingerprint, stream, event_id, occurred_at)
    select ${integrationId}, ${ruleId}, ${version}, u.fingerprint, ${stream}, u.event_id, u.occurred_at::timestamptz
    from unnest(${rows.map(({ fingerprint }) => fingerprint)}::text[],
      ${rows.map(({ eventId }) => eventId)}::text[], ${rows.map(({ occurredAt }) => occurredAt)}::text[])
      as u(fingerprint, event_id, occurred_at)
    order by u.fingerprint, u.event_id
    on conflict do nothing`
}

/** Those of these findings to be that have come to enough. */
export async function enoughWaiting(
  tx: Tx,
  { integrationId, ruleId, version }: RuleVersion,
  fingerprints: readonly string[],
  atLeast: number,
): Promise<ReadonlySet<string>> {
  const rows = await tx<{ fingerprint: string }[]>`
    select fingerprint from custom_rule_waiting
    where integration_id = ${integrationId} and rule_id = ${ruleId} and rule_version = ${version}
      and fingerprint = any(${fingerprints as string[]}::text[])
    group by fingerprint having count(*) >= ${atLeast}`
  return new Set(rows.map(({ fingerprint }) => fingerprint))
}

/** What waited becomes what these findings count. */
export async function observeWaiting(
  tx: Tx,
  { integrationId, ruleId, version }: RuleVersion,
  findings: readonly { readonly id: FindingId; readonly fingerprint: string }[],
): Promise<void> {
  await tx`
    with enough as (
      delete from custom_rule_waiting w
      using unnest(${findings.map(({ id }) => id)}::uuid[],
        ${findings.map(({ fingerprint }) => fingerprint)}::text[]) as u(id, fingerprint)
      where w.integration_id = ${integrationId} and w.rule_id = ${ruleId} and w.rule_version = ${version}
        and w.fingerprint = u.fingerprint
      returning u.id, w.stream, w.event_id, w.occurred_at)
    insert into observations (integration_id, finding_id, stream, event_id, occurred_at)
    select ${integrationId}, id, stream, event_id, occurred_at from enough order by id, stream, event_id
    on conflict do nothing`
}

/** Forgets what happened before a moment: too little of it to become a finding, and too long ago to be found out. */
export async function dropWaiting(
  tx: Tx,
  { integrationId, ruleId, version }: RuleVersion,
  before: string,
): Promise<void> {
  await tx`
    delete from custom_rule_waiting
    where integration_id = ${integrationId} and rule_id = ${ruleId} and rule_version = ${version}
      and occurred_at < ${before}::text::timestamptz`
}
