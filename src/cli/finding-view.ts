import type { NotEvaluatedReason } from '../model/core/findings.ts'
import type { RuleId } from '../model/core/rule-ids.ts'
import type { Severity } from '../model/core/severity.ts'

/** The parts of the API's findings and rules that the command line shows. */
export interface FindingView {
  readonly id: string
  readonly integration_id: string
  readonly rule_id: RuleId
  readonly finding_type_id: string
  readonly title: string
  readonly category: string
  readonly severity: Severity
  readonly effective_severity: Severity
  readonly severity_reason: string | null
  readonly state: string
  readonly triage: string
  readonly asset: {
    readonly kind: string
    readonly external_id: string
    readonly name: string | null
  }
  readonly first_seen_at: string
  readonly last_seen_at: string
  readonly due_at: string
}

/** What a rule said last of one integration, with its denominators. */
export interface RuleResultView {
  readonly passed: number
  readonly failed: number
  readonly not_evaluated: number
  readonly reason: NotEvaluatedReason | null
  readonly reason_detail: string | null
  readonly asset_reasons: Readonly<Record<string, unknown>>
  readonly evaluated_at: string
}
