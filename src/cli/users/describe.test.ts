import { expect, test } from 'vitest'
import { describeAccess, momentText } from './describe.ts'

test('what somebody may do is told in a word, and why nothing', () => {
  expect(describeAccess({ role: 'operator', disabled_at: null })).toBe('operator')
  expect(describeAccess({ role: 'admin', disabled_at: '2026-11-30T12:00:00Z' })).toBe('disabled')
  expect(describeAccess({ role: null, disabled_at: null })).toBe('no group that opens Casbah')
})

test('a time is told to the minute', () => {
  expect(momentText('2026-11-30T12:34:56.123456Z')).toBe('2026-11-30 12:34')
  expect(momentText(null)).toBe('never')
})
