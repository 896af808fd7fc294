import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../model/core/json.ts'
import { daysAgo, NOW, userBundle } from './bundles.examples.ts'
import type { DirectoryEntry, UserBundle } from './bundles.ts'
import { identityLeftButActive } from './identity-left-but-active.ts'

const LEFT: DirectoryEntry = {
  status: 'left',
  leftAt: daysAgo(10),
  department: 'Sales',
  managerKnown: true,
}
const ENABLED = { role: 'reader', enabled: true }

const user = (
  entry: DirectoryEntry | null,
  attributes: JsonObject = ENABLED,
  more: Partial<Pick<UserBundle, 'liveKeys' | 'emailDomain'>> = {},
  kind: UserBundle['kind'] = 'platform.user',
) =>
  userBundle(kind, attributes, [], {
    directory: { loaded: true, fillingSince: null, entry },
    liveKeys: 0,
    ...more,
  })

const judge = (bundle: UserBundle, graceDays = 0) => identityLeftButActive.prepare({ graceDays })(bundle, NOW)

test('somebody who has left and can still get in', () => {
  const verdict = judge(user(LEFT))
  expect(verdict).toEqual({
    result: 'fail',
    evidence: {
      user_id: 'user-1',
      person_id: null,
      plane: 'platform',
      role: 'reader',
      left_at: new Date(daysAgo(10) * 1_000).toISOString(),
      live_keys: 0,
    },
    moving: {},
    escalation: null,
  })
})

describe('is critical', () => {
  test.each([
    ['an owner of the organization', 'platform.user', { role: 'owner' }, 0, 'an owner or admin'],
    ['an admin of the workspace', 'chatgpt.user', { role: 'account-admin' }, 0, 'an owner or admin'],
    ['whoever owns a live key', 'platform.user', ENABLED, 2, 'owns live API keys'],
    ['both', 'platform.user', { role: 'owner' }, 1, 'an owner or admin who also owns live API keys'],
  ] as const)('%s', (_, kind, attributes, liveKeys, reason) => {
    expect(judge(user(LEFT, attributes, { liveKeys }, kind))).toMatchObject({
      escalation: { severity: 'critical', reason },
      evidence: { live_keys: liveKeys },
    })
  })

  test('and not where keys were not read', () => {
    expect(judge(user(LEFT, ENABLED, { liveKeys: null }))).toMatchObject({
      escalation: null,
      evidence: { live_keys: null },
    })
  })
})

test('who works here passes, and who is not in the directory is the other rule’s', () => {
  expect(judge(user({ ...LEFT, status: 'active', leftAt: null })).result).toBe('pass')
  expect(judge(user(null)).result).toBe('pass')
})

test('without a directory, or without an address to look up, nothing is said', () => {
  expect(judge(userBundle('platform.user', ENABLED))).toEqual({
    result: 'not_evaluated',
    reason: 'no_directory',
    detail: 'no directory was imported',
  })
  expect(judge(user(null, ENABLED, { emailDomain: null }))).toMatchObject({
    result: 'not_evaluated',
    reason: 'value_absent_upstream',
  })
})

test('machines and accounts that let nobody in are skipped, also without a directory', () => {
  const reason = (attributes: JsonObject, kind: UserBundle['kind'] = 'platform.user') =>
    judge(user(LEFT, attributes, {}, kind))
  expect(reason({ is_service_account: true })).toEqual({ result: 'skipped', reason: 'service_account' })
  expect(reason({ enabled: false })).toEqual({ result: 'skipped', reason: 'deactivated' })
  expect(reason({ status: 'inactive' }, 'chatgpt.user')).toEqual({ result: 'skipped', reason: 'deactivated' })
  expect(judge(userBundle('platform.user', { banned: true })).result).toBe('skipped')
})

describe('grace', () => {
  test('is over on the day that it says', () => {
    expect(judge(user(LEFT), 11).result).toBe('pass')
    expect(judge(user(LEFT), 10).result).toBe('fail')
  })

  test('is not given to whoever left on a day that nobody knows', () => {
    expect(judge(user({ ...LEFT, leftAt: null }), 30)).toMatchObject({
      result: 'fail',
      evidence: { left_at: null },
    })
  })

  test('a last day that lies ahead has not come', () => {
    expect(judge(user({ ...LEFT, leftAt: NOW + 3_600 })).result).toBe('pass')
    expect(judge(user({ ...LEFT, leftAt: NOW })).result).toBe('fail')
  })

  test('a day years ahead stands for none, and gives no grace', () => {
    const inDays = (days: number) => user({ ...LEFT, leftAt: daysAgo(-days) })
    expect(judge(inDays(730), 30).result).toBe('pass')
    expect(judge(inDays(732), 30).result).toBe('fail')
    const placeholder = Date.parse('9998-12-31T00:00:00Z') / 1_000
    expect(judge(user({ ...LEFT, leftAt: placeholder }), 30).result).toBe('fail')
  })

  test('is a number of days from 0 on', () => {
    for (const graceDays of [-1, 0.5, 'soon']) {
      expect(() => identityLeftButActive.prepare({ graceDays })).toThrow()
    }
  })
})
