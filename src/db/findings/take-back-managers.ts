import { randomUUIDv7 } from 'node:crypto'
import { SYSTEM_ACTOR } from '../../model/core/actor.ts'
import type { FindingId, IntegrationId } from '../../model/core/ids.ts'
import type { AnyRuleId } from '../../model/core/rule-ids.ts'
import { RULE_IDS } from '../../model/core/rule-ids.ts'
import type { Sql, Tx } from '../client.ts'
import { quietly } from '../errors.ts'
import { holdLivingTx } from '../integrations/hold-living.ts'
import { lockRulesToo } from './rule-lock.ts'

/** Findings a transaction, for which evaluations and people wait. */
const BATCH = 1_000

/**
 * Takes from findings the managers whom routes gave them to: their addresses came from the company's directory alone, and
 * go with it. All rules are locked, so an evaluation that has read the directory has written by then what it makes of it.
 * Safe to repeat from any point. Throws `IntegrationGone` where it is being disconnected.
 */
export async function takeBackManagers(sql: Sql, integrationId: IntegrationId): Promise<void> {
  let taken: number
  do taken = await quietly(sql.begin((tx) => takeBatch(tx, integrationId)))
  while (taken === BATCH)
}

async function takeBatch(tx: Tx, integrationId: IntegrationId): Promise<number> {
  await holdLivingTx(tx, integrationId)
  const custom = await tx<{ ruleId: AnyRuleId }[]>`
    select rule_id as "ruleId" from custom_rules where integration_id = ${integrationId}`
  await lockRulesToo(tx, integrationId, [...RULE_IDS, ...custom.map(({ ruleId }) => ruleId)])
  const taken = await tx<{ id: FindingId }[]>`
    update findings set assignee = null, assigned_as = null
    where id in (select id from findings
      where integration_id = ${integrationId} and assigned_as = 'manager' limit ${BATCH})
    returning id`
  await tell(
    tx,
    integrationId,
    taken.map(({ id }) => id),
  )
  return taken.length
}

async function tell(tx: Tx, integrationId: IntegrationId, findingIds: readonly FindingId[]): Promise<void> {
  if (findingIds.length === 0) return
  const rows = findingIds.map((findingId) => ({ id: randomUUIDv7(), findingId }))
  const detail = { from_role: 'manager', to: null, because: 'directory_erased' }
  await tx`
    insert into finding_events (id, integration_id, finding_id, kind, actor, at, detail)
    select u.id, ${integrationId}, u."findingId", 'assigned', ${JSON.stringify(SYSTEM_ACTOR)}::text::jsonb, now(),
      ${JSON.stringify(detail)}::text::jsonb
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as u(id uuid, "findingId" uuid)`
}
