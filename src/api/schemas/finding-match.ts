import { z } from '@hono/zod-openapi'
import { ADDRESS_AT_MOST, DEPARTMENT_AT_MOST, isAddress } from '../../model/core/directory.ts'
import type { FindingMatch } from '../../model/core/finding-match.ts'
import { folded } from '../../model/core/finding-match.ts'
import { SEVERITIES } from '../../model/core/severity.ts'
import { CATEGORIES } from '../../rules/catalogue/entry.ts'
import { anyRuleId, plainText } from './common.ts'

/** Which findings, for destinations and for routes; what is left out or null is not asked about. */

/** Values of one kind: a list longer than this is kept better by a directory's department. */
const VALUES_AT_MOST = 100

const address = plainText(ADDRESS_AT_MOST).refine(isAddress, 'must be an e-mail address')

export const matchFields = {
  categories: z
    .array(z.enum(CATEGORIES))
    .min(1)
    .nullish()
    .openapi({ description: 'Only of these categories.' }),
  rules: z.array(anyRuleId).min(1).nullish().openapi({ description: 'Only of these rules.' }),
  least_severity: z
    .enum(SEVERITIES)
    .nullish()
    .openapi({ description: 'Only of this effective severity or above.' }),
  departments: z.array(plainText(DEPARTMENT_AT_MOST)).min(1).max(VALUES_AT_MOST).nullish().openapi({
    description: 'Only where the owner works in one of these, by the company’s directory; letter case aside.',
  }),
  owners: z.array(address).min(1).max(VALUES_AT_MOST).nullish().openapi({
    description: 'Only where the owner has one of these e-mail addresses; letter case aside.',
  }),
}

export type MatchInput = z.output<z.ZodObject<typeof matchFields>>

/** As it is after a change: what is left out stays. */
export function matchAfter(before: FindingMatch, given: MatchInput): FindingMatch {
  const { categories, rules, least_severity, departments, owners } = given
  return {
    categories: after(before.categories, categories && [...new Set(categories)]),
    ruleIds: after(before.ruleIds, rules && [...new Set(rules)]),
    leastSeverity: after(before.leastSeverity, least_severity),
    departments: after(before.departments, departments && distinct(departments)),
    owners: after(before.owners, owners && distinct(owners)),
  }
}

const after = <T>(before: T | null | undefined, given: T | null | undefined): T | null =>
  given === undefined ? (before ?? null) : given

/** As they are compared; shown as they were written first. */
function distinct(texts: readonly string[]): string[] {
  const known = new Map<string, string>()
  for (const text of texts) if (!known.has(folded(text))) known.set(folded(text), text)
  return [...known.values()]
}

export const shownMatch = {
  categories: z.array(z.string()).nullable().openapi({ description: 'Null: of every category.' }),
  rules: z.array(anyRuleId).nullable().openapi({ description: 'Null: of every rule.' }),
  least_severity: z.enum(SEVERITIES).nullable().openapi({ description: 'Null: of every severity.' }),
  departments: z.array(z.string()).nullable().openapi({ description: 'Null: of every department.' }),
  owners: z.array(z.string()).nullable().openapi({ description: 'Null: of every owner.' }),
}

export const matchView = (match: FindingMatch): z.infer<z.ZodObject<typeof shownMatch>> => ({
  categories: listed(match.categories),
  rules: listed(match.ruleIds),
  least_severity: match.leastSeverity ?? null,
  departments: listed(match.departments),
  owners: listed(match.owners),
})

const listed = <T>(values: readonly T[] | null | undefined): T[] | null => (values ? [...values] : null)
