import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY_MS, firstMomentAt, HOUR_MS, isTimeZone, wallAt, wallDay, wallText } from './local-time.ts'
import type { WeeklySchedule } from './weekly.ts'
import { lastWeek, nextDue, WEEKDAYS } from './weekly.ts'

const MINUTE_MS = 60_000
const QUARTER_MS = 15 * MINUTE_MS
const WEEK_MS = 7 * DAY_MS

/** Of many kinds: half an hour of summer time, clocks set at midnight, a day left out, Ramadan, none at all. */
const ZONES = [
  ...['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Santiago', 'Pacific/Apia'],
  ...['Africa/Casablanca', 'Asia/Beirut', 'Atlantic/Azores', 'America/St_Johns', 'Asia/Kathmandu'],
  ...['Pacific/Kiritimati', 'America/Havana', 'Africa/Cairo', 'Antarctica/Troll'],
]
const schedules = fc.record({
  weekday: fc.constantFrom(...WEEKDAYS),
  hour: fc.integer({ min: 0, max: 23 }),
  time_zone: fc.constantFrom(...ZONES),
})
const moments = fc.integer({ min: Date.UTC(1995, 0, 1), max: Date.UTC(2037, 0, 1) })

/** Moments at which clocks of a zone are set, to the minute. */
function changesOf(zone: string): number[] {
  const offsetAt = (ms: number) => wallAt(zone, ms) - ms
  const found: number[] = []
  for (let ms = Date.UTC(2005, 0, 1); ms < Date.UTC(2030, 0, 1); ms += DAY_MS) {
    if (offsetAt(ms) === offsetAt(ms + DAY_MS)) continue
    let at = ms
    while (offsetAt(at + QUARTER_MS) === offsetAt(ms)) at += QUARTER_MS
    while (offsetAt(at) === offsetAt(ms)) at += MINUTE_MS
    found.push(at)
  }
  return found
}
const changes = ZONES.flatMap((zone) => changesOf(zone).map((at) => ({ zone, at })))
/** Weeks in which clocks are set, due at any hour of the day before, of it and of the day after. */
const aroundChanges = fc
  .record({
    change: fc.constantFrom(...changes),
    days: fc.integer({ min: -1, max: 1 }),
    hour: fc.integer({ min: 0, max: 23 }),
    before: fc.integer({ min: 0, max: WEEK_MS }),
  })
  .map(({ change: { zone, at }, days, hour, before }) => {
    const day = Math.floor(wallAt(zone, at) / DAY_MS) + days
    const weekday = WEEKDAYS[(day + 3) % 7] ?? 'monday'
    return { schedule: { weekday, hour, time_zone: zone }, wall: day * DAY_MS + hour * HOUR_MS, before }
  })

test('clocks are set in what is looked at', () => {
  expect(changes.length).toBeGreaterThan(400)
  expect(new Set(changes.map(({ zone }) => zone)).size).toBeGreaterThan(10)
})

describe('what is due once a week', () => {
  test('is due at the first minute at which clocks have come to its hour, whatever they are set to', () => {
    fc.assert(
      fc.property(aroundChanges, ({ schedule, wall, before }) => {
        const { time_zone: zone } = schedule
        // From when nobody on earth has it yet: by quarters of an hour, at which clocks show whole hours, and then by minutes.
        let first = wall - 27 * HOUR_MS
        while (wallAt(zone, first) < wall) first += QUARTER_MS
        first -= QUARTER_MS
        while (wallAt(zone, first) < wall) first += MINUTE_MS
        expect(firstMomentAt(zone, wall)).toBe(first)
        const due = nextDue(schedule, first - 1)
        expect(due).toBe(first)
        // From anywhere in the week before it, it is the one that comes.
        const from = nextDue(schedule, first - WEEK_MS - 2 * DAY_MS)
        const since = Math.max(from, first - before - 1)
        if (since < first) expect(nextDue(schedule, since)).toBe(first)
      }),
      { numRuns: 300 },
    )
  })

  test('is due exactly once in each week, on its day, and weeks leave nothing out and count nothing twice', () => {
    fc.assert(
      fc.property(schedules, moments, (schedule, start) => {
        let week = lastWeek(schedule, start)
        expect(week.until).toBeLessThanOrEqual(start)
        expect(nextDue(schedule, start)).toBeGreaterThan(start)
        for (let n = 0; n < 30; n += 1) {
          const due = nextDue(schedule, week.until)
          const next = lastWeek(schedule, due)
          expect(next.until).toBe(due)
          expect(next.from).toBe(week.until)
          expect(Date.parse(next.day) - Date.parse(week.day)).toBe(WEEK_MS)
          expect(lastWeek(schedule, due - 1)).toEqual(week)
          expect(WEEKDAYS[(Date.parse(next.day) / DAY_MS + 3) % 7]).toBe(schedule.weekday)
          week = next
        }
      }),
      { numRuns: 50 },
    )
  })

  const BERLIN: WeeklySchedule = { weekday: 'sunday', hour: 2, time_zone: 'Europe/Berlin' }

  test('comes at the first of two hours, after one that is left out, and at the same hour of the clock else', () => {
    const at = (schedule: WeeklySchedule, text: string) =>
      new Date(nextDue(schedule, Date.parse(text))).toISOString()
    expect(at(BERLIN, '2026-03-28T00:00:00Z')).toBe('2026-03-29T01:00:00.000Z')
    expect(at(BERLIN, '2026-10-24T00:00:00Z')).toBe('2026-10-25T00:00:00.000Z')
    expect(at(BERLIN, '2026-10-25T00:30:00Z')).toBe('2026-11-01T01:00:00.000Z')
    const monday: WeeklySchedule = { ...BERLIN, weekday: 'monday', hour: 8 }
    expect(at(monday, '2026-03-24T00:00:00Z')).toBe('2026-03-30T06:00:00.000Z')
    expect(at(monday, '2026-03-23T06:00:00Z')).toBe('2026-03-23T07:00:00.000Z')
    expect(at(monday, '2026-03-23T07:00:00Z')).toBe('2026-03-30T06:00:00.000Z')
  })

  test('has a week of seven days there, an hour more or less where clocks are set', () => {
    const week = lastWeek({ ...BERLIN, weekday: 'monday', hour: 8 }, Date.parse('2026-03-31T00:00:00Z'))
    expect(week).toEqual({
      ...{ day: '2026-03-30', from: Date.parse('2026-03-23T07:00:00Z') },
      until: Date.parse('2026-03-30T06:00:00Z'),
    })
    // Samoa had no 30 December 2011.
    const samoa: WeeklySchedule = { weekday: 'friday', hour: 8, time_zone: 'Pacific/Apia' }
    const gone = lastWeek(samoa, Date.parse('2011-12-31T12:00:00Z'))
    expect([gone.day, new Date(gone.until).toISOString()]).toEqual(['2011-12-30', '2011-12-30T10:00:00.000Z'])
  })
})

test('a time zone is UTC, or a place; nothing that means another place than people think', () => {
  for (const name of ['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])
    expect(isTimeZone(name), name).toBe(true)
  for (const name of ['', 'BST', 'EST', '+01:00', 'Z', 'local', 'Europe/Atlantis', 'Europe/Berlin\n', 'utc'])
    expect(isTimeZone(name), name).toBe(false)
})

test('a wall is written as clocks show it', () => {
  const wall = wallAt('Asia/Kathmandu', Date.parse('2026-11-30T18:20:59Z'))
  expect([wallText(wall), wallDay(wall)]).toEqual(['2026-12-01 00:05', '2026-12-01'])
})
