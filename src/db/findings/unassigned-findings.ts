import type { AssetKind } from '../../model/core/assets.ts'
import type { FindingId, IntegrationId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { AnyRuleId } from '../../model/core/rule-ids.ts'
import type { Severity } from '../../model/core/severity.ts'
import type { Sql, Tx } from '../client.ts'
import { quietly } from '../errors.ts'

export interface UnassignedFinding {
  readonly id: FindingId
  readonly ruleId: AnyRuleId
  readonly category: string
  /** The effective one. */
  readonly severity: Severity
  readonly assetKind: AssetKind
  readonly assetExternalId: string
  readonly evidence: JsonObject
}

/** Findings that stand and are nobody's, oldest id first. */
export function unassignedFindings(
  on: Sql | Tx,
  page: {
    readonly integrationId: IntegrationId
    /** Of these rules alone; null: of all. */
    readonly ruleIds: readonly AnyRuleId[] | null
    readonly after: FindingId | null
    readonly limit: number
  },
): Promise<UnassignedFinding[]> {
  return quietly(on<UnassignedFinding[]>`
    select id, rule_id as "ruleId", category, effective_severity as severity, asset_kind as "assetKind",
      asset_external_id as "assetExternalId", evidence
    from findings
    where integration_id = ${page.integrationId} and assignee is null and state <> 'resolved'
      and (${page.ruleIds as AnyRuleId[] | null}::text[] is null
        or rule_id = any(${page.ruleIds as AnyRuleId[] | null}::text[]))
      and (${page.after}::uuid is null or id > ${page.after}::uuid)
    order by id
    limit ${page.limit}`)
}

/** Whose findings stand and are nobody's. */
export async function rulesOfUnassigned(tx: Tx, integrationId: IntegrationId): Promise<AnyRuleId[]> {
  const rows = await tx<{ ruleId: AnyRuleId }[]>`
    select distinct rule_id as "ruleId" from findings
    where integration_id = ${integrationId} and assignee is null and state <> 'resolved'`
  return rows.map(({ ruleId }) => ruleId)
}
