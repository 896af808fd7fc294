import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AssignmentRoute, FindingOwner, RouteAssignee, RoutedFinding } from './assignment-routes.ts'
import { assignmentOf, routesAskOfOwners } from './assignment-routes.ts'
import type { FindingMatch } from './finding-match.ts'
import { matches } from './finding-match.ts'
import { RULE_IDS } from './rule-ids.ts'
import { SEVERITIES } from './severity.ts'

const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null })
const category = fc.constantFrom('API keys', 'Controls')
const ruleId = fc.constantFrom(...RULE_IDS.slice(0, 3))
const severity = fc.constantFrom(...SEVERITIES)
const department = fc.constantFrom('Sales', 'R&D')
const address = fc.constantFrom('a@example.com', 'b@example.com')

const owner: fc.Arbitrary<FindingOwner> = fc.record({
  email: maybe(address),
  department: maybe(department),
  hasLeft: fc.boolean(),
  managerEmail: maybe(fc.constant('boss@example.com')),
})
const unassigned: fc.Arbitrary<RoutedFinding> = fc.record({
  category,
  ruleId,
  severity,
  owner: maybe(owner),
  assignee: fc.constant(null),
})
const match: fc.Arbitrary<FindingMatch> = fc.record(
  {
    categories: maybe(fc.uniqueArray(category, { minLength: 1 })),
    ruleIds: maybe(fc.uniqueArray(ruleId, { minLength: 1 })),
    leastSeverity: maybe(severity),
    departments: maybe(fc.uniqueArray(department, { minLength: 1 })),
    owners: maybe(fc.uniqueArray(address, { minLength: 1 })),
  },
  { requiredKeys: [] },
)
const assignTo: fc.Arbitrary<RouteAssignee> = fc.oneof(
  fc.record({ to: fc.constant('named' as const), assignee: fc.constantFrom('team-a', 'team-b') }),
  fc.record({ to: fc.constantFrom('owner' as const, 'manager' as const) }),
)
const list: fc.Arbitrary<AssignmentRoute[]> = fc
  .array(fc.record({ match, assignTo }), { maxLength: 6 })
  .map((routes) => routes.map((route, at) => ({ ...route, name: `route ${at}` })))

/** What a list of that one route does. */
const alone = (route: AssignmentRoute, finding: RoutedFinding) => assignmentOf([route], finding)

test('the first route that matches and can name somebody assigns, and those behind it change nothing', () => {
  fc.assert(
    fc.property(list, list, unassigned, (routes, behind, finding) => {
      const assignment = assignmentOf(routes, finding)
      const first = routes.findIndex((route) => alone(route, finding) !== null)
      expect(assignment?.at ?? -1).toBe(first)
      if (assignment === null) return
      const { at: _at, ...given } = assignment
      expect(alone(routes[first] as AssignmentRoute, finding)).toEqual({ ...given, at: 0 })
      expect(assignmentOf([...routes, ...behind], finding)).toEqual(assignment)
    }),
  )
})

test('no list changes what somebody was given', () => {
  fc.assert(
    fc.property(list, unassigned, fc.constantFrom('me@example.com', 'team-a', ''), (routes, finding, to) => {
      expect(assignmentOf(routes, { ...finding, assignee: to })).toBeNull()
    }),
  )
})

test('a route assigns only what it matches', () => {
  fc.assert(
    fc.property(list, unassigned, (routes, finding) => {
      const assignment = assignmentOf(routes, finding)
      const route = routes[assignment?.at ?? -1]
      if (route !== undefined) expect(matches(route.match, finding)).toBe(true)
    }),
  )
})

test('whoever asks nothing of owners is told nothing of them', () => {
  fc.assert(
    fc.property(list, unassigned, (routes, finding) => {
      if (routesAskOfOwners(routes)) return
      expect(assignmentOf(routes, { ...finding, owner: null })).toEqual(assignmentOf(routes, finding))
    }),
  )
})

describe('whose it is', () => {
  const who: FindingOwner = {
    email: 'ann@example.com',
    department: 'Sales',
    hasLeft: false,
    managerEmail: 'boss@example.com',
  }
  const finding = (of: FindingOwner | null): RoutedFinding => ({
    ...{ category: 'API keys', ruleId: 'key.admin_unused', severity: 'high', owner: of, assignee: null },
  })
  const rest: AssignmentRoute = { name: 'rest', match: {}, assignTo: { to: 'named', assignee: 'team' } }
  const route = (to: 'owner' | 'manager'): AssignmentRoute => ({
    name: 'theirs',
    match: {},
    assignTo: { to },
  })

  test.each([
    ['owner', who, { assignee: 'ann@example.com', as: 'owner', route: 'theirs' }],
    ['manager', who, { assignee: 'boss@example.com', as: 'manager', route: 'theirs' }],
    // Who has left mends nothing.
    ['owner', { ...who, hasLeft: true }, { assignee: 'boss@example.com', as: 'manager', route: 'theirs' }],
    ['owner', { ...who, hasLeft: true, managerEmail: null }, { assignee: 'team', as: null, route: 'rest' }],
    ['owner', { ...who, email: null }, { assignee: 'team', as: null, route: 'rest' }],
    ['manager', { ...who, managerEmail: null }, { assignee: 'team', as: null, route: 'rest' }],
    ['owner', null, { assignee: 'team', as: null, route: 'rest' }],
  ] as const)('to the %s of %j goes to %j', (to, of, expected) => {
    expect(assignmentOf([route(to), rest], finding(of))).toMatchObject(expected)
  })

  test('is nobody’s where no route can name anybody', () => {
    expect(assignmentOf([route('owner'), route('manager')], finding(null))).toBeNull()
    expect(assignmentOf([], finding(who))).toBeNull()
  })
})
