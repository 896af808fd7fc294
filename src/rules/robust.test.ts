import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { leastScaleOfCounts, median, medianDeviation, robustScore } from './robust.ts'

const count = fc.integer({ min: 0, max: 10_000 })
const counts = fc.array(count, { minLength: 1, maxLength: 40 })

test('the median and the deviation from it', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2.5)
  expect(medianDeviation([1, 1, 2, 2, 4, 6, 9])).toBe(1)
  expect(() => median([])).toThrow('no median')
})

test('a score is in deviations; where there is none the least scale stands in', () => {
  expect(robustScore(12, [1, 1, 2, 2, 4, 6, 9], 1).z).toBeCloseTo(10 / 1.4826)
  expect(robustScore(12, [2, 2, 2], 2)).toEqual({ median: 2, mad: 0, z: 5 })
  expect(robustScore(2, [2, 2, 2], 1).z).toBe(0)
  expect(leastScaleOfCounts(0)).toBe(1)
  expect(leastScaleOfCounts(100)).toBe(10)
})

test('is the same in any unit, and from any origin', () => {
  fc.assert(
    fc.property(
      counts,
      count,
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: -500, max: 500 }),
      (others, value, k, shift) => {
        const { z } = robustScore(value, others, 3)
        expect(
          robustScore(
            k * value,
            others.map((other) => k * other),
            k * 3,
          ).z,
        ).toBeCloseTo(z, 6)
        expect(
          robustScore(
            value + shift,
            others.map((other) => other + shift),
            3,
          ).z,
        ).toBeCloseTo(z, 6)
      },
    ),
  )
})

test('does not depend on the order of the others, and grows with the value', () => {
  fc.assert(
    fc.property(counts, count, count, (others, value, more) => {
      const { z } = robustScore(value, others, 1)
      expect(robustScore(value, others.toReversed(), 1).z).toBe(z)
      expect(robustScore(value + more, others, 1).z).toBeGreaterThanOrEqual(z)
    }),
  )
})

test('one wild day among twenty-eight hides no other', () => {
  const quiet = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 27, maxLength: 27 })
  fc.assert(
    fc.property(quiet, fc.integer({ min: 1_000, max: 1_000_000 }), (others, wild) => {
      const { median: usual, z } = robustScore(wild, [...others, wild], leastScaleOfCounts(20))
      expect(usual).toBeLessThanOrEqual(20)
      expect(z).toBeGreaterThan(6)
    }),
  )
})
