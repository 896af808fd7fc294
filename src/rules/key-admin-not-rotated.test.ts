import { expect, test } from 'vitest'
import { adminKeyBundle, daysAgo, NOW } from './bundles.examples.ts'
import { keyAdminNotRotated } from './key-admin-not-rotated.ts'

const judge = keyAdminNotRotated.prepare({})

test('90 days to the second pass, one second more fails', () => {
  expect(judge(adminKeyBundle({ created_at: daysAgo(90) }), NOW)).toEqual({ result: 'pass' })
  expect(judge(adminKeyBundle({ created_at: daysAgo(90) - 1 }), NOW).result).toBe('fail')
})

test('the period is a setting', () => {
  const within30 = keyAdminNotRotated.prepare({ maxAgeDays: 30 })
  expect(within30(adminKeyBundle({ created_at: daysAgo(31) }), NOW).result).toBe('fail')
  expect(() => keyAdminNotRotated.prepare({ maxAgeDays: 0 })).toThrow()
})

test('evidence names the key, its owner, its times and that it is our own', () => {
  const key = {
    name: 'ci',
    redacted_value: 'sk-admin-…9xQ',
    created_at: daysAgo(100),
    last_used_at: null,
    expires_at: daysAgo(-10),
    owner_type: 'user',
    owner_id: 'user-1',
    owner_role: 'owner',
  }
  expect(judge(adminKeyBundle(key, { own: 'admin_key' }), NOW)).toMatchObject({
    evidence: {
      key_id: 'key_A1',
      name: 'ci',
      redacted_value: 'sk-admin-…9xQ',
      owner_id: 'user-1',
      owner_role: 'owner',
      created_at: '2026-08-14T00:00:00.000Z',
      expires_at: '2026-12-02T00:00:00.000Z',
      own_key: 'admin_key',
    },
    moving: { age_days: 100, last_used_at: 'never' },
  })
  expect(judge(adminKeyBundle({ created_at: daysAgo(100) }), NOW)).toMatchObject({
    moving: { last_used_at: 'not told' },
  })
})

test('a time ahead of ours is no age; an absent or unusable one is not evaluated', () => {
  expect(judge(adminKeyBundle({ created_at: daysAgo(-5) }), NOW)).toEqual({ result: 'pass' })
  for (const attributes of [{}, { created_at: null }, { created_at: 'yesterday' }]) {
    expect(judge(adminKeyBundle(attributes), NOW)).toMatchObject({
      result: 'not_evaluated',
      reason: 'value_absent_upstream',
    })
  }
})

test('a project key that the admin listing names is not an admin key', () => {
  const bundle = adminKeyBundle({ created_at: daysAgo(400) }, { isProjectKey: true })
  expect(judge(bundle, NOW)).toEqual({ result: 'skipped', reason: 'is_project_key' })
})
