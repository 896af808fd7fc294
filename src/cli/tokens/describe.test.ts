import { expect, test } from 'vitest'
import { SCOPES_OF_ROLE } from '../../model/core/access.ts'
import type { TokenView } from './describe.ts'
import { describeScopes, describeStanding } from './describe.ts'

const NOW = new Date('2026-11-30T12:00:00Z')
const standing = (part: Partial<TokenView>) =>
  describeStanding({ expires_at: null, revoked_at: null, ...part } as TokenView, NOW)

test('scopes are told by their role where they are just those of one', () => {
  expect(describeScopes({ scopes: [...SCOPES_OF_ROLE.operator].toReversed() })).toBe('operator')
  expect(describeScopes({ scopes: ['findings:read', 'runs:read'] })).toBe('findings:read runs:read')
})

test('whether it may still be used is told in a word', () => {
  expect(standing({})).toBe('without an end')
  expect(standing({ expires_at: '2027-02-28T01:00:00Z' })).toBe('until 2027-02-28')
  expect(standing({ expires_at: '2026-11-30T11:59:59Z' })).toBe('ended 2026-11-30')
  expect(standing({ expires_at: '2027-02-28T01:00:00Z', revoked_at: '2026-11-29T00:00:00Z' })).toBe('revoked')
})
