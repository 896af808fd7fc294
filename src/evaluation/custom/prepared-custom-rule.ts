import type { CustomRule } from '../../db/custom-rules/custom-rules.ts'
import { compileExpression } from '../../rules/custom/compile.ts'
import type { AssetRuleDefinition, EventRuleDefinition } from '../../rules/custom/definition.ts'
import { entryOf } from '../../rules/custom/definition.ts'
import type { Listening } from '../../rules/custom/event-deeds.ts'
import { judgeByExpression } from '../../rules/custom/judge.ts'
import type { CustomKind } from '../../rules/custom/kinds.ts'
import { CUSTOM_KIND_NAMES } from '../../rules/custom/kinds.ts'
import type { ExpressionProblem } from '../../rules/custom/problem.ts'
import { placeOf } from '../../rules/custom/problem.ts'
import { readinessOf } from '../../rules/readiness.ts'
import type { Verdict } from '../../rules/verdict.ts'
import type { EvaluationFacts } from '../facts.ts'
import type { Preparation, ReadyRule } from '../prepared-rule.ts'
import type { BareBundle } from './bare-bundles.ts'

/** A custom rule ready to judge what is stored. */
export interface PreparedCustomRule extends ReadyRule {
  readonly kind: CustomKind
  readonly judge: (bundle: BareBundle, now: number) => Verdict
}

interface Switch {
  readonly enabled: boolean
}

/** A version of a rule, and whether it is to judge. */
export type AssetRuleInEffect = AssetRuleDefinition & Switch
export type EventRuleInEffect = EventRuleDefinition & Switch
export type CustomRuleInEffect = AssetRuleInEffect | EventRuleInEffect

type StoredRule = Omit<EventRuleDefinition, 'kind' | 'events' | 'atLeast'> &
  Switch &
  Pick<CustomRule, 'kind' | 'events' | 'atLeast'>

export function inEffect({ kind: stored, events, atLeast, ...rule }: StoredRule): CustomRuleInEffect {
  if (events !== null) return { ...rule, kind: null, events: events as Listening, atLeast: atLeast ?? 1 }
  const kind = CUSTOM_KIND_NAMES.find((name) => name === stored)
  if (kind === undefined) throw new Error(`custom rules judge no ${stored}`)
  return { ...rule, kind, events: null }
}

export const isOverEvents = (rule: CustomRuleInEffect): rule is EventRuleInEffect => rule.events !== null

/** Why a rule is not to judge, whatever it says. */
export const SWITCHED_OFF = { reason: 'rule_disabled', detail: 'switched off for this integration' } as const

/** It was looked at when it was saved: what it stands on has changed with a newer Casbah. */
export const unusable = (problem: ExpressionProblem) =>
  ({ reason: 'expression_error', detail: `${placeOf(problem)}: ${problem.detail}; change the rule` }) as const

export function prepareCustomRule(
  rule: AssetRuleInEffect,
  facts: EvaluationFacts,
): Preparation<PreparedCustomRule> {
  const entry = entryOf(rule)
  if (!rule.enabled) return { state: 'not_evaluated', entry, obstacle: SWITCHED_OFF }
  const { obstacle, kinds } = readinessOf(entry, facts)
  if (obstacle !== null) return { state: 'not_evaluated', entry, obstacle }
  const compiled = compileExpression(rule.kind, rule.expression)
  if (!compiled.ok) return { state: 'not_evaluated', entry, obstacle: unusable(compiled.problem) }
  const { program } = compiled
  return {
    state: 'ready',
    rule: {
      entry,
      kind: rule.kind,
      kinds,
      parameters: { kind: rule.kind, expression: rule.expression },
      severity: { published: rule.severity, override: null, escalationOn: false },
      leftOut: null,
      judge: (bundle, now) => judgeByExpression(program, bundle, now),
    },
  }
}
