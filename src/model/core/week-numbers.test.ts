import { expect, test } from 'vitest'
import { asFindingId, asIntegrationId, asPersonId } from './ids.ts'
import type { FindingTally, IntegrationFacts } from './week-numbers.ts'
import { foremost, integrationWeek } from './week-numbers.ts'

const ID = asIntegrationId('i-1')
const FACTS: IntegrationFacts = {
  ...{
    completedRuns: 6,
    integrationId: ID,
    failedRuns: 1,
    degraded: 2,
    credentialsRefused: 3,
    rulesNotJudged: 4,
    gaps: 5,
  },
}
const tally = (more: Partial<FindingTally> = {}): FindingTally => ({
  ...{ integrationId: ID, ruleId: 'gpt.public_link', category: 'GPT exposure', age: 0, people: {}, count: 1 },
  ...{ severityFrom: 'high', severityUntil: 'high', openFrom: true, openUntil: true },
  ...{
    exceptedFrom: false,
    exceptedUntil: false,
    opened: false,
    resolved: false,
    reopened: false,
    oldest: [],
  },
  ...more,
})
const ALL = { filter: {}, eventTypes: ['finding.opened'] }
const week = (tallies: readonly FindingTally[], question = ALL) =>
  integrationWeek(FACTS, tallies, question, new Map())

test('a finding that changes its severity counts as what it was at each end', () => {
  const moved = tally({ severityFrom: 'low', severityUntil: 'critical', count: 3 })
  const told = week([moved])
  expect(told.open).toEqual({ critical: 3, high: 0, medium: 0, low: 0 })
  expect(told.open_before).toEqual({ critical: 0, high: 0, medium: 0, low: 3 })
  // Who hears of what is bad hears that it has become so.
  const ofBad = week([moved], { ...ALL, filter: { leastSeverity: 'high' } as object })
  expect([ofBad.open.critical, ofBad.open_before.low]).toEqual([3, 0])
})

test('what is tolerated all the time is no news, and what is since is told as that', () => {
  const told = week([
    tally({ exceptedFrom: true, exceptedUntil: true, opened: true, openFrom: false }),
    tally({ exceptedUntil: true, opened: true, openFrom: false, count: 2 }),
  ])
  expect(told).toMatchObject({ opened: 2, excepted: 3, newly_excepted: null, open: { high: 0 } })
})

test('the owner is asked where a filter asks for one', () => {
  const [ada, bob] = [asPersonId('p-1'), asPersonId('p-2')]
  const owner = (email: string) => ({ email, department: 'Sales', hasLeft: false, managerEmail: null })
  const owners = new Map([
    [ada, owner('ada@example.com')],
    [bob, owner('bob@example.com')],
  ])
  const tallies = [
    tally({ people: { owner_person_id: ada } }),
    tally({ people: { person_id: bob }, count: 5 }),
  ]
  const open = (filter: object) => integrationWeek(FACTS, tallies, { ...ALL, filter }, owners).open.high
  expect(open({ owners: ['BOB@example.com'] })).toBe(5)
  expect(open({ departments: ['sales'] })).toBe(6)
  expect(open({ owners: ['eve@example.com'] })).toBe(0)
})

test('the five rules with most, and the three oldest of all that are bad', () => {
  const rules = ['a', 'b', 'c', 'd', 'e', 'f'].map((rule, at) =>
    tally({
      ...{
        ruleId: `custom.${rule}`,
        count: at + 1,
        openFrom: at > 2,
        severityUntil: at === 5 ? 'low' : 'high',
      },
      oldest: [{ id: asFindingId(`f-${rule}`), firstSeenAt: `2026-0${9 - at}-01T00:00:00Z` }],
    }),
  )
  const told = week(rules)
  expect(told.rules.map(({ rule_id: id, open, open_before: before }) => [id, open, before])).toEqual([
    ...[
      ['custom.f', 6, 6],
      ['custom.e', 5, 5],
      ['custom.d', 4, 4],
      ['custom.c', 3, 0],
      ['custom.b', 2, 0],
    ],
  ])
  expect(told.oldest.map(({ finding_id: id }) => id)).toEqual(['f-e', 'f-d', 'f-c'])
})

test('the fifty integrations with most to look at, and what the others have in all', () => {
  const weeks = Array.from({ length: 53 }, (_, at) => ({
    ...week([tally({ count: at, openFrom: at < 3 })]),
    ...{ completed_runs: at === 0 ? 0 : 6, credentials_refused: 0, gaps: 0 },
    integration_id: `i-${at}`,
  }))
  const { integrations, others } = foremost([...weeks, { ...week([tally({ severityUntil: 'critical' })]) }])
  expect(integrations).toHaveLength(50)
  expect(integrations.slice(0, 2).map(({ integration_id: id }) => id)).toEqual(['i-1', 'i-52'])
  expect(others).toEqual({
    ...{ integrations: 4, open: 0 + 1 + 2 + 3, open_before: 1 + 2 },
    // The first, of which nothing was read, and the last, which has more.
    ...{ changed: 2, hindered: 1 },
  })
})
