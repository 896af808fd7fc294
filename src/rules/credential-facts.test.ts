import { expect, test } from 'vitest'
import { credentialBundle } from './bundles.examples.ts'
import { credentialExpiring } from './credential-expiring.ts'
import { credentialNotServiceAccount } from './credential-not-service-account.ts'
import { credentialOwnerAtRisk } from './credential-owner-at-risk.ts'

const RULES = [credentialOwnerAtRisk, credentialExpiring, credentialNotServiceAccount]

test.each([
  ['owner_gone', 'credential.owner_at_risk'],
  ['owner_disabled', 'credential.owner_at_risk'],
  ['owner_not_an_owner', 'credential.owner_at_risk'],
  ['expired', 'credential.expiring'],
  ['expiring', 'credential.expiring'],
  ['owned_by_a_person', 'credential.not_service_account'],
] as const)('%s fails %s, and no other', (note, failing) => {
  const bundle = credentialBundle({ notes: [note] })
  const failed = RULES.filter((rule) => rule.prepare({})(bundle, 0).result === 'fail').map(({ id }) => id)
  expect(failed).toEqual([failing])
})

test('a key without a note is as it should be', () => {
  for (const rule of RULES) expect(rule.prepare({})(credentialBundle(), 0).result).toBe('pass')
})

test('a key that no listing shows says nothing', () => {
  const unseen = credentialBundle({ keyId: null, notes: ['not_listed'] })
  for (const rule of RULES) {
    expect(rule.prepare({})(unseen, 0)).toMatchObject({ reason: 'value_absent_upstream' })
  }
})

test('the evidence names the key by id and says why', () => {
  const bundle = credentialBundle({
    notes: ['expiring', 'owner_gone'],
    expiresAt: '2026-12-01T00:00:00.000Z',
  })
  expect(credentialExpiring.prepare({})(bundle, 0)).toMatchObject({
    evidence: { credential: 'admin_key', key_id: 'key_A1', because: ['expiring'] },
    moving: { age_days: 20 },
  })
})
