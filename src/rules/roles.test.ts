import { expect, test } from 'vitest'
import { ADMIN_ROLES, isAdminRole, powerOf } from './roles.ts'

test.each([
  ['owner', 'owner'],
  ['account-owner', 'owner'],
  ['admin', 'admin'],
  ['account-admin', 'admin'],
  ['reader', 'ordinary'],
  ['standard-user', 'ordinary'],
  ['member', 'ordinary'],
  ['a role of next year', 'unknown'],
  ['constructor', 'unknown'],
  [null, 'unknown'],
  [undefined, 'unknown'],
])('%s gives the power of: %s', (role, power) => {
  expect(powerOf(role)).toBe(power)
})

test('both vocabularies have their admins', () => {
  expect([...ADMIN_ROLES].sort()).toEqual(['account-admin', 'account-owner', 'admin', 'owner'])
  expect(isAdminRole('standard-user')).toBe(false)
})
