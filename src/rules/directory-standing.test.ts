import { expect, test } from 'vitest'
import { daysAgo, NOW } from './bundles.examples.ts'
import { directoryStanding } from './directory-standing.ts'

test('nothing loaded, a file, and SCIM in its first day and after', () => {
  expect(directoryStanding([], NOW)).toEqual({ loaded: false, fillingSince: null })
  const file = { source: 'csv', since: daysAgo(0.1) } as const
  const fresh = { source: 'scim', since: daysAgo(0.5) } as const
  expect(directoryStanding([file], NOW)).toEqual({ loaded: true, fillingSince: null })
  expect(directoryStanding([fresh], NOW)).toEqual({ loaded: true, fillingSince: daysAgo(0.5) })
  expect(directoryStanding([file, fresh], NOW).fillingSince).toBeNull()
  expect(directoryStanding([{ ...fresh, since: daysAgo(1) }], NOW).fillingSince).toBeNull()
})
