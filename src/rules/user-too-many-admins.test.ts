import { expect, test } from 'vitest'
import { tenantBundle } from './bundles.examples.ts'
import { userTooManyAdmins } from './user-too-many-admins.ts'

const judge = userTooManyAdmins.prepare({})
const people = (all: number, admins: number, unknown = 0) =>
  tenantBundle({ people: { all, admins, unknown } })

test.each([
  [1_000, 5, 'pass'],
  [1_000, 6, 'fail'],
  [100, 5, 'pass'],
  [59, 3, 'fail'],
  [60, 3, 'pass'],
  [3, 2, 'pass'],
  [0, 0, 'pass'],
])('of %i people %i admins: %s', (all, admins, result) => {
  expect(judge(people(all, admins), 0).result).toBe(result)
})

test('both limits are settings', () => {
  const lenient = userTooManyAdmins.prepare({ maxAdmins: 50, maxPercent: 50 })
  expect(lenient(people(100, 40), 0).result).toBe('pass')
  expect(() => userTooManyAdmins.prepare({ maxAdmins: 0 })).toThrow()
})

test('users that were not read are not counted', () => {
  expect(judge(tenantBundle({ people: null }), 0)).toMatchObject({ reason: 'stream_incomplete' })
})

test.each([
  [1_000, 5, 1, 'not_evaluated'],
  [1_000, 4, 1, 'pass'],
  [60, 3, 1, 'not_evaluated'],
  [1_000, 6, 90, 'fail'],
  [3, 1, 1, 'pass'],
  [3, 2, 1, 'not_evaluated'],
])('of %i people %i admins and %i of unknown power: %s', (all, admins, unknown, result) => {
  expect(judge(people(all, admins, unknown), 0).result).toBe(result)
})

test('why it could not be said names how many, and no role', () => {
  expect(judge(people(1_000, 5, 7), 0)).toEqual({
    result: 'not_evaluated',
    reason: 'value_absent_upstream',
    detail: 'OpenAI sent no role, or one that nobody has described, for 7 of its people',
  })
})
