import type { AssetKind } from '../../model/core/assets.ts'
import type { FindingState } from '../../model/core/findings.ts'
import type { AssetId, FindingId, IntegrationId, RunId, RunNo } from '../../model/core/ids.ts'
import type { AnyRuleId } from '../../model/core/rule-ids.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

/** A finding and where it hangs, for reading that again. */
export interface RecheckedFinding {
  readonly findingId: FindingId
  readonly ruleId: AnyRuleId
  /** It tells of what happened: it was judged by a rule over events. */
  readonly isOfEvents: boolean
  readonly state: FindingState
  readonly assetId: AssetId
  readonly assetKind: AssetKind
  readonly externalId: string
  readonly parentId: string | null
  readonly isGone: boolean
}

export function recheckSubjects(
  sql: Sql,
  integrationId: IntegrationId,
  findingIds: readonly FindingId[],
): Promise<RecheckedFinding[]> {
  return quietly(sql<RecheckedFinding[]>`
    select f.id as "findingId", f.rule_id as "ruleId", f.parameters ? 'events' as "isOfEvents", f.state, f.asset_id as "assetId", f.asset_kind as "assetKind",
      f.asset_external_id as "externalId", a.parent_id as "parentId", a.deleted_at is not null as "isGone"
    from findings f left join assets a on a.id = f.asset_id
    where f.integration_id = ${integrationId} and f.id = any(${findingIds as FindingId[]}::uuid[])
    order by f.id`)
}

/**
 * Of these assets those that a run has seen, or a later one: what it could not read, or met in a shape that nobody
 * knows, is stored as it was before and must not be judged as if it were new.
 */
export async function assetsSeenBy(
  sql: Sql,
  run: { readonly runId: RunId; readonly runNo: RunNo },
  assetIds: readonly AssetId[],
): Promise<ReadonlySet<AssetId>> {
  const rows = await quietly(sql<{ id: AssetId }[]>`
    select s.asset_id as id from asset_sightings s join runs r on r.id = ${run.runId}
    where s.asset_id = any(${assetIds as AssetId[]}::uuid[])
      and s.run_no >= ${run.runNo} and s.seen_at >= r.created_at`)
  return new Set(rows.map(({ id }) => id))
}
