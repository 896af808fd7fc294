import { expect, test } from 'vitest'
import type { IntegrationFacts } from './readiness.ts'
import { logReadings } from './signals.ts'

const FACTS: IntegrationFacts = {
  planes: { chatgpt: true, platform: true },
  mode: 'none',
  capabilities: {
    'chatgpt.logs.AUTH_LOG': { state: 'granted', detail: '' },
    'chatgpt.logs.AUDIT_LOG': { state: 'denied', detail: 'the scope is missing' },
    'chatgpt.logs.CONVERSATION_MESSAGE': { state: 'granted', detail: '' },
    'platform.audit_logs_read': { state: 'granted', detail: '' },
  },
  streams: { 'logs.AUTH_LOG': { completedAt: 100, coveredFrom: 50 } },
}

test('each log says whether it can speak and of which plane it is', () => {
  expect(logReadings('chatgpt.user', FACTS, 120)({ AUTH_LOG: 70, AUDIT_LOG: 60 })).toEqual([
    { signal: 'AUTH_LOG', missing: null, pending: false, lastAt: 70, coveredFrom: 50, ofOwnPlane: true },
    {
      signal: 'AUDIT_LOG',
      missing: 'the scope is missing',
      pending: false,
      lastAt: 60,
      coveredFrom: null,
      ofOwnPlane: true,
    },
    {
      signal: 'conversations',
      missing: 'logs.CONVERSATION_MESSAGE is not read in collection mode none; it needs metadata',
      pending: false,
      lastAt: null,
      coveredFrom: null,
      ofOwnPlane: true,
    },
    {
      signal: 'platform_audit',
      missing: 'platform.audit_logs has not been read to its end yet',
      pending: true,
      lastAt: null,
      coveredFrom: null,
      ofOwnPlane: false,
    },
  ])
})

test('a log speaks for a day after it was read to its end, and then waits to be read again', () => {
  const speaking = (now: number) => logReadings('chatgpt.user', FACTS, now)({ AUTH_LOG: 70 })[0]
  expect(speaking(100 + 86_400)).toMatchObject({ missing: null, pending: false })
  expect(speaking(100 + 86_401)).toMatchObject({
    missing: 'logs.AUTH_LOG was last read to its end at 1970-01-01T00:01:40.000Z',
    pending: true,
    lastAt: 70,
  })
})
