import type { CustomRule } from '../../db/custom-rules/custom-rules.ts'
import { compileExpression } from '../../rules/custom/compile.ts'
import type { CustomRuleDefinition } from '../../rules/custom/definition.ts'
import { entryOf } from '../../rules/custom/definition.ts'
import { judgeByExpression } from '../../rules/custom/judge.ts'
import type { CustomKind } from '../../rules/custom/kinds.ts'
import { CUSTOM_KIND_NAMES } from '../../rules/custom/kinds.ts'
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

/** A version of a rule, and whether it is to judge. */
export type CustomRuleInEffect = CustomRuleDefinition & { readonly enabled: boolean }

export function inEffect(rule: CustomRule): CustomRuleInEffect {
  const kind = CUSTOM_KIND_NAMES.find((name) => name === rule.kind)
  if (kind === undefined) throw new Error(`custom rules judge no ${rule.kind}`)
  return { ...rule, kind }
}

export function prepareCustomRule(
  rule: CustomRuleInEffect,
  facts: EvaluationFacts,
): Preparation<PreparedCustomRule> {
  const entry = entryOf(rule)
  if (!rule.enabled) {
    const obstacle = { reason: 'rule_disabled', detail: 'switched off for this integration' } as const
    return { state: 'not_evaluated', entry, obstacle }
  }
  const { obstacle, kinds } = readinessOf(entry, facts)
  if (obstacle !== null) return { state: 'not_evaluated', entry, obstacle }
  const compiled = compileExpression(rule.kind, rule.expression)
  if (!compiled.ok) {
    // It was looked at when it was saved: what it stands on has changed with a newer Casbah.
    const detail = `${placeOf(compiled.problem)}: ${compiled.problem.detail}; change the rule`
    return { state: 'not_evaluated', entry, obstacle: { reason: 'expression_error', detail } }
  }
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
