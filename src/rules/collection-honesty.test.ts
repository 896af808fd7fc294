import { expect, test } from 'vitest'
import { daysAgo, NOW, tenantBundle } from './bundles.examples.ts'
import { collectionCapabilityLost } from './collection-capability-lost.ts'
import { collectionGap } from './collection-gap.ts'
import { isoTime } from './time.ts'

const iso = (days: number): string => isoTime(daysAgo(days)) ?? ''

test('a capability that is refused after it was used is told, with what stood on it', () => {
  const judge = collectionCapabilityLost.prepare({})
  expect(judge(tenantBundle(), NOW).result).toBe('pass')
  const lost = {
    capability: 'platform.audit_logs_read',
    detail: 'the key lacks the scope',
    streams: ['platform.audit_logs'],
  } as const
  expect(judge(tenantBundle({ lostCapabilities: [lost] }), NOW)).toMatchObject({
    result: 'fail',
    evidence: {
      capabilities: [{ capability: 'platform.audit_logs_read', streams: ['platform.audit_logs'] }],
    },
  })
})

test('a gap is told for as long as the history around it is kept', () => {
  const judge = collectionGap.prepare({})
  const gap = (days: number) =>
    tenantBundle({ lostHistory: [{ stream: 'logs.AUTH_LOG', from: iso(days + 2), until: iso(days) }] })
  expect(judge(tenantBundle(), NOW).result).toBe('pass')
  expect(judge(gap(90), NOW)).toMatchObject({ evidence: { gaps: [{ stream: 'logs.AUTH_LOG' }] } })
  expect(judge(gap(91), NOW).result).toBe('pass')
  expect(collectionGap.prepare({ toldForDays: 400 })(gap(91), NOW).result).toBe('fail')
})
