import type { RuleSetting } from '../../db/rule-settings/rule-settings.ts'
import type { AssetKind } from '../../model/core/assets.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { RuleId } from '../../model/core/rule-ids.ts'
import { isDlpRule } from '../../model/core/rule-ids.ts'
import { CATALOGUE } from '../../rules/catalogue/catalogue.ts'
import type { CatalogueEntry } from '../../rules/catalogue/entry.ts'
import { checkParameters } from '../../rules/describe.ts'
import type { Obstacle } from '../../rules/readiness.ts'
import { readinessOf } from '../../rules/readiness.ts'
import { RULES } from '../../rules/registry.ts'
import type { Judge } from '../../rules/rule.ts'
import type { SeverityChoice } from '../../rules/severity.ts'
import type { EvaluationFacts } from './facts.ts'

/** A rule ready to judge assets of one integration. */
export interface PreparedRule {
  readonly entry: CatalogueEntry
  readonly judge: Judge
  readonly parameters: JsonObject
  readonly severity: SeverityChoice
  readonly kinds: readonly AssetKind[]
  /** What stays out although other kinds are judged, in words; null where all are. */
  readonly leftOut: string | null
}

export type Preparation =
  | { readonly state: 'ready'; readonly rule: PreparedRule }
  | { readonly state: 'not_evaluated'; readonly entry: CatalogueEntry; readonly obstacle: Obstacle }

export function prepareRule(id: RuleId, facts: EvaluationFacts): Preparation {
  const entry = CATALOGUE[id]
  const setting = facts.settings.get(id)
  const off = switchedOff(id, setting)
  if (off) return { state: 'not_evaluated', entry, obstacle: off }
  if (isDlpRule(id)) return { state: 'not_evaluated', entry, obstacle: NO_DLP_PROFILE }
  const rule = RULES[id]
  const readiness = readinessOf(entry, facts)
  if (readiness.obstacle) return { state: 'not_evaluated', entry, obstacle: readiness.obstacle }
  const parameters = rule.parameters.parse(setting?.parameters ?? {})
  const leftOut = readiness.leftOut.map(({ kind, obstacle }) => `${kind} left out: ${obstacle.detail}`)
  return {
    state: 'ready',
    rule: {
      entry,
      judge: rule.prepare(parameters),
      parameters,
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

const NO_DLP_PROFILE: Obstacle = { reason: 'no_dlp_profile', detail: 'no DLP profile is enabled' }

function switchedOff(id: RuleId, setting: RuleSetting | undefined): Obstacle | null {
  if (setting === undefined) return null
  if (!setting.enabled) {
    return { reason: 'rule_disabled', detail: 'switched off for this integration' }
  }
  const check = checkParameters(id, setting.parameters)
  if (check.ok) return null
  const names = check.problems.map(({ path }) => path || 'the whole').join(', ')
  return { reason: 'rule_disabled', detail: `its settings are not usable (${names}); set them again` }
}
