import { expect, test } from 'vitest'
import type { JsonObject } from '../model/core/json.ts'
import { daysAgo, NOW, userBundle } from './bundles.examples.ts'
import { userDormantAdmin } from './user-dormant-admin.ts'

const judge = userDormantAdmin.prepare({})
const owner = (more: JsonObject = {}) =>
  userBundle('platform.user', { role: 'owner', added_at: daysAgo(400), api_key_last_used_at: null, ...more })

test.each<[string, JsonObject, string]>([
  ['never seen', {}, 'fail'],
  ['seen 30 days ago', { api_key_last_used_at: daysAgo(30) }, 'pass'],
  ['seen longer ago', { api_key_last_used_at: daysAgo(31) }, 'fail'],
  ['here for 30 days', { added_at: daysAgo(30) }, 'pass'],
  ['disabled', { enabled: false }, 'skipped'],
  ['a reader', { role: 'reader' }, 'skipped'],
  ['of a role that was not told', { role: null }, 'not_evaluated'],
  ['of a role that nobody has described', { role: 'super-owner' }, 'not_evaluated'],
])('%s: %s', (_, attributes, result) => {
  expect(judge(owner(attributes), NOW).result).toBe(result)
})

test('the workspace’s admins are admins', () => {
  const log = {
    signal: 'AUTH_LOG',
    missing: null,
    lastAt: null,
    coveredFrom: null,
    ofOwnPlane: true,
  } as const
  const admin = { role: 'account-admin', status: 'active', created_at: daysAgo(90) }
  expect(judge(userBundle('chatgpt.user', admin, [log]), NOW)).toMatchObject({
    result: 'fail',
    evidence: { plane: 'chatgpt', role: 'account-admin' },
  })
})

test('a role that nobody has described is not taken for ordinary, and its text goes nowhere', () => {
  expect(judge(owner({ role: 'super-owner' }), 0)).toEqual({
    result: 'not_evaluated',
    reason: 'value_absent_upstream',
    detail: 'OpenAI sent a role that nobody has described',
  })
})
