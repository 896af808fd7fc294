import type { IntegrationId } from '../../model/core/ids.ts'
import type { CustomRuleId } from '../../model/core/rule-ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Sql, Tx } from '../client.ts'
import { quietly } from '../errors.ts'

/** A version of a custom rule: each judges from a place of its own. */
export interface RuleVersion {
  readonly integrationId: IntegrationId
  readonly ruleId: CustomRuleId
  readonly version: number
}

export interface CustomRuleCursor {
  readonly stream: StreamName
  readonly seq: number
  /** Up to here an earlier version may have judged too. */
  readonly againUntil: number
  /** Nothing was taken out of findings since the last time that all were brought up to what they count. */
  readonly isSettled: boolean
}

/** How far a version has come; a stream in which it has not begun is absent. */
export function listCustomRuleCursors(
  sql: Sql | Tx,
  { integrationId, ruleId, version }: RuleVersion,
): Promise<CustomRuleCursor[]> {
  return quietly(sql<CustomRuleCursor[]>`
    select stream, seq::float8 as seq, again_until::float8 as "againUntil",
      settled as "isSettled"
    from custom_rule_cursors
    where integration_id = ${integrationId} and rule_id = ${ruleId} and rule_version = ${version}`)
}

/** Where a version begins, unless it has begun. */
export async function beginCustomRule(
  tx: Tx,
  { integrationId, ruleId, version }: RuleVersion,
  places: readonly CustomRuleCursor[],
): Promise<void> {
  await tx`
    insert into custom_rule_cursors (integration_id, rule_id, rule_version, stream, seq, again_until, settled)
    select ${integrationId}, ${ruleId}, ${version}, u.stream, u.seq, u.again_until, u.settled::boolean
    from unnest(${places.map(({ stream }) => stream)}::text[], ${places.map(({ seq }) => seq)}::bigint[],
      ${places.map(({ againUntil }) => againUntil)}::bigint[],
      ${places.map(({ isSettled }) => String(isSettled))}::text[]) as u(stream, seq, again_until, settled)
    order by u.stream
    on conflict do nothing`
}

/** Moves a version on from where it was thought to be. False where it stands elsewhere: somebody else has judged. */
export async function moveCustomRuleCursor(
  tx: Tx,
  { integrationId, ruleId, version }: RuleVersion,
  { stream, from, to }: { readonly stream: StreamName; readonly from: number; readonly to: number },
): Promise<boolean> {
  const moved = await tx`
    update custom_rule_cursors set seq = ${to}
    where integration_id = ${integrationId} and rule_id = ${ruleId} and rule_version = ${version}
      and stream = ${stream} and seq = ${from}
    returning 1`
  return moved.length === 1
}

/** A version that has come as far as any before it takes nothing out of findings any more. */
export async function settleCustomRule(
  tx: Tx,
  { integrationId, ruleId, version }: RuleVersion,
): Promise<void> {
  await tx`
    update custom_rule_cursors set settled = true
    where integration_id = ${integrationId} and rule_id = ${ruleId} and rule_version = ${version}
      and not settled and seq >= again_until`
}

/** Forgets where versions before this one stood, and what they were counting; with null, all of the rule's. */
export async function forgetCounting(
  tx: Tx,
  { integrationId, ruleId }: Omit<RuleVersion, 'version'>,
  before: number | null,
): Promise<void> {
  const own = tx`integration_id = ${integrationId} and rule_id = ${ruleId}
    and (${before}::int is null or rule_version < ${before}::int)`
  await tx`delete from custom_rule_cursors where ${own}`
  await tx`delete from custom_rule_waiting where ${own}`
}
