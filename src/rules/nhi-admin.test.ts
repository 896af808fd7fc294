import { expect, test } from 'vitest'
import { serviceAccountBundle, userBundle } from './bundles.examples.ts'
import { nhiAdmin } from './nhi-admin.ts'

const judge = nhiAdmin.prepare({})
const robot = (more = {}) => userBundle('platform.user', { is_service_account: true, role: 'owner', ...more })

test.each([
  ['owner', 'fail'],
  ['member', 'pass'],
  ['none', 'pass'],
  [null, 'not_evaluated'],
  ['super-owner', 'not_evaluated'],
] as const)('a project’s service account with role %s: %s', (role, result) => {
  expect(judge(serviceAccountBundle({ role }), 0).result).toBe(result)
})

test('a project that is archived gives no power', () => {
  expect(judge(serviceAccountBundle({ role: 'owner' }, 'archived'), 0).result).toBe('skipped')
})

test('power over the whole organization is more urgent', () => {
  expect(judge(robot(), 0)).toMatchObject({ result: 'fail', escalation: { severity: 'high' } })
  expect(judge(serviceAccountBundle({ role: 'owner' }), 0)).toMatchObject({ escalation: null })
  expect(judge(robot({ role: 'reader' }), 0).result).toBe('pass')
  expect(judge(robot({ role: 'super-owner' }), 0).result).toBe('not_evaluated')
  expect(judge(robot({ enabled: false }), 0).result).toBe('skipped')
})

test('people are not machines', () => {
  expect(judge(userBundle('platform.user', { role: 'owner' }), 0)).toEqual({
    result: 'skipped',
    reason: 'a_person',
  })
  expect(judge(userBundle('chatgpt.user', { role: 'account-owner' }), 0).result).toBe('skipped')
})
