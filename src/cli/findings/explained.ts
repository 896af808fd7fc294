import type { CustomRuleView, RuleView } from '../finding-view.ts'

/** What a rule says of its findings: one of the catalogue has steps and references, one that people wrote a text. */
export interface Explained {
  readonly description: string
  /** Why anything should be done at all. */
  readonly why: string | null
  readonly steps: readonly { readonly text: string; readonly url: string | null }[]
  readonly api: string | null
  readonly references: readonly { readonly title: string; readonly url: string }[]
}

export function explained(rule: RuleView | CustomRuleView): Explained {
  const { description } = rule
  if ('references' in rule) return { description, ...rule.remediation, references: rule.references }
  const { remediation: text } = rule
  const steps = text === '' ? [] : [{ text, url: null }]
  return { description, why: null, steps, api: null, references: [] }
}
