import { randomUUIDv7 } from 'node:crypto'
import type { AssetKind } from '../../model/core/assets.ts'
import type { CollectionMode } from '../../model/core/collection-mode.ts'
import type { FindingState, MachineEventKind, TriageState } from '../../model/core/findings.ts'
import type { AssetId, FindingId, IntegrationId, RunId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { AnyRuleId } from '../../model/core/rule-ids.ts'
import { DIRECTORY_RULE_IDS } from '../../model/core/rule-ids.ts'
import type { Severity } from '../../model/core/severity.ts'
import { severityRank } from '../../model/core/severity.ts'
import type { Tx } from '../client.ts'

/** The evaluation in whose name findings are written. */
export interface Evaluation {
  readonly integrationId: IntegrationId
  readonly runId: RunId
  readonly ruleId: AnyRuleId
  /** In which the rule was found to be allowed; null where nothing is judged. */
  readonly mode: CollectionMode | null
  /** ISO. */
  readonly now: string
}

/** What is true of a finding at each failing verdict. */
interface Failed {
  readonly id: FindingId
  readonly ruleVersion: number
  readonly severity: Severity
  readonly effectiveSeverity: Severity
  readonly severityReason: string | null
  readonly evidence: JsonObject
  readonly parameters: JsonObject
  readonly judged: JsonObject
  readonly dueAt: string
}

export interface NewFinding extends Failed {
  readonly fingerprint: string
  readonly findingTypeId: string
  readonly category: string
  readonly assetId: AssetId
  readonly assetKind: AssetKind
  readonly assetExternalId: string
}

export interface RefreshedFinding extends Failed {
  readonly state: FindingState
  readonly reopened: boolean
  /** Of one that is reopened; any other keeps what people gave it. */
  readonly triage: TriageState
}

export interface FindingNews {
  readonly findingId: FindingId
  readonly kind: MachineEventKind
  readonly detail: JsonObject
}

/** Rows travel as one JSON text: one parameter, whatever their number. */
const asJson = (rows: readonly (Failed & { readonly effectiveSeverity: Severity })[]): string =>
  JSON.stringify(rows.map((row) => ({ ...row, severityRank: severityRank(row.effectiveSeverity) })))

/**
 * Opens findings. Returns the ids of those that were really new. One that tells of the company's directory is opened
 * only while there is one: it may be erased between an evaluation's reading and its writing.
 */
export async function insertFindings(
  tx: Tx,
  evaluation: Evaluation,
  rows: readonly NewFinding[],
): Promise<ReadonlySet<FindingId>> {
  if (rows.length === 0) return new Set()
  const { integrationId, ruleId, now } = evaluation
  const mayOpen = (DIRECTORY_RULE_IDS as readonly AnyRuleId[]).includes(ruleId)
    ? tx`exists (select from directory_people where integration_id = ${integrationId})`
    : tx`true`
  const inserted = await tx<{ id: FindingId }[]>`
    insert into findings (id, integration_id, fingerprint, rule_id, rule_version, finding_type_id, category,
      severity, effective_severity, severity_rank, severity_reason, state, asset_id, asset_kind,
      asset_external_id, evidence, parameters, judged, first_seen_at, due_at)
    select u.id, ${integrationId}, u.fingerprint, ${ruleId}, u."ruleVersion", u."findingTypeId", u.category,
      u.severity, u."effectiveSeverity", u."severityRank", u."severityReason", 'open', u."assetId",
      u."assetKind", u."assetExternalId", u.evidence, u.parameters, u.judged, ${now}::text::timestamptz,
      u."dueAt"
    from jsonb_to_recordset(${asJson(rows)}::text::jsonb) as u(id uuid, fingerprint text, "ruleVersion" int,
      "findingTypeId" uuid, category text, severity text, "effectiveSeverity" text, "severityRank" int,
      "severityReason" text, "assetId" uuid, "assetKind" text, "assetExternalId" text, evidence jsonb,
      parameters jsonb, judged jsonb, "dueAt" timestamptz)
    where ${mayOpen}
    on conflict (integration_id, fingerprint) do nothing
    returning id`
  return new Set(inserted.map(({ id }) => id))
}

/**
 * Brings standing findings up to date. One of which nothing changed is not written: a re-run over unchanged data leaves
 * the table as it was. People's axis, triage, is not touched but in one that is reopened.
 */
export async function refreshFindings(tx: Tx, rows: readonly RefreshedFinding[]): Promise<void> {
  if (rows.length === 0) return
  await tx`
    update findings f set rule_version = u."ruleVersion", severity = u.severity,
      effective_severity = u."effectiveSeverity", severity_rank = u."severityRank",
      severity_reason = u."severityReason", state = u.state, resolved_at = null,
      triage = case when u.reopened then u.triage else f.triage end,
      reopened_count = f.reopened_count + u.reopened::int, evidence = u.evidence,
      parameters = u.parameters, judged = u.judged, due_at = u."dueAt"
    from jsonb_to_recordset(${asJson(rows)}::text::jsonb) as u(id uuid, "ruleVersion" int, severity text,
      "effectiveSeverity" text, "severityRank" int, "severityReason" text, state text, reopened boolean, triage text,
      evidence jsonb, parameters jsonb, judged jsonb, "dueAt" timestamptz)
    where f.id = u.id and (f.rule_version, f.severity, f.effective_severity, f.severity_reason, f.state,
        f.resolved_at is null, f.evidence, f.parameters, f.judged, f.due_at)
      is distinct from (u."ruleVersion", u.severity, u."effectiveSeverity", u."severityReason", u.state,
        true, u.evidence, u.parameters, u.judged, u."dueAt")`
}

/** Closes findings; what they said last stays as it was. */
export async function resolveFindings(
  tx: Tx,
  evaluation: Evaluation,
  ids: readonly FindingId[],
): Promise<void> {
  if (ids.length === 0) return
  await tx`
    update findings set state = 'resolved', resolved_at = ${evaluation.now}::text::timestamptz
    where id = any(${ids as FindingId[]}::uuid[])`
}

/**
 * Appends to the history, which is the outbox too. (finding, run, kind) is unique: what a retried
 * evaluation would say again is said once. Returns the kinds that were really added.
 */
export async function appendFindingEvents(
  tx: Tx,
  evaluation: Evaluation,
  news: readonly FindingNews[],
): Promise<readonly MachineEventKind[]> {
  if (news.length === 0) return []
  const rows = news.map((item) => ({ ...item, id: randomUUIDv7() }))
  const added = await tx<{ kind: MachineEventKind }[]>`
    insert into finding_events (id, integration_id, finding_id, kind, run_id, at, detail)
    select u.id, ${evaluation.integrationId}, u."findingId", u.kind, ${evaluation.runId},
      ${evaluation.now}::text::timestamptz, u.detail
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as u(id uuid, "findingId" uuid, kind text,
      detail jsonb)
    on conflict (finding_id, run_id, kind) do nothing
    returning kind`
  return added.map(({ kind }) => kind)
}
