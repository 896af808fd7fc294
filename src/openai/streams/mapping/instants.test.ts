import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatInstant, isLater, isoOfSeconds, parseInstant, shiftMicros } from './instants.ts'

test.each([
  ['2026-07-16T01:00:00.123456Z', 1_784_163_600_123_456_000n],
  ['2026-07-16T03:00:00.123456+02:00', 1_784_163_600_123_456_000n],
  ['2026-07-16T01:00:00Z', 1_784_163_600_000_000_000n],
  ['2026-07-16T01:00:00.123456789Z', 1_784_163_600_123_456_789n],
  ['2026-07-16T01:00:00', null],
  ['yesterday', null],
])('%s is read exactly', (text, nanos) => {
  expect(parseInstant(text)).toBe(nanos)
})

test('times to the microsecond survive reading and writing', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 4_000_000_000_000_000n }), (micros) => {
      expect(parseInstant(formatInstant(micros * 1_000n))).toBe(micros * 1_000n)
    }),
  )
})

test('one microsecond is told apart', () => {
  const time = '2026-07-16T01:00:00.123456Z'
  expect(isLater(shiftMicros(time, 1n), time)).toBe(true)
  expect(isLater(time, shiftMicros(time, -1n))).toBe(true)
  expect(isLater(time, '2026-07-16T03:00:00.123456+02:00')).toBe(false)
})

test('whole seconds carry no fraction', () => {
  expect(isoOfSeconds(1_711_471_533)).toBe('2024-03-26T16:45:33Z')
})
