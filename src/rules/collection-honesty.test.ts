import { expect, test } from 'vitest'
import { daysAgo, NOW, tenantBundle } from './bundles.examples.ts'
import { collectionBacklog } from './collection-backlog.ts'
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

test('a log that was last read to its end more than a day ago is behind, and only that', () => {
  const judge = collectionBacklog.prepare({})
  const logs = (...hours: number[]) =>
    tenantBundle({
      logs: hours.map((ago, no) => ({
        stream: no === 0 ? 'logs.AUTH_LOG' : 'logs.AUDIT_LOG',
        readAt: daysAgo(ago / 24),
      })),
    })
  expect(judge(logs(24, 1), NOW).result).toBe('pass')
  expect(judge(logs(50, 1), NOW)).toEqual({
    result: 'fail',
    evidence: { logs: [{ stream: 'logs.AUTH_LOG', read_to_end_at: iso(50 / 24) }] },
    moving: { behind_days: 2 },
    escalation: null,
  })
  expect(collectionBacklog.prepare({ behindHours: 72 })(logs(50, 1), NOW).result).toBe('pass')
})

test('where no log may be read, or none has been yet, nothing is said of a backlog', () => {
  expect(collectionBacklog.prepare({})(tenantBundle({ logs: [] }), NOW)).toMatchObject({
    result: 'not_evaluated',
    reason: 'stream_incomplete',
  })
})
