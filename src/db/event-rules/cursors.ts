import type { IntegrationId } from '../../model/core/ids.ts'
import type { EventRuleId } from '../../model/core/rule-ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import { STREAMS } from '../../model/core/streams.ts'
import type { Sql, Tx } from '../client.ts'
import { quietly } from '../errors.ts'

export interface EventRuleCursor {
  readonly ruleId: EventRuleId
  readonly stream: StreamName
  readonly seq: number
}

/** How far each rule has come; a rule that has judged nothing of a stream is absent. */
export function listEventRuleCursors(
  sql: Sql | Tx,
  integrationId: IntegrationId,
): Promise<readonly EventRuleCursor[]> {
  return quietly(sql<EventRuleCursor[]>`
    select rule_id as "ruleId", stream, seq::float8 as seq from event_rule_cursors
    where integration_id = ${integrationId}`)
}

/**
 * Up to which `seq` each stream's events are committed, in the lane that is the stream's own: another lane that reads it
 * again has an order of its own, and adds no event to it.
 */
export async function committedSeqs(
  sql: Sql,
  integrationId: IntegrationId,
  streams: readonly StreamName[],
): Promise<ReadonlyMap<StreamName, number>> {
  const rows = await quietly(sql<{ stream: StreamName; seq: number }[]>`
    select c.stream, c.seq::float8 as seq
    from unnest(${streams as StreamName[]}::text[], ${streams.map((stream) => STREAMS[stream].lane)}::text[])
      as u(stream, lane)
    join checkpoints c on c.integration_id = ${integrationId} and c.stream = u.stream and c.lane = u.lane`)
  return new Map(rows.map(({ stream, seq }) => [stream, seq]))
}

/** Moves rules on from where they were thought to be. False where one stands elsewhere: somebody else has judged. */
export async function moveEventRuleCursors(
  tx: Tx,
  move: {
    readonly integrationId: IntegrationId
    readonly ruleIds: readonly EventRuleId[]
    readonly stream: StreamName
    readonly from: number
    readonly to: number
  },
): Promise<boolean> {
  const { integrationId, ruleIds, stream, from, to } = move
  const moved = await tx`
    insert into event_rule_cursors as c (integration_id, rule_id, stream, seq)
    select ${integrationId}, u.rule_id, ${stream}, ${to}
    from unnest(${ruleIds as EventRuleId[]}::text[]) as u(rule_id) order by u.rule_id
    on conflict (integration_id, rule_id, stream) do update set seq = excluded.seq where c.seq = ${from}
    returning 1`
  return moved.length === ruleIds.length
}
