import { InvalidArgumentError } from 'commander'
import { RULE_IDS } from '../../model/core/rule-ids.ts'

/** A rule of the catalogue or a custom one; which custom ones there are, the API knows. */
export function ruleId(text: string): string {
  if ((RULE_IDS as readonly string[]).includes(text) || text.startsWith('custom.')) return text
  throw new InvalidArgumentError('Allowed choices are the ids of `casbah rules`, and custom.<name>.')
}

/** The same, given several times. */
export const ruleIds = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ruleId(text),
]
