import { expect, test } from 'vitest'
import { ADMIN_ROLES, isAdminRole, KNOWN_ROLES, powerOf } from './roles.ts'

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

test('a role is known exactly where its power is', () => {
  for (const role of KNOWN_ROLES) expect(powerOf(role), role).not.toBe('unknown')
  expect(KNOWN_ROLES).toEqual(expect.arrayContaining([...ADMIN_ROLES]))
})
