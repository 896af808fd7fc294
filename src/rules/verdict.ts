import type { NotEvaluatedReason } from '../model/core/findings.ts'
import type { JsonObject } from '../model/core/json.ts'
import type { Severity } from '../model/core/severity.ts'

/** Why an asset is outside of what a rule speaks of: it is in no denominator, and an open finding on it closes. */
export const SKIP_REASONS = [
  'service_account',
  'deactivated',
  'project_archived',
  'project_deleted',
  'is_project_key',
  'not_pending',
  'not_an_admin',
  'a_person',
  'not_of_own_domains',
  'no_action',
  'own_key',
  'has_no_such_log',
  'not_approved',
] as const
export type SkipReason = (typeof SKIP_REASONS)[number]

export interface Escalation {
  readonly severity: Severity
  /** Plain words: why this one is more urgent than published. */
  readonly reason: string
}

/**
 * What a rule says of one asset. `moving` holds values that change by themselves as time passes
 * (ages, last uses): they are shown with the evidence, but their change alone is no news.
 */
export type Verdict =
  | { readonly result: 'pass'; readonly note?: 'approved_gpt' | 'allowed_hosts' }
  | {
      readonly result: 'fail'
      readonly evidence: JsonObject
      readonly moving: JsonObject
      readonly escalation: Escalation | null
    }
  | { readonly result: 'not_evaluated'; readonly reason: NotEvaluatedReason; readonly detail: string }
  | { readonly result: 'skipped'; readonly reason: SkipReason }

export const PASS: Verdict = { result: 'pass' }

export const skipped = (reason: SkipReason): Verdict => ({ result: 'skipped', reason })

export const absentUpstream = (field: string): Verdict => ({
  result: 'not_evaluated',
  reason: 'value_absent_upstream',
  detail: `OpenAI did not send \`${field}\``,
})

/** What such a role lets somebody do is not known, so it neither opens a finding nor closes one. The role stays out of the words. */
export const UNKNOWN_ROLE: Verdict = {
  result: 'not_evaluated',
  reason: 'value_absent_upstream',
  detail: 'OpenAI sent a role that nobody has described',
}

export const settingMissing = (detail: string): Verdict => ({
  result: 'not_evaluated',
  reason: 'setting_missing',
  detail,
})

/** No directory of the company, or not the whole of it. */
export const noDirectory = (detail: string): Verdict => ({
  result: 'not_evaluated',
  reason: 'no_directory',
  detail,
})

interface Failure {
  readonly evidence: JsonObject
  readonly moving?: JsonObject
  readonly escalation?: Escalation | null
}

export const fail = ({ evidence, moving = {}, escalation = null }: Failure): Verdict => ({
  result: 'fail',
  evidence,
  moving,
  escalation,
})
