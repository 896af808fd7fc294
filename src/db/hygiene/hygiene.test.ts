import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EventDraft } from '../../model/core/records.ts'
import { cleanRecord, cleanString } from './clean.ts'
import { collapse, compareInstants } from './collapse.ts'

const event = (
  eventId: string,
  occurredAt: string,
  attributes: EventDraft['attributes'] = {},
): EventDraft => ({
  type: 'event',
  eventId,
  occurredAt,
  eventType: 'AUTH_LOG',
  action: null,
  actor: { kind: 'unknown' },
  attributes,
})

describe('cleaning', () => {
  test('leaves nothing that Postgres refuses, and clean records as the very same object', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.string({ unit: 'binary' }), (value, id) => {
        const record = event(id, '2026-11-22T00:00:00Z', { value: value as never })
        const { value: clean, replaced } = cleanRecord(record)
        const text = JSON.stringify(clean)
        expect(text.includes('\\u0000')).toBe(text.replaceAll('\\\\', '').includes('\\u0000'))
        expect(/\\ud[89a-f]/.test(text.replaceAll('\\\\', ''))).toBe(false)
        expect(replaced === 0).toBe(clean === record)
        expect(cleanRecord(clean).replaced).toBe(0)
      }),
    )
  })

  test('mends values, keys and lists, and counts them', () => {
    const { value, replaced } = cleanRecord(
      event('e\u0000', '2026-11-22T00:00:00Z', { 'k\ud800': ['a', '\udc00b'], __proto__x: 'fine' }),
    )
    expect(value).toMatchObject({ eventId: 'e\ufffd', attributes: { 'k\ufffd': ['a', '\ufffdb'] } })
    expect(replaced).toBe(3)
    expect(cleanString('😀 fine')).toBe('😀 fine')
  })
})

describe('collapsing', () => {
  test('of equal keys the latest time stays, the later read one where times are equal', () => {
    const records = [
      event('a', '2026-11-22T00:00:00.000002Z', { n: 1 }),
      event('b', '2026-11-22T00:00:00Z', { n: 2 }),
      event('a', '2026-11-22T00:00:00.000001Z', { n: 3 }),
      event('b', '2026-11-22T00:00:00Z', { n: 4 }),
    ]
    const { records: left, collapsed } = collapse(records)
    expect(left.map((record) => record.attributes)).toEqual([{ n: 1 }, { n: 4 }])
    expect(collapsed).toBe(2)
  })

  test('times compare to the microsecond, also across offsets', () => {
    expect(compareInstants('2026-11-22T00:00:00.123457Z', '2026-11-22T00:00:00.123456Z')).toBeGreaterThan(0)
    expect(compareInstants('2026-11-22T01:00:00.1+01:00', '2026-11-22T00:00:00.100000Z')).toBe(0)
    expect(compareInstants('not a time', '2026-11-22T00:00:00Z')).toBe(0)
  })
})
