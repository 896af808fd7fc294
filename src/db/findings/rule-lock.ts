import { sql } from 'drizzle-orm'
import type { CollectionMode } from '../../model/core/collection-mode.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { AnyRuleId, CustomRuleId } from '../../model/core/rule-ids.ts'
import { isCustomRule } from '../../model/core/rule-ids.ts'
import type { Db, Sql, Tx } from '../client.ts'
import { quietly } from '../errors.ts'
import { IntegrationGone } from '../seal/data-key.ts'

/** The collection mode is another than the one that was read before judging. Tried again, it is judged by the new one. */
export class ModeMoved extends Error {
  override readonly name = 'ModeMoved'
  constructor(id: IntegrationId) {
    super(`The collection mode of integration ${id} changed while its rules judged; they judge again.`)
  }
}

/** What a custom rule found by this version is no longer to be written: it was changed, switched off or deleted. */
export class RuleOvertaken extends Error {
  override readonly name = 'RuleOvertaken'
  constructor(id: CustomRuleId) {
    super(`${id} was changed, switched off or deleted while it judged; what it found is left out.`)
  }
}

interface HeldRule {
  readonly integrationId: IntegrationId
  /** `events`: a page of events, which belongs to many rules. `activity`: what is counted by day. */
  readonly ruleId: AnyRuleId | 'events' | 'activity'
  /** In which the rule was found to be allowed. Null for a purge, which any mode allows. */
  readonly mode: CollectionMode | null
  /** By which a custom rule judged. Absent: what is written does not hang on it. */
  readonly ruleVersion?: number
}

/**
 * One transaction in which nobody else moves findings of this rule. Both lanes may evaluate a rule at once; reading a
 * finding, deciding and writing must not interleave with another's, or one change would be told twice. (`events`: nobody
 * else judges events; the rules whose findings a page moves are locked by `lockRulesToo`.) Who changes what people say
 * of a finding (`lockRules`) waits for it, too, so what was read of that stays true. The lock is advisory and ends with
 * the transaction, so that a killed process leaves none.
 *
 * The integration's row is held too. Disconnecting marks it before it purges, and a new mode is set before what it
 * forbids is purged; so whatever is written here is written before the purge begins, or not at all. Throws
 * `IntegrationGone` or `ModeMoved` then.
 *
 * Of a custom rule only what its version in effect found is written; `RuleOvertaken` otherwise. Whoever changes or
 * deletes it commits that first and takes this lock to judge or resolve, so what was written before is seen by then.
 */
export function withRuleLocked<T>(db: Sql, rule: HeldRule, work: (tx: Tx) => Promise<T>): Promise<T> {
  const locked = async (tx: Tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${keyOf(rule)}, 0))`
    const [living] = await tx<{ mode: CollectionMode }[]>`
      select collection_mode as mode from integrations
      where id = ${rule.integrationId} and disconnected_at is null for share`
    if (living === undefined) throw new IntegrationGone(rule.integrationId)
    if (rule.mode !== null && living.mode !== rule.mode) throw new ModeMoved(rule.integrationId)
    await refuseOvertaken(tx, rule)
    return { value: await work(tx) }
  }
  return quietly(db.begin(locked)).then(({ value }) => value)
}

async function refuseOvertaken(tx: Tx, { integrationId, ruleId, ruleVersion }: HeldRule): Promise<void> {
  if (ruleVersion === undefined || ruleId === 'events' || ruleId === 'activity' || !isCustomRule(ruleId))
    return
  const inEffect = await tx`
    select 1 from custom_rules
    where integration_id = ${integrationId} and rule_id = ${ruleId} and version = ${ruleVersion}
      and enabled and deleted_at is null`
  if (inEffect.length === 0) throw new RuleOvertaken(ruleId)
}

export interface LockedRule {
  readonly integrationId: IntegrationId
  readonly ruleId: AnyRuleId
}

const keyOf = ({
  integrationId,
  ruleId,
}: {
  integrationId: IntegrationId
  ruleId: AnyRuleId | 'events' | 'activity'
}): string => `${integrationId} ${ruleId}`

/**
 * Locks of some rules in a transaction of somebody's own, in the order of `lockRules`: who judges events holds `events`
 * before, others nothing. It is taken before any finding's row, like all of these.
 */
export async function lockRulesToo(
  tx: Tx,
  integrationId: IntegrationId,
  ruleIds: readonly AnyRuleId[],
): Promise<void> {
  const names = [...new Set(ruleIds)].map((ruleId) => keyOf({ integrationId, ruleId }))
  await tx`
    select pg_advisory_xact_lock(ordered.key) from (
      select distinct hashtextextended(name, 0) as key from unnest(${names}::text[]) as given(name) order by 1
    ) as ordered`
}

/**
 * The same locks for a transaction that changes many findings at once. Taken before any finding's row, and always in
 * one order: evaluations take one each and then their rows, so nobody ever waits in a circle.
 */
export async function lockRules(tx: Db, rules: readonly LockedRule[]): Promise<void> {
  const keys = JSON.stringify([...new Set(rules.map(keyOf))])
  await tx.execute(sql`
    select pg_advisory_xact_lock(ordered.key) from (
      select distinct hashtextextended(name, 0) as key
      from jsonb_array_elements_text(${keys}::text::jsonb) as given(name) order by 1
    ) as ordered`)
}
