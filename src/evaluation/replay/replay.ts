import type { Finding } from '../../db/findings/list-findings.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { EventRuleId, RuleId, StateRuleId } from '../../model/core/rule-ids.ts'
import type { Severity } from '../../model/core/severity.ts'
import { CATALOGUE } from '../../rules/catalogue/catalogue.ts'
import { EVENT_RULES } from '../../rules/event-registry.ts'
import type { EventRule } from '../../rules/event-rule.ts'
import { RULES } from '../../rules/registry.ts'
import type { Rule } from '../../rules/rule.ts'

/** As much of a finding as is needed to judge it again. */
export type Replayed = Pick<
  Finding,
  | 'id'
  | 'integrationId'
  | 'fingerprint'
  | 'ruleId'
  | 'ruleVersion'
  | 'severity'
  | 'effectiveSeverity'
  | 'severityReason'
  | 'assetId'
  | 'assetKind'
  | 'assetExternalId'
  | 'evidence'
  | 'parameters'
  | 'judged'
  | 'lastSeenAt'
>

/** The rules to judge with. A program judges with its own; a test with one that it altered. */
export interface RuleBook {
  readonly state: Readonly<Record<StateRuleId, Rule>>
  readonly events: Readonly<Record<EventRuleId, EventRule>>
  readonly version: (id: RuleId) => number
}

export const OWN_RULES: RuleBook = {
  state: RULES,
  events: EVENT_RULES,
  version: (id) => CATALOGUE[id].version,
}

/** What is said of an asset or of a group of events. */
export interface ReplayVerdict {
  readonly result: 'pass' | 'fail' | 'not_evaluated' | 'skipped'
  /** Why it was not evaluated or skipped; null for the others. */
  readonly reason: string | null
  readonly evidence: JsonObject | null
  readonly severity: Severity | null
  readonly severityReason: string | null
}

export const INPUT_KINDS = ['asset', 'beside', 'event'] as const

/** Something that was judged: an asset, what stood beside it, an event. */
export interface ReplayInput {
  readonly kind: (typeof INPUT_KINDS)[number]
  /** An asset's id of ours, the name of what stands beside it, an event's id upstream. */
  readonly id: string
  /** Where it belongs: the kind of asset, the asset, the stream. */
  readonly of: string
  /** Null where none was kept. */
  readonly hashThen: string | null
  /** Null where it is no longer there. */
  readonly hashNow: string | null
  readonly same: boolean
}

/** `rule_version` alone leaves a replay in agreement: another version may say the same. */
export const DIFFERENCE_KINDS = [
  'rule_version',
  'parameters_unusable',
  'inputs_not_recorded',
  'inputs_gone',
  'inputs_changed',
  'result',
  'evidence',
  'severity',
] as const
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number]

export interface Difference {
  readonly kind: DifferenceKind
  /** Words for people. */
  readonly says: string
}

export const UNUSABLE: Difference = {
  kind: 'parameters_unusable',
  says: 'the parameters of then are none that the rule understands now',
}

export const GONE: Difference = {
  kind: 'inputs_gone',
  says: 'the inputs are no longer stored (retention)',
}
export const NOT_RECORDED: Difference = {
  kind: 'inputs_not_recorded',
  says: 'it was judged by a version that did not keep all of its inputs; the next evaluation keeps them',
}

/** What judging again came to, before it is held against what was recorded. */
export interface JudgedAgain {
  /** Null where there was nothing to judge, or nothing to judge it by. */
  readonly verdict: ReplayVerdict | null
  readonly inputs: readonly ReplayInput[]
  readonly differences: readonly Difference[]
}

export interface Replay extends JudgedAgain {
  /** The same inputs gave the same verdict. */
  readonly agrees: boolean
  readonly recorded: ReplayVerdict
  readonly ruleVersionNow: number
  /** The time at which it was judged, then and again. ISO. */
  readonly judgedAt: string
}
