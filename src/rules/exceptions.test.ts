import { expect, test } from 'vitest'
import { expiryProblem, MOST_EXCEPTION_DAYS } from './exceptions.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')
const inDays = (days: number): string => new Date(NOW + days * 86_400_000).toISOString()
const problem = (expiresAt: string | null, mayBePermanent = false): string | null =>
  expiryProblem(expiresAt, { now: NOW, mayBePermanent })

test('an exception ends, in the future and within the longest time there is', () => {
  expect(problem(inDays(0.001))).toBeNull()
  expect(problem(inDays(MOST_EXCEPTION_DAYS))).toBeNull()
  expect(problem(inDays(MOST_EXCEPTION_DAYS + 0.001))).toContain('at most 400 days')
  expect(problem(inDays(0))).toContain('in the future')
  expect(problem('2026-11-22T13:00:00+02:00')).toContain('in the future')
})

test('what is refused says what to send instead', () => {
  expect(problem(null)).toBe(
    'is needed: a time in the future, at most 400 days ahead, like 2027-02-20T12:00:00Z',
  )
})

test('where it is allowed one may be for ever, and an end is still held to the bounds', () => {
  expect(problem(null, true)).toBeNull()
  expect(problem(inDays(-1), true)).toContain('in the future')
  expect(problem(inDays(MOST_EXCEPTION_DAYS + 1), true)).toContain('at most 400 days')
})
