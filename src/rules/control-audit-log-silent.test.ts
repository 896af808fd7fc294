import { expect, test } from 'vitest'
import { daysAgo, NOW, tenantBundle } from './bundles.examples.ts'
import type { AuditLogStanding } from './bundles.ts'
import { controlAuditLogSilent } from './control-audit-log-silent.ts'

const judge = controlAuditLogSilent.prepare({})
const log = (more: Partial<AuditLogStanding>) =>
  tenantBundle({ auditLog: { newestAt: NOW - 60, readAt: NOW - 60, connectedAt: daysAgo(90), ...more } })

test.each<[string, Partial<AuditLogStanding>, string]>([
  ['an event of just now', {}, 'pass'],
  ['one of a day ago', { newestAt: daysAgo(1) }, 'pass'],
  ['one of longer ago', { newestAt: daysAgo(1) - 1 }, 'fail'],
  ['none at all, although we are here for months', { newestAt: null }, 'fail'],
  ['none at all, of a tenant of today', { newestAt: null, connectedAt: daysAgo(0.5) }, 'pass'],
  ['never read', { readAt: null }, 'not_evaluated'],
  ['read two hours ago', { newestAt: daysAgo(3), readAt: NOW - 7_200 }, 'not_evaluated'],
])('%s: %3$s', (_, standing, result) => {
  expect(judge(log(standing), NOW).result).toBe(result)
})

test('the hours are a setting; the organization has no such log', () => {
  const patient = controlAuditLogSilent.prepare({ silentHours: 96 })
  expect(patient(log({ newestAt: daysAgo(3) }), NOW).result).toBe('pass')
  expect(judge(tenantBundle(), NOW)).toEqual({ result: 'skipped', reason: 'has_no_such_log' })
})
