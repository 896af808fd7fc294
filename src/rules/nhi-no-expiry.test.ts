import { expect, test } from 'vitest'
import { adminKeyBundle, daysAgo, projectKeyBundle } from './bundles.examples.ts'
import { nhiNoExpiry } from './nhi-no-expiry.ts'

const judge = nhiNoExpiry.prepare({})

test('null is for ever; a time is not; nothing at all is not told', () => {
  expect(judge(projectKeyBundle({ expires_at: null }), 0)).toMatchObject({ result: 'fail', escalation: null })
  expect(judge(projectKeyBundle({ expires_at: daysAgo(-30) }), 0).result).toBe('pass')
  expect(judge(projectKeyBundle({}), 0)).toMatchObject({ reason: 'value_absent_upstream' })
})

test('one that has expired is no key without an end', () => {
  expect(judge(projectKeyBundle({ expires_at: daysAgo(3) }), 0).result).toBe('pass')
})

test('an admin key is more urgent', () => {
  expect(judge(adminKeyBundle({ expires_at: null }), 0)).toMatchObject({
    result: 'fail',
    escalation: { severity: 'medium' },
  })
})

test('project keys among the admin keys are judged as project keys alone', () => {
  expect(judge(adminKeyBundle({ expires_at: null }, { isProjectKey: true }), 0).result).toBe('skipped')
})
