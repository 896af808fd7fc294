import { expect, test } from 'vitest'
import { adminKeyBundle, daysAgo, NOW } from './bundles.examples.ts'
import type { ListedKey } from './own-credentials.ts'
import { endsLike, judgeOwnCredential, listedAmong, ownKindOf } from './own-credentials.ts'

const OURS = { kind: 'admin_key', lastFour: '…a1b2' } as const

const listed = (
  attributes: Parameters<typeof adminKeyBundle>[0],
  owner: ListedKey['owner'] = null,
): ListedKey => ({
  keyId: 'key_A1',
  attributes: adminKeyBundle(attributes).attributes,
  owner,
})

test.each([
  ['sk-admin-…a1b2', '…a1b2', true],
  ['sk-admin-…1b2', 'a1b2', true],
  ['sk-admin-***********a1b2', '…a1b2', true],
  ['sk-admin-…a1b3', '…a1b2', false],
  ['sk-admin-…', '…a1b2', false],
  [null, '…a1b2', false],
])('%s against %s: %s', (redacted, lastFour, expected) => {
  expect(endsLike(redacted, lastFour)).toBe(expected)
})

test('the kind is that of the credential it looks like', () => {
  expect(ownKindOf('sk-admin-…a1b2', [{ kind: 'compliance_key', lastFour: '…zzzz' }, OURS])).toBe('admin_key')
  expect(ownKindOf('sk-admin-…cccc', [OURS])).toBeNull()
})

test('a listing names only keys of its own kinds: an ending that another kind shares is chance', () => {
  const all = (['admin_key', 'compliance_key', 'project_key'] as const).map((kind) => ({
    kind,
    lastFour: 'a1b2',
  }))
  const kindsIn = (listing: Parameters<typeof listedAmong>[0]) =>
    listedAmong(listing, all).map(({ kind }) => kind)
  expect(kindsIn('platform.admin_key')).toEqual(['admin_key', 'compliance_key'])
  expect(kindsIn('platform.project_key')).toEqual(['project_key'])
})

test('a healthy key of a service account has no notes', () => {
  const key = listed({ created_at: daysAgo(10), owner_type: 'service_account', owner_role: 'owner' })
  expect(judgeOwnCredential(OURS, key, NOW)).toEqual({
    kind: 'admin_key',
    keyId: 'key_A1',
    ageDays: 10,
    expiresAt: null,
    ownerRole: 'owner',
    notes: [],
  })
})

test.each([
  [{ expires_at: daysAgo(-14) }, null, ['expiring']],
  [{ expires_at: daysAgo(-15) }, null, []],
  [{ expires_at: NOW }, null, ['expired']],
  [{ owner_role: 'reader' }, null, ['owner_not_an_owner']],
  [{ owner_type: 'user' }, { disabled: true, gone: false }, ['owner_disabled', 'owned_by_a_person']],
  [{ owner_type: 'user' }, { disabled: false, gone: true }, ['owner_gone', 'owned_by_a_person']],
])('%j owned by %j: %j', (attributes, owner, notes) => {
  expect(judgeOwnCredential(OURS, listed(attributes, owner), NOW).notes).toEqual(notes)
})

test('a key that no listing names says so', () => {
  expect(judgeOwnCredential(OURS, null, NOW).notes).toEqual(['not_listed'])
})
