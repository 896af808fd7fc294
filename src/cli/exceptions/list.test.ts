import { expect, test } from 'vitest'
import { describeNothing } from './list.ts'

const HINT = ' (--state any shows those that ended, too.)'

test.each([
  [{ state: 'live' }, `Nothing is tolerated.${HINT}`],
  [{ state: 'live', expiringWithin: 30 }, `No live exception ends within 30 days.${HINT}`],
  [{ state: 'live', unused: true }, `No live exception is about nothing that stands.${HINT}`],
  [
    { state: 'live', integration: 'Acme', expiringWithin: 1 },
    `No live exception bears on Acme and ends within 1 day.${HINT}`,
  ],
  [{ state: 'expired' }, `No expired exception is there.${HINT}`],
  [{ state: 'any' }, 'No exception is there.'],
])('where %j finds none, it says so of that', (flags, words) => {
  expect(describeNothing(flags)).toBe(words)
})
