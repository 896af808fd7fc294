import { expect, test } from 'vitest'
import { userBundle } from '../rules/bundles.examples.ts'
import { inputsBeside } from './judged-inputs.ts'

const DAY = 86_400
const NOW = 100 * DAY + 5_000

const withDays = (counts: readonly (readonly [number, number])[], until: number) => ({
  ...userBundle('chatgpt.user', {}),
  days: [
    {
      signal: 'AUTH_LOG' as const,
      judgedFrom: 0,
      watched: [{ from: 0, until }],
      counts: new Map(counts.map(([day, count]) => [day * DAY, count])),
    },
  ],
})
const hashOf = (bundle: ReturnType<typeof withDays>) => inputsBeside(bundle, ['days'], NOW).beside.days

test('how much was done on a day that is over is part of what was judged', () => {
  const one = hashOf(withDays([[98, 3]], NOW))
  expect(hashOf(withDays([[98, 4]], NOW))).not.toBe(one)
  expect(hashOf(withDays([[98, 3]], NOW))).toBe(one)
})

test('what comes on the same day or later, and how far a log is held by then, is not', () => {
  const then = withDays([[98, 3]], NOW)
  const later = withDays(
    [
      [98, 3],
      [100, 7],
      [101, 9],
    ],
    NOW + DAY,
  )
  expect(hashOf(later)).toBe(hashOf(then))
})
