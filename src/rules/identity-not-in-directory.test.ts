import { expect, test } from 'vitest'
import { NOW, userBundle } from './bundles.examples.ts'
import type { DirectoryEntry, UserBundle } from './bundles.ts'
import { identityNotInDirectory } from './identity-not-in-directory.ts'

const judge = (bundle: UserBundle) => identityNotInDirectory.prepare({})(bundle, NOW)
const LOADED = { loaded: true, fillingSince: null, entry: null }

const user = (more: Partial<Parameters<typeof userBundle>[3] & object> = {}) =>
  userBundle('chatgpt.user', { role: 'standard-user', status: 'active' }, [], { directory: LOADED, ...more })

test('an account of our own domains whom the directory does not know', () => {
  expect(judge(user({ liveKeys: 3 }))).toEqual({
    result: 'fail',
    evidence: {
      user_id: 'user-1',
      person_id: null,
      plane: 'chatgpt',
      role: 'standard-user',
      left_at: null,
      live_keys: 3,
    },
    moving: {},
    escalation: null,
  })
})

test('whoever is in it passes, also somebody who has left', () => {
  for (const status of ['active', 'left'] as const) {
    const entry: DirectoryEntry = { status, leftAt: null, department: null, managerKnown: false }
    expect(judge(user({ directory: { ...LOADED, entry } })).result).toBe('pass')
  }
})

test('guests from elsewhere are not its people; without own domains everybody is meant', () => {
  const guest = { emailDomain: 'partner.example' }
  expect(judge(user(guest))).toEqual({ result: 'skipped', reason: 'not_of_own_domains' })
  expect(judge(user({ ...guest, ownDomains: [] })).result).toBe('fail')
  expect(judge(user({ ownDomains: ['Example.com'] })).result).toBe('fail')
})

test('without a directory or an address nothing is said', () => {
  expect(judge(user({ directory: { ...LOADED, loaded: false } }))).toMatchObject({
    reason: 'no_directory',
    detail: 'no directory was imported',
  })
  expect(judge(user({ emailDomain: null }))).toMatchObject({ reason: 'value_absent_upstream' })
})

test('while an identity provider fills it, who is absent may be on the way', () => {
  expect(judge(user({ directory: { ...LOADED, fillingSince: NOW - 3_600 } }))).toMatchObject({
    result: 'not_evaluated',
    reason: 'no_directory',
    detail: expect.stringContaining('being filled by SCIM since 2026-'),
  })
})

test('accounts that let nobody in are skipped', () => {
  const directory = LOADED
  expect(judge(userBundle('platform.user', { is_service_account: true }, [], { directory }))).toMatchObject({
    reason: 'service_account',
  })
  expect(judge(userBundle('chatgpt.user', { status: 'inactive' }, [], { directory }))).toMatchObject({
    reason: 'deactivated',
  })
})
