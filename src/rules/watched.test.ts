import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isWatched, watched } from './watched.ts'

test('what was lost is not watched', () => {
  const whole = { from: 0, until: 100 }
  expect(watched(whole, [])).toEqual([whole])
  expect(watched(whole, [{ from: 20, until: 30 }])).toEqual([
    { from: 0, until: 20 },
    { from: 30, until: 100 },
  ])
  expect(watched(whole, [{ from: -5, until: 100 }])).toEqual([])
  expect(watched({ from: 10, until: 5 }, [])).toEqual([])
})

test('a moment is watched where it is within the whole and within no gap', () => {
  const stretch = fc.tuple(fc.nat(60), fc.nat(20)).map(([from, length]) => ({ from, until: from + length }))
  fc.assert(
    fc.property(stretch, fc.array(stretch, { maxLength: 6 }), fc.nat(80), (whole, lost, moment) => {
      const second = { from: moment, until: moment + 1 }
      const overlaps = (one: typeof whole) => one.from <= moment && moment < one.until
      expect(isWatched(watched(whole, lost), second)).toBe(overlaps(whole) && !lost.some(overlaps))
    }),
  )
})
