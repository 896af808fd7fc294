import { expect, test } from 'vitest'
import { credentialBundle } from './bundles.examples.ts'
import { credentialMoreThanRead } from './credential-more-than-read.ts'

const judge = (scopes: readonly string[] | null) =>
  credentialMoreThanRead.prepare({})(credentialBundle({}, { scopes }), 0)

test.each([
  [['api.management.read', 'api.audit_logs.read'], 'pass'],
  [['read'], 'pass'],
  [['api.management.read', 'api.management.write'], 'fail'],
  [['API.Management.WRITE'], 'fail'],
  [['read', 'delete'], 'fail'],
  [['api.model.request'], 'fail'],
  [['all'], 'fail'],
  [['api.management.read', 'api.dreams'], 'not_evaluated'],
  // A word that ends so by chance is no scope that anybody has described.
  [['api.spread'], 'not_evaluated'],
  [['api.overwrite'], 'not_evaluated'],
  [['api.dreams', 'api.management.write'], 'fail'],
  [[], 'not_evaluated'],
  [null, 'not_evaluated'],
] as const)('%j: %s', (scopes, result) => {
  expect(judge(scopes).result).toBe(result)
})

test('the evidence names the key by id and what it may do beyond reading, nothing else', () => {
  expect(judge(['api.management.read', 'api.management.write'])).toEqual({
    result: 'fail',
    evidence: {
      credential: 'admin_key',
      key_id: 'key_A1',
      owner_role: 'owner',
      expires_at: null,
      scopes: ['api.management.write'],
    },
    moving: {},
    escalation: null,
  })
})

test('what is not told says why, and what would make it known', () => {
  expect(judge(null)).toMatchObject({
    detail: expect.stringContaining('a key made while the audit log is on'),
  })
})

test('a key that no listing shows says nothing', () => {
  const unseen = credentialBundle({ keyId: null }, { scopes: ['api.management.write'] })
  expect(credentialMoreThanRead.prepare({})(unseen, 0)).toMatchObject({ reason: 'value_absent_upstream' })
})
