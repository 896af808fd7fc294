import type { FindingId, IntegrationId } from '../../model/core/ids.ts'
import type { AnyRuleId } from '../../model/core/rule-ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Tx } from '../client.ts'
import type { StoredFindingRow } from '../findings/stored-findings.ts'
import { storedRows } from '../findings/stored-findings.ts'

export interface Observation {
  readonly findingId: FindingId
  readonly eventId: string
  readonly occurredAt: string
}

/** Counts events in their findings, each once. */
export async function insertObservations(
  tx: Tx,
  integrationId: IntegrationId,
  stream: StreamName,
  rows: readonly Observation[],
): Promise<void> {
  if (rows.length === 0) return
  await tx`
    insert into observations (integration_id, finding_id, stream, event_id, occurred_at)
    select ${integrationId}, u.finding_id::uuid, ${stream}, u.event_id, u.occurred_at::timestamptz
    from unnest(${rows.map(({ findingId }) => findingId)}::text[], ${rows.map(({ eventId }) => eventId)}::text[],
      ${rows.map(({ occurredAt }) => occurredAt)}::text[]) as u(finding_id, event_id, occurred_at)
    order by u.finding_id, u.event_id
    on conflict do nothing`
}

export interface ObservationTally {
  readonly findingId: FindingId
  readonly count: number
  readonly firstAt: string
  readonly lastAt: string
}

/** How many events findings count, and over which time. */
export function tallyObservations(tx: Tx, findingIds: readonly FindingId[]): Promise<ObservationTally[]> {
  return tx<ObservationTally[]>`
    select finding_id as "findingId", count(*)::int as count, min(occurred_at) as "firstAt",
      max(occurred_at) as "lastAt"
    from observations where finding_id = any(${findingIds as FindingId[]}::uuid[])
    group by finding_id`
}

/** Standing findings of an event rule that were last seen to happen before a moment, oldest id first. */
export function agedFindings(
  tx: Tx,
  page: {
    readonly integrationId: IntegrationId
    readonly ruleId: AnyRuleId
    readonly before: string
    readonly after: FindingId | null
    readonly limit: number
  },
): Promise<StoredFindingRow[]> {
  return tx<StoredFindingRow[]>`
    ${storedRows(tx)}
    where f.integration_id = ${page.integrationId} and f.rule_id = ${page.ruleId} and f.state <> 'resolved'
      and (f.evidence ->> 'last_at')::timestamptz < ${page.before}::text::timestamptz
      and (${page.after}::uuid is null or f.id > ${page.after}::uuid)
    order by f.id
    limit ${page.limit}`
}
