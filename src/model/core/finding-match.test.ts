import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FindingMatch, MatchedFinding } from './finding-match.ts'
import { asksOfOwners, matches } from './finding-match.ts'
import { RULE_IDS } from './rule-ids.ts'
import { SEVERITIES, severityRank } from './severity.ts'

const CATEGORIES = ['API keys', 'GPT exposure', 'Controls']
const rule = fc.constantFrom(...RULE_IDS.slice(0, 4))
const category = fc.constantFrom(...CATEGORIES)
const severity = fc.constantFrom(...SEVERITIES)
const department = fc.constantFrom('Sales', 'R&D', 'Finance')
const address = fc.constantFrom('a@example.com', 'b@example.com')
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null })
const owner = maybe(fc.record({ email: maybe(address), department: maybe(department) }))
const finding: fc.Arbitrary<MatchedFinding> = fc.record({ category, ruleId: rule, severity, owner })
const filter: fc.Arbitrary<FindingMatch> = fc.record(
  {
    categories: maybe(fc.uniqueArray(category, { minLength: 1 })),
    ruleIds: maybe(fc.uniqueArray(rule, { minLength: 1 })),
    leastSeverity: maybe(severity),
    departments: maybe(fc.uniqueArray(department, { minLength: 1 })),
    owners: maybe(fc.uniqueArray(address, { minLength: 1 })),
  },
  { requiredKeys: [] },
)

test('what asks about nothing matches every finding', () => {
  fc.assert(fc.property(finding, (one) => matches({}, one)))
})

test('each thing that is asked about narrows, and nothing else does', () => {
  fc.assert(
    fc.property(filter, finding, (given, one) => {
      const parts: FindingMatch[] = [
        { categories: given.categories ?? null },
        { ruleIds: given.ruleIds ?? null },
        { leastSeverity: given.leastSeverity ?? null },
        { departments: given.departments ?? null },
        { owners: given.owners ?? null },
      ]
      expect(matches(given, one)).toBe(parts.every((part) => matches(part, one)))
    }),
  )
})

test('of a category, a rule or a severity it matches exactly those named, or those at or above it', () => {
  fc.assert(
    fc.property(finding, finding, (named, one) => {
      expect(matches({ categories: [named.category] }, one)).toBe(one.category === named.category)
      expect(matches({ ruleIds: [named.ruleId] }, one)).toBe(one.ruleId === named.ruleId)
      expect(matches({ leastSeverity: named.severity }, one)).toBe(
        severityRank(one.severity) >= severityRank(named.severity),
      )
    }),
  )
})

test('of an owner or a department it matches those named, whatever the letter case, and never whom nobody knows', () => {
  fc.assert(
    fc.property(finding, department, address, fc.boolean(), (one, where, whom, upper) => {
      const written = (text: string) => (upper ? ` ${text.toUpperCase()} ` : text)
      expect(matches({ departments: [written(where)] }, one)).toBe(one.owner?.department === where)
      expect(matches({ owners: [written(whom)] }, one)).toBe(one.owner?.email === whom)
    }),
  )
})

test('owners are looked up only where something is asked of them', () => {
  expect(asksOfOwners({ categories: ['DLP'], leastSeverity: 'low', owners: null })).toBe(false)
  expect(asksOfOwners({ departments: ['Sales'] })).toBe(true)
  expect(asksOfOwners({ owners: ['a@example.com'] })).toBe(true)
})
