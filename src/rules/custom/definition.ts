import type { CustomRuleId } from '../../model/core/rule-ids.ts'
import type { Severity } from '../../model/core/severity.ts'
import type { RuleEntry } from '../catalogue/entry.ts'
import { findingTypeIdOf } from '../catalogue/finding-type.ts'
import type { CustomKind } from './kinds.ts'
import { CUSTOM_KINDS } from './kinds.ts'

/** A version of a custom rule, as people wrote it. */
export interface CustomRuleDefinition {
  readonly ruleId: CustomRuleId
  readonly version: number
  readonly kind: CustomKind
  readonly title: string
  readonly description: string
  readonly severity: Severity
  readonly remediation: string
  readonly expression: string
}

/** A rule as summaries name it, of the catalogue or custom. */
export interface NamedRule extends RuleEntry {
  readonly findingTypeId: string
}

export const namedRule = (rule: CustomRuleDefinition): NamedRule => {
  const entry = entryOf(rule)
  return { ...entry, findingTypeId: findingTypeIdOf(entry) }
}

/** As the catalogue has its own, so that all that reads rules reads these too. */
export const entryOf = (rule: CustomRuleDefinition): RuleEntry => ({
  id: rule.ruleId,
  version: rule.version,
  category: 'Custom',
  title: rule.title,
  cloudflareName: null,
  cloudflareFindingTypeId: null,
  chatgptEnterpriseRequired: rule.kind.startsWith('chatgpt.'),
  products: [rule.kind.startsWith('chatgpt.') ? 'ChatGPT Enterprise' : 'OpenAI API platform'],
  description: rule.description,
  risk: '',
  severity: rule.severity,
  escalation: null,
  kind: 'state',
  comesWith: null,
  needs: { [rule.kind]: CUSTOM_KINDS[rule.kind] },
  leastMode: 'none',
  remediation: { why: rule.remediation, steps: [], api: null },
  references: [],
  frameworks: {},
})
