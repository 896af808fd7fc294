import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { daysAgo, NOW, userBundle } from './bundles.examples.ts'
import type { PersonDays } from './person-days.ts'
import { SECONDS_A_DAY } from './time.ts'
import { userUnusualActivity } from './user-unusual-activity.ts'

const judge = userUnusualActivity.prepare({})
/** Some hours into today, which is not over. */
const LATER = NOW + SECONDS_A_DAY / 4
const MEMBER = { role: 'standard-user', status: 'active', created_at: daysAgo(300) }

/** Counts by how many days ago. */
const days = (counts: Readonly<Record<number, number>>, more: Partial<PersonDays> = {}): PersonDays => ({
  signal: 'conversations',
  judgedFrom: daysAgo(100),
  watched: [{ from: daysAgo(118), until: LATER }],
  counts: new Map(Object.entries(counts).map(([ago, count]) => [daysAgo(Number(ago)), count])),
  ...more,
})

const usual = (count: number, from = 118): Record<number, number> =>
  Object.fromEntries(Array.from({ length: from }, (_, n) => [n + 1, count + (n % 3)]))

const of = (...signals: readonly PersonDays[]) => userBundle('chatgpt.user', MEMBER, [], { days: signals })

describe('a person', () => {
  test('who did far more on one day is unusual, with the day, the signal and by how much', () => {
    expect(judge(of(days({ ...usual(10), 3: 400 })), LATER)).toMatchObject({
      result: 'fail',
      evidence: {
        user_id: 'user-1',
        plane: 'chatgpt',
        unusual_days: 1,
        floor: 100,
        days: [
          {
            day: '2026-11-19',
            signal: 'conversations',
            count: 400,
            median: 11,
            mad: 1,
            z: 117.3,
            history_days: 28,
          },
        ],
      },
    })
  })

  test('who does much every day is not, nor who did a little more or few things once', () => {
    expect(judge(of(days(usual(400))), LATER).result).toBe('pass')
    expect(judge(of(days({ ...usual(100), 3: 150 })), LATER).result).toBe('pass')
    expect(judge(of(days({ ...usual(0), 3: 99 })), LATER).result).toBe('pass')
    expect(judge(of(days({ 118: 1, 3: 100 })), LATER).result).toBe('fail')
    expect(userUnusualActivity.prepare({ minCount: 500 })(of(days({ 118: 1, 3: 400 })), LATER).result).toBe(
      'pass',
    )
    expect(
      userUnusualActivity.prepare({ minScore: 200 })(of(days({ ...usual(10), 3: 400 })), LATER).result,
    ).toBe('pass')
  })

  test('whose day is not over, was in the warm-up or is long ago is not judged by it', () => {
    expect(judge(of(days({ ...usual(10), 0: 400 })), LATER).result).toBe('pass')
    expect(judge(of(days({ ...usual(10), 3: 400 }, { judgedFrom: daysAgo(2) })), LATER).result).toBe('pass')
    expect(judge(of(days({ ...usual(10), 91: 400 })), LATER).result).toBe('pass')
    expect(judge(of(days({ ...usual(10), 90: 400 })), NOW).result).toBe('fail')
    // The log ends within the day: what is there of it is not the day.
    const cut = { watched: [{ from: daysAgo(118), until: daysAgo(3) + 3_600 }] }
    expect(judge(of(days({ ...usual(10), 3: 400 }, cut)), LATER).result).toBe('pass')
  })

  test('who was watched for too few days is not judged; a gap is no silence', () => {
    const short = { watched: [{ from: daysAgo(14), until: LATER }] }
    const tooShort = { result: 'not_evaluated', reason: 'no_activity_signal' }
    expect(judge(of(days({ 118: 1, 1: 400 }, short)), LATER)).toMatchObject(tooShort)
    expect(judge(of(), LATER)).toMatchObject(tooShort)
    const enough = { watched: [{ from: daysAgo(15), until: LATER }] }
    expect(judge(of(days({ 118: 1, 1: 400 }, enough)), LATER).result).toBe('fail')
    // Busy every day, and nothing was collected for twenty of the days before.
    const gap = {
      watched: [
        { from: daysAgo(118), until: daysAgo(24) },
        { from: daysAgo(4), until: LATER },
      ],
    }
    const busy = Object.fromEntries(Object.entries(usual(400)).filter(([ago]) => +ago < 4 || +ago > 24))
    expect(judge(of(days(busy, gap)), LATER).result).toBe('pass')
  })

  test('who begins with a signal is not judged by days before they did', () => {
    expect(judge(of(days({ 8: 400, 5: 400, 1: 400 })), LATER).result).toBe('pass')
    expect(judge(of(days({ 15: 1, 1: 400 })), LATER).result).toBe('fail')
  })

  test('who joined lately has no days of before', () => {
    const joined = (ago: number) =>
      userBundle('chatgpt.user', { ...MEMBER, created_at: daysAgo(ago) }, [], {
        days: [days({ 118: 1, 1: 400 })],
      })
    expect(judge(joined(14), LATER).result).toBe('not_evaluated')
    expect(judge(joined(15), LATER).result).toBe('fail')
    const { created_at: _, ...undated } = MEMBER
    expect(
      judge(userBundle('chatgpt.user', undated, [], { days: [days({ 118: 1, 1: 400 })] }), LATER),
    ).toMatchObject({
      reason: 'value_absent_upstream',
    })
  })

  test('is told of with each unusual day, the newest first, whichever signal; one hides no other', () => {
    const verdict = judge(
      of(days({ ...usual(10), 3: 400, 9: 4_000 }), days({ ...usual(1), 5: 200 }, { signal: 'AUTH_LOG' })),
      LATER,
    )
    expect(verdict).toMatchObject({
      result: 'fail',
      evidence: {
        unusual_days: 3,
        days: [{ count: 400 }, { count: 200, signal: 'AUTH_LOG' }, { count: 4_000 }],
      },
    })
  })

  test('who is no person, or cannot get in, is left out', () => {
    const busy = { days: [days({ 118: 1, 1: 400 })] }
    expect(judge(userBundle('chatgpt.user', { ...MEMBER, status: 'inactive' }, [], busy), LATER).result).toBe(
      'skipped',
    )
    const machine = { added_at: daysAgo(300), is_service_account: true }
    expect(judge(userBundle('platform.user', machine, [], busy), LATER).result).toBe('skipped')
  })
})

test('days that are as the days before are never unusual, whatever they are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 1, max: 60 }), (count, length) => {
      const same = Object.fromEntries(Array.from({ length: 118 }, (_, n) => [n + 1, count]))
      const watched = [{ from: daysAgo(length), until: LATER }]
      expect(judge(of(days(same, { watched })), LATER).result).toBe(length >= 15 ? 'pass' : 'not_evaluated')
    }),
  )
})
