import { expect, test } from 'vitest'
import { daysAgo, NOW, tenantBundle } from './bundles.examples.ts'
import type { AuditLogStanding } from './bundles.ts'
import { controlAuditLogSilent } from './control-audit-log-silent.ts'

const judge = controlAuditLogSilent.prepare({})
const log = (more: Partial<AuditLogStanding>) =>
  tenantBundle({ auditLog: { newestAt: NOW - 60, readAt: NOW - 60, untoldSince: null, ...more } })

test.each<[string, Partial<AuditLogStanding>, string]>([
  ['no run since its newest event', {}, 'pass'],
  ['a run of a day ago that it does not tell of', { newestAt: daysAgo(3), untoldSince: daysAgo(1) }, 'pass'],
  ['one of longer ago', { newestAt: daysAgo(3), untoldSince: daysAgo(1) - 1 }, 'fail'],
  ['none at all, although runs came for months', { newestAt: null, untoldSince: daysAgo(80) }, 'fail'],
  ['none at all, and the first run was today', { newestAt: null, untoldSince: daysAgo(0.5) }, 'pass'],
  ['silence of a week in which nobody called', { newestAt: daysAgo(7), untoldSince: NOW - 600 }, 'pass'],
  ['never read', { readAt: null }, 'not_evaluated'],
  ['read two hours ago', { untoldSince: daysAgo(3), readAt: NOW - 7_200 }, 'not_evaluated'],
])('%s: %3$s', (_, standing, result) => {
  expect(judge(log(standing), NOW).result).toBe(result)
})

test('the hours are a setting; the organization has no such log', () => {
  const patient = controlAuditLogSilent.prepare({ silentHours: 96 })
  expect(patient(log({ untoldSince: daysAgo(3) }), NOW).result).toBe('pass')
  expect(judge(tenantBundle(), NOW)).toEqual({ result: 'skipped', reason: 'has_no_such_log' })
})
