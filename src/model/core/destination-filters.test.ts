import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DestinationFilter, RoutedFinding } from './destination-filters.ts'
import { wants } from './destination-filters.ts'
import { RULE_IDS } from './rule-ids.ts'
import { SEVERITIES, severityRank } from './severity.ts'

const CATEGORIES = ['API keys', 'GPT exposure', 'Controls']
const rule = fc.constantFrom(...RULE_IDS.slice(0, 4))
const category = fc.constantFrom(...CATEGORIES)
const severity = fc.constantFrom(...SEVERITIES)
const finding: fc.Arbitrary<RoutedFinding> = fc.record({ category, ruleId: rule, severity })
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null })
const filter: fc.Arbitrary<DestinationFilter> = fc.record(
  {
    categories: maybe(fc.uniqueArray(category, { minLength: 1 })),
    ruleIds: maybe(fc.uniqueArray(rule, { minLength: 1 })),
    leastSeverity: maybe(severity),
  },
  { requiredKeys: [] },
)

test('a filter that asks about nothing wants every finding', () => {
  fc.assert(fc.property(finding, (one) => wants({}, one)))
})

test('each thing that is asked about narrows, and nothing else does', () => {
  fc.assert(
    fc.property(filter, finding, (given, one) => {
      const parts: DestinationFilter[] = [
        { categories: given.categories ?? null },
        { ruleIds: given.ruleIds ?? null },
        { leastSeverity: given.leastSeverity ?? null },
      ]
      expect(wants(given, one)).toBe(parts.every((part) => wants(part, one)))
    }),
  )
})

test('of a category, a rule or a severity it wants exactly those named, or those at or above it', () => {
  fc.assert(
    fc.property(finding, finding, (named, one) => {
      expect(wants({ categories: [named.category] }, one)).toBe(one.category === named.category)
      expect(wants({ ruleIds: [named.ruleId] }, one)).toBe(one.ruleId === named.ruleId)
      expect(wants({ leastSeverity: named.severity }, one)).toBe(
        severityRank(one.severity) >= severityRank(named.severity),
      )
    }),
  )
})
