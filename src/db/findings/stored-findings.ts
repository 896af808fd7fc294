import type { AssetKind } from '../../model/core/assets.ts'
import type { FindingState, TriageState } from '../../model/core/findings.ts'
import type { AssetId, FindingId, IntegrationId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { AnyRuleId } from '../../model/core/rule-ids.ts'
import type { Severity } from '../../model/core/severity.ts'
import type { Sql, Tx } from '../client.ts'
import { quietly } from '../errors.ts'

export interface StoredFindingRow {
  readonly id: FindingId
  readonly fingerprint: string
  readonly state: FindingState
  readonly triage: TriageState
  readonly effectiveSeverity: Severity
  readonly severityReason: string | null
  readonly evidence: JsonObject
  readonly ruleVersion: number
  readonly lastEvaluatedAt: string
  readonly dueAt: string
}

/** What every reading of stored findings begins with; `f` is the finding. */
export const storedRows = (tx: Tx | Sql) => tx`
    select f.id, f.fingerprint, f.state, f.triage, f.effective_severity as "effectiveSeverity",
      f.severity_reason as "severityReason", f.evidence, f.rule_version as "ruleVersion",
      s.evaluated_at as "lastEvaluatedAt", f.due_at as "dueAt"
    from findings f
    join finding_sightings s on s.finding_id = f.id`

/** What is known of these fingerprints; read within `withRuleLocked`, which holds people's changes off, too. */
export function storedFindings(
  tx: Tx | Sql,
  integrationId: IntegrationId,
  fingerprints: readonly string[],
): Promise<StoredFindingRow[]> {
  return tx<StoredFindingRow[]>`
    ${storedRows(tx)}
    where f.integration_id = ${integrationId} and f.fingerprint = any(${fingerprints as string[]}::text[])`
}

/** Which of these assets have a finding that stands, by rule. Many rules at once, outside of their locks. */
export function standingAmong(
  sql: Sql,
  of: {
    readonly integrationId: IntegrationId
    readonly kind: AssetKind
    readonly externalIds: readonly string[]
  },
): Promise<{ ruleId: AnyRuleId; externalId: string }[]> {
  return quietly(sql<{ ruleId: AnyRuleId; externalId: string }[]>`
    select rule_id as "ruleId", asset_external_id as "externalId"
    from findings
    where asset_external_id = any(${of.externalIds as string[]}::text[])
      and integration_id = ${of.integrationId} and asset_kind = ${of.kind} and state <> 'resolved'`)
}

/** Standing findings of a rule whose asset is gone, oldest id first. */
export function findingsOfGoneAssets(
  tx: Tx | Sql,
  page: {
    readonly integrationId: IntegrationId
    readonly ruleId: AnyRuleId
    readonly kinds: readonly AssetKind[]
    /** Of one asset alone; null: of all. */
    readonly assetId: AssetId | null
    readonly after: FindingId | null
    readonly limit: number
  },
): Promise<StoredFindingRow[]> {
  return tx<StoredFindingRow[]>`
    ${storedRows(tx)}
    join assets a on a.id = f.asset_id
    where f.integration_id = ${page.integrationId} and f.rule_id = ${page.ruleId} and f.state <> 'resolved'
      and f.asset_kind = any(${page.kinds as AssetKind[]}::text[]) and a.deleted_at is not null
      and (${page.assetId}::uuid is null or f.asset_id = ${page.assetId}::uuid)
      and (${page.after}::uuid is null or f.id > ${page.after}::uuid)
    order by f.id
    limit ${page.limit}`
}

/** Standing findings of a rule. */
export function standingFindings(
  tx: Tx,
  page: {
    readonly integrationId: IntegrationId
    readonly ruleId: AnyRuleId
    readonly after: FindingId | null
    readonly limit: number
  },
): Promise<StoredFindingRow[]> {
  return tx<StoredFindingRow[]>`
    ${storedRows(tx)}
    where f.integration_id = ${page.integrationId} and f.rule_id = ${page.ruleId} and f.state <> 'resolved'
      and (${page.after}::uuid is null or f.id > ${page.after}::uuid)
    order by f.id
    limit ${page.limit}`
}
