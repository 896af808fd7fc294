import type { ActiveFinding } from '../../../db/evidence/active-findings.ts'
import type { WrittenVersion } from '../../../db/evidence/custom-rule-versions.ts'
import type { PeriodEvent } from '../../../db/evidence/period-events.ts'
import type { Integration } from '../../../db/integrations/list-integrations.ts'
import type { Person } from '../../../db/people/get-people.ts'
import type { RunStream } from '../../../db/run-streams/list-run-streams.ts'
import type { Run } from '../../../db/runs/list-runs.ts'
import type { collectionGaps } from '../../../db/schema/collecting.ts'
import type { exceptions } from '../../../db/schema/meaning.ts'
import type { PersonId } from '../../../model/core/ids.ts'
import { actorView } from '../../schemas/common.ts'
import { findingView } from '../../schemas/finding.ts'

/**
 * What a line of each table says. Nothing in it goes by the time of reading, such as whether a finding is overdue or an
 * exception over: the same data is the same bytes, whenever the pack is made.
 */

export function findingRow(row: ActiveFinding, people: ReadonlyMap<PersonId, Person>): object {
  const { overdue: _, excepted: __, ...rest } = findingView({ ...row, excepted: null }, people)
  return { ...rest, parameters: row.parameters, judged: row.judged }
}

export const eventRow = (row: PeriodEvent): object => ({
  id: row.id,
  integration_id: row.integrationId,
  finding_id: row.findingId,
  sequence: row.sequence,
  kind: row.kind,
  run_id: row.runId,
  actor: row.actor && actorView(row.actor),
  at: row.at,
  detail: row.detail,
})

export const integrationRow = (row: Integration): object => ({
  id: row.id,
  display_name: row.displayName,
  organization_id: row.organizationId,
  workspace_id: row.workspaceId,
  project_id: row.projectId,
  collection_mode: row.collectionMode,
  own_domains: row.ownDomains,
  severity_escalation: row.severityEscalation,
  created_by: actorView(row.createdBy),
  created_at: row.createdAt,
})

export const customRuleRow = (row: WrittenVersion): object => ({
  integration_id: row.integrationId,
  rule_id: row.ruleId,
  version: row.version,
  in_force_from: row.createdAt,
  in_force_until: row.supersededAt,
  enabled: row.enabled,
  deleted_at: row.deletedAt,
  kind: row.kind,
  events: row.events,
  at_least: row.atLeast,
  title: row.title,
  description: row.description,
  severity: row.severity,
  remediation: row.remediation,
  expression: row.expression,
  created_by: actorView(row.createdBy),
})

export const exceptionRow = (row: typeof exceptions.$inferSelect): object => ({
  id: row.id,
  integration_id: row.integrationId,
  fingerprint: row.fingerprint,
  rule_id: row.ruleId,
  asset: row.assetKind === null ? null : { kind: row.assetKind, external_id: row.assetExternalId },
  reason: row.reason,
  owner: row.owner,
  created_by: actorView(row.createdBy),
  created_at: row.createdAt,
  expires_at: row.expiresAt,
  disabled_by: row.disabledBy && actorView(row.disabledBy),
  disabled_at: row.disabledAt,
})

export const runRow = (row: Run, streams: readonly RunStream[]): object => ({
  id: row.id,
  integration_id: row.integrationId,
  run_no: row.runNo,
  kind: row.kind,
  lane: row.lane,
  state: row.state,
  requested_by: actorView(row.requestedBy),
  outcome: row.outcome,
  created_at: row.createdAt,
  started_at: row.startedAt,
  ended_at: row.endedAt,
  streams: streams.map((stream) => ({
    stream: stream.stream,
    state: stream.state,
    records: stream.records,
    pages: stream.pages,
    retries: stream.retries,
    waited_ms: stream.waitedMs,
    quarantined: stream.quarantined,
    cursor_time: stream.cursorTime,
    cause: stream.cause,
    started_at: stream.startedAt,
    ended_at: stream.endedAt,
  })),
})

export const gapRow = (row: typeof collectionGaps.$inferSelect): object => ({
  integration_id: row.integrationId,
  stream: row.stream,
  lost_from: row.lostFrom,
  lost_until: row.lostUntil,
  run_id: row.runId,
  noted_at: row.notedAt,
})
