import type { IntegrationId, RunId, RunNo } from './ids.ts'
import type { RuleId } from './rule-ids.ts'

/** Which rules are to judge what is stored, and in the name of which run. */
export interface EvaluateRulesInput {
  readonly integrationId: IntegrationId
  readonly runId: RunId
  readonly runNo: RunNo
  readonly ruleIds: readonly RuleId[]
}

export interface EvaluationCounts {
  readonly evaluated: number
  readonly opened: number
  readonly resolved: number
}
