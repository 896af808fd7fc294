import { expect, test } from 'vitest'
import { isoMicros, isoOffset, MICROS_PER_DAY, parseIsoMicros } from './time.ts'
import { Timeline } from './timeline.ts'

const ORIGIN = parseIsoMicros('2026-10-01T00:00:00Z') as number

test('an instant survives to the microsecond', () => {
  const micros = parseIsoMicros('2026-07-16T01:00:00.123456Z') as number
  expect(isoMicros(micros)).toBe('2026-07-16T01:00:00.123456Z')
  expect(isoOffset(micros)).toBe('2026-07-16T01:00:00.123456+00:00')
  expect(parseIsoMicros('2026-07-16T03:00:00.123456+02:00')).toBe(micros)
  expect(parseIsoMicros('2026-07-16T01:00:00Z')).toBe(micros - 123456)
})

test('an instant without a time zone is refused', () => {
  expect(parseIsoMicros('2026-07-16T01:00:00')).toBeUndefined()
  expect(parseIsoMicros('yesterday')).toBeUndefined()
  expect(parseIsoMicros('2026-07-16T01:00:00 00:00')).toBeUndefined()
})

test('a day holds exactly the events that its rate says, in order', () => {
  const line = new Timeline(7, 11, 1000, ORIGIN)
  expect(line.firstAt(ORIGIN)).toBe(0)
  expect(Math.abs(line.firstAt(ORIGIN + MICROS_PER_DAY) - 1000)).toBeLessThanOrEqual(1)
  let last = ORIGIN
  for (let n = 0; n < 3000; n++) {
    const at = line.at(n)
    expect(at).toBeGreaterThanOrEqual(last)
    last = at
  }
})

test('the first event at an instant is found without walking there', () => {
  const line = new Timeline(7, 11, 20_000, ORIGIN + 12_345_678)
  for (const n of [0, 1, 17, 5000, 123_456, 599_999]) {
    const at = line.at(n)
    const first = line.firstAt(at)
    expect(line.at(first)).toBeGreaterThanOrEqual(at)
    expect(first === 0 || line.at(first - 1) < at).toBe(true)
  }
})
