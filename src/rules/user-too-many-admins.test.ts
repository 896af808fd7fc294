import { expect, test } from 'vitest'
import { tenantBundle } from './bundles.examples.ts'
import { userTooManyAdmins } from './user-too-many-admins.ts'

const judge = userTooManyAdmins.prepare({})
const people = (all: number, admins: number) => tenantBundle({ people: { all, admins } })

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
