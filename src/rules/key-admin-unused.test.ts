import { expect, test } from 'vitest'
import { adminKeyBundle, daysAgo, NOW } from './bundles.examples.ts'
import { keyAdminUnused } from './key-admin-unused.ts'

const judge = keyAdminUnused.prepare({})

test.each([
  ['used 90 days ago', { created_at: daysAgo(400), last_used_at: daysAgo(90) }, 'pass'],
  ['used longer ago', { created_at: daysAgo(400), last_used_at: daysAgo(90) - 1 }, 'fail'],
  ['never used, made a minute ago', { created_at: NOW - 60, last_used_at: null }, 'pass'],
  ['never used, made long ago', { created_at: daysAgo(91), last_used_at: null }, 'fail'],
  ['never used, made nobody knows when', { last_used_at: null }, 'not_evaluated'],
  ['last use not told', { created_at: daysAgo(400) }, 'not_evaluated'],
  ['used in our future', { created_at: daysAgo(400), last_used_at: daysAgo(-1) }, 'pass'],
])('%s', (_, attributes, result) => {
  expect(judge(adminKeyBundle(attributes), NOW).result).toBe(result)
})

test('absent is not null, and the reason says what was absent', () => {
  expect(judge(adminKeyBundle({ created_at: daysAgo(400) }), NOW)).toEqual({
    result: 'not_evaluated',
    reason: 'value_absent_upstream',
    detail: 'OpenAI did not send `last_used_at`',
  })
})

test('evidence says "never", for how long, and marks our own key', () => {
  const bundle = adminKeyBundle({ created_at: daysAgo(120), last_used_at: null }, { own: 'admin_key' })
  expect(judge(bundle, NOW)).toMatchObject({
    evidence: { last_used_at: 'never', own_key: 'admin_key' },
    moving: { idle_days: 120 },
  })
})

test('45 days are a preset away', () => {
  const cis = keyAdminUnused.prepare({ maxIdleDays: 45 })
  expect(cis(adminKeyBundle({ last_used_at: daysAgo(46) }), NOW).result).toBe('fail')
})
