import type { CollectionMode } from '../../model/core/collection-mode.ts'
import type { FindingId, IntegrationId } from '../../model/core/ids.ts'
import type { AnyRuleId } from '../../model/core/rule-ids.ts'
import type { Sql, Tx } from '../client.ts'
import { quietly } from '../errors.ts'
import { tallyObservations } from '../event-rules/observations.ts'
import { recountFindings } from '../findings/recount-findings.ts'
import { withRuleLocked } from '../findings/rule-lock.ts'
import { IntegrationGone } from '../seal/data-key.ts'
import type { PurgePace } from './delete-in-batches.ts'
import { ROWS_A_BATCH } from './delete-in-batches.ts'

export interface LostPurge {
  readonly integrationId: IntegrationId
  /** The purge goes on only while this is the integration's mode. */
  readonly mode: CollectionMode
}

/**
 * Findings of which `purgeAuditEvents` took what they counted have lost their number, and are known by that, whatever
 * killed the purge in between; those that were closed long ago keep theirs, although their observations are gone too.
 * One that counts nothing any more goes with its history. The others are counted again, and each rule's versions are to
 * settle once more, since some may have too little now, and none says any more what its newest event was.
 */
export async function purgeLostFindings(sql: Sql, purge: LostPurge, pace: PurgePace): Promise<void> {
  const { integrationId } = purge
  try {
    for (const ruleId of await rulesWithLost(sql, purge)) {
      for (let isMore = true; isMore; pace.afterBatch?.())
        isMore = await withRuleLocked(sql, { integrationId, ruleId, mode: null }, async (tx) => {
          const lost = await lostFindings(tx, purge, ruleId, pace.rowsABatch ?? ROWS_A_BATCH)
          const tallies = await tallyObservations(tx, lost)
          const counted = new Set(tallies.map(({ findingId }) => findingId))
          await deleteFindings(
            tx,
            lost.filter((id) => !counted.has(id)),
          )
          await recountFindings(
            tx,
            tallies.map(({ findingId: id, count, firstAt, lastAt }) => ({
              id,
              evidence: { observations: count, first_at: firstAt, last_at: lastAt, detail: {} },
            })),
          )
          await unsettle(tx, integrationId, ruleId)
          return lost.length > 0
        })
    }
  } catch (error) {
    // Disconnected meanwhile: all of it is being purged.
    if (!(error instanceof IntegrationGone)) throw error
  }
}

async function rulesWithLost(sql: Sql, purge: LostPurge): Promise<AnyRuleId[]> {
  const rows = await quietly(sql<{ ruleId: AnyRuleId }[]>`
    select distinct rule_id as "ruleId" from findings f where ${isLost(sql, purge)} order by 1`)
  return rows.map(({ ruleId }) => ruleId)
}

async function lostFindings(
  tx: Tx,
  purge: LostPurge,
  ruleId: AnyRuleId,
  limit: number,
): Promise<FindingId[]> {
  const rows = await tx<{ id: FindingId }[]>`
    select id from findings f where ${isLost(tx, purge)} and rule_id = ${ruleId} order by id limit ${limit}`
  return rows.map(({ id }) => id)
}

const isLost = (sql: Sql | Tx, { integrationId, mode }: LostPurge) => sql`
  f.integration_id = ${integrationId} and f.evidence -> 'observations' = 'null'::jsonb
  and exists (select from integrations where id = ${integrationId} and collection_mode = ${mode})`

/** With their history, and what was delivered of it. */
async function deleteFindings(tx: Tx, ids: readonly FindingId[]): Promise<void> {
  if (ids.length === 0) return
  await tx`
    with gone as (delete from findings where id = any(${ids as FindingId[]}::uuid[]) returning id),
    seen as (delete from finding_sightings where finding_id in (select id from gone)),
    told as (delete from finding_events where finding_id in (select id from gone) returning id)
    delete from deliveries where finding_event_id in (select id from told)`
}

async function unsettle(tx: Tx, integrationId: IntegrationId, ruleId: AnyRuleId): Promise<void> {
  await tx`
    update custom_rule_cursors set settled = false
    where integration_id = ${integrationId} and rule_id = ${ruleId} and settled`
}
