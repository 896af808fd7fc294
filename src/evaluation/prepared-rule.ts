import type { z } from 'zod'
import type { RuleChoice } from '../db/rule-settings/rule-settings.ts'
import type { AssetKind } from '../model/core/assets.ts'
import type { JsonObject } from '../model/core/json.ts'
import type { AnyRuleId, DlpRuleId, EventRuleId, RuleId, StateRuleId } from '../model/core/rule-ids.ts'
import { CATALOGUE } from '../rules/catalogue/catalogue.ts'
import type { RuleEntry } from '../rules/catalogue/entry.ts'
import { checkParameters } from '../rules/describe.ts'
import { EVENT_RULES } from '../rules/event-registry.ts'
import type { Deeds, PreparedJudge } from '../rules/event-rule.ts'
import type { Obstacle } from '../rules/readiness.ts'
import { readinessOf } from '../rules/readiness.ts'
import { RULES } from '../rules/registry.ts'
import type { Judge } from '../rules/rule.ts'
import type { SeverityChoice } from '../rules/severity.ts'
import { warmingUp } from '../rules/warm-up.ts'
import type { EvaluationFacts } from './facts.ts'

/** A rule ready to judge what is stored of one integration. */
export interface ReadyRule {
  readonly entry: RuleEntry
  readonly parameters: JsonObject
  readonly severity: SeverityChoice
  readonly kinds: readonly AssetKind[]
  /** What stays out although other kinds are judged, in words; null where all are. */
  readonly leftOut: string | null
}

/** Ready to judge assets. */
export interface PreparedRule extends ReadyRule {
  readonly judge: Judge
}

/** Ready to judge events. */
export interface PreparedEventRule<Id extends AnyRuleId = EventRuleId> extends ReadyRule {
  readonly id: Id
  readonly deeds: Deeds
  readonly judge: PreparedJudge
}

export type Preparation<Rule extends ReadyRule> =
  | { readonly state: 'ready'; readonly rule: Rule }
  | { readonly state: 'not_evaluated'; readonly entry: RuleEntry; readonly obstacle: Obstacle }

export function prepareRule(id: StateRuleId, facts: EvaluationFacts): Preparation<PreparedRule> {
  const preparation = prepare(id, RULES[id].parameters, facts)
  if (preparation.state === 'not_evaluated') return preparation
  const { rule } = preparation
  return { state: 'ready', rule: { ...rule, judge: RULES[id].prepare(rule.parameters) } }
}

export function prepareEventRule(id: EventRuleId, facts: EvaluationFacts): Preparation<PreparedEventRule> {
  const own = EVENT_RULES[id]
  const preparation = prepare(id, own.parameters, facts)
  if (preparation.state === 'not_evaluated') return preparation
  const { rule } = preparation
  return {
    state: 'ready',
    rule: {
      ...rule,
      id,
      deeds: own.deeds,
      judge: own.prepare(rule.parameters),
    },
  }
}

/** Rules that look into files wait for a profile that says what to look for. */
export function prepareDlpRule(
  id: DlpRuleId,
  facts: EvaluationFacts,
): Extract<Preparation<ReadyRule>, { readonly state: 'not_evaluated' }> {
  const obstacle = switchedOff(id, facts.settings.get(id)) ?? NO_DLP_PROFILE
  return { state: 'not_evaluated', entry: CATALOGUE[id], obstacle }
}

function prepare(id: RuleId, schema: z.ZodType<JsonObject>, facts: EvaluationFacts): Preparation<ReadyRule> {
  const entry = CATALOGUE[id]
  const setting = facts.settings.get(id)
  const off = switchedOff(id, setting)
  if (off) return { state: 'not_evaluated', entry, obstacle: off }
  const readiness = readinessOf(entry, facts)
  if (readiness.obstacle) return { state: 'not_evaluated', entry, obstacle: readiness.obstacle }
  const early = warmingUp(id, facts.warmUpUntil, facts.now)
  if (early) return { state: 'not_evaluated', entry, obstacle: early }
  const leftOut = readiness.leftOut.map(({ kind, obstacle }) => `${kind} left out: ${obstacle.detail}`)
  if (id === 'collection.backlog') leftOut.push(`files left out: ${NO_DLP_PROFILE.detail}`)
  return {
    state: 'ready',
    rule: {
      entry,
      parameters: schema.parse(setting?.parameters ?? {}),
      severity: {
        published: entry.severity,
        override: setting?.severity ?? null,
        escalationOn: facts.escalationOn,
      },
      kinds: readiness.kinds,
      leftOut: leftOut.length === 0 ? null : leftOut.join('; '),
    },
  }
}

const NO_DLP_PROFILE: Obstacle = { reason: 'no_dlp_profile', detail: 'this version has no DLP profiles yet' }

function switchedOff(id: RuleId, setting: RuleChoice | undefined): Obstacle | null {
  if (setting === undefined) return null
  if (!setting.enabled) {
    return { reason: 'rule_disabled', detail: 'switched off for this integration' }
  }
  const check = checkParameters(id, setting.parameters)
  if (check.ok) return null
  const names = check.problems.map(({ path }) => path || 'the whole').join(', ')
  return { reason: 'rule_disabled', detail: `its settings are not usable (${names}); set them again` }
}
