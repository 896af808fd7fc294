import { expect, test } from 'vitest'
import type { JsonObject } from '../model/core/json.ts'
import { daysAgo, inviteBundle, NOW } from './bundles.examples.ts'
import { inviteStale } from './invite-stale.ts'

const judge = inviteStale.prepare({})

test.each<[string, JsonObject, string]>([
  ['7 days', { status: 'pending', created_at: daysAgo(7) }, 'pass'],
  ['a second more', { status: 'pending', created_at: daysAgo(7) - 1 }, 'fail'],
  ['the older field', { status: 'pending', invited_at: daysAgo(8) }, 'fail'],
  ['pending past its expiry', { status: 'pending', created_at: daysAgo(1), expires_at: NOW - 1 }, 'fail'],
  ['past its expiry, sent nobody knows when', { status: 'pending', expires_at: daysAgo(1) }, 'fail'],
  ['expired by upstream’s word', { status: 'expired' }, 'fail'],
  ['accepted long ago', { status: 'accepted', created_at: daysAgo(60) }, 'skipped'],
  ['sent in our future', { status: 'pending', created_at: daysAgo(-1) }, 'pass'],
  ['sent nobody knows when', { status: 'pending' }, 'not_evaluated'],
  ['status not told', { created_at: daysAgo(60) }, 'not_evaluated'],
])('%s: %s', (_, attributes, result) => {
  expect(judge(inviteBundle(attributes), NOW).result).toBe(result)
})

test('evidence tells expired from pending for too long', () => {
  expect(judge(inviteBundle({ status: 'expired', created_at: daysAgo(40) }), NOW)).toMatchObject({
    evidence: { because: 'expired' },
    moving: { pending_days: 40 },
    escalation: null,
  })
  expect(judge(inviteBundle({ status: 'pending', created_at: daysAgo(40) }), NOW)).toMatchObject({
    evidence: { because: 'pending_too_long' },
  })
})

test('the time is a setting', () => {
  const patient = inviteStale.prepare({ maxPendingDays: 30 })
  expect(patient(inviteBundle({ status: 'pending', created_at: daysAgo(20) }), NOW)).toEqual({
    result: 'pass',
  })
})
