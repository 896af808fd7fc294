import type { JsonObject } from '../../model/core/json.ts'
import type { CustomRuleId } from '../../model/core/rule-ids.ts'
import { compileEventExpression } from '../../rules/custom/compile.ts'
import { entryOf } from '../../rules/custom/definition.ts'
import { detailOf, judgeEventByExpression } from '../../rules/custom/judge-event.ts'
import type { JudgedEvent, PreparedJudge } from '../../rules/event-rule.ts'
import { readinessOf } from '../../rules/readiness.ts'
import type { EvaluationFacts } from '../facts.ts'
import type { Preparation, PreparedEventRule } from '../prepared-rule.ts'
import type { EventRuleInEffect } from './prepared-custom-rule.ts'
import { SWITCHED_OFF, unusable } from './prepared-custom-rule.ts'

/** A custom rule over events ready to judge, as rules of the catalogue are, and how much it asks for. */
export interface PreparedCustomEventRule extends PreparedEventRule<CustomRuleId> {
  readonly judge: Extract<PreparedJudge, { readonly kind: 'single' }>
  readonly atLeast: number
  /** What a finding says of an event that it counts: at once, however long the expression takes. */
  readonly detailOf: (event: JudgedEvent) => JsonObject
}

/** Nothing that people write asks for our own keys. */
export const NO_KEYS = { isOwnKey: () => false }

export function prepareCustomEventRule(
  rule: EventRuleInEffect,
  facts: EvaluationFacts,
): Preparation<PreparedCustomEventRule> {
  const entry = entryOf(rule)
  if (!rule.enabled) return { state: 'not_evaluated', entry, obstacle: SWITCHED_OFF }
  const { obstacle, kinds, leftOut } = readinessOf(entry, facts)
  if (obstacle !== null) return { state: 'not_evaluated', entry, obstacle }
  const compiled = compileEventExpression(rule.events, rule.expression)
  if (!compiled.ok) return { state: 'not_evaluated', entry, obstacle: unusable(compiled.problem) }
  const { events, expression, atLeast } = rule
  const { program } = compiled
  return {
    state: 'ready',
    rule: {
      ...{ id: rule.ruleId, entry, kinds, deeds: events, atLeast },
      parameters: { events, expression, at_least: atLeast },
      severity: { published: rule.severity, override: null, escalationOn: false },
      leftOut:
        leftOut.length === 0
          ? null
          : leftOut.map(({ kind, obstacle: why }) => `${kind} left out: ${why.detail}`).join('; '),
      judge: { kind: 'single', judge: (event) => judgeEventByExpression(program, event, atLeast) },
      detailOf: (event) => detailOf(program, event),
    },
  }
}
