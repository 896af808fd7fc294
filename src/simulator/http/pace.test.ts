import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Pace } from './pace.ts'

const SECOND = 1_000_000

test('counts by the second, and the most in any minute as counting by hand does', () => {
  const pauses = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 400 })
  fc.assert(
    fc.property(pauses, (tenths) => {
      const pace = new Pace()
      const times: number[] = []
      let at = 17
      for (const pause of tenths) {
        at += pause
        times.push(at)
        pace.allowed('a', 100, (at * SECOND) / 10)
      }
      const { perSecond = [], mostInAMinute } = pace.view().a ?? {}
      const counts = times.map((end) => times.filter((one) => one <= end && one > end - 600).length)
      expect(mostInAMinute).toBe(Math.max(...counts))
      expect(perSecond.reduce((sum, one) => sum + one, 0)).toBe(times.length)
      expect(perSecond).toHaveLength(Math.floor((at - (times[0] ?? 0)) / 10) + 1)
    }),
  )
})

test('what was refused is counted apart', () => {
  const pace = new Pace()
  pace.refused('a', 100, 0)
  pace.allowed('a', 100, SECOND)
  expect(pace.view().a).toEqual({ perMinute: 100, refused: 1, perSecond: [0, 1], mostInAMinute: 1 })
})
