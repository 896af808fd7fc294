import { DAY_MS, firstMomentAt, HOUR_MS, wallAt, wallDay } from './local-time.ts'

/** What is due once a week, on one day at one hour of one time zone. */
export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const
export type Weekday = (typeof WEEKDAYS)[number]

export interface WeeklySchedule {
  readonly weekday: Weekday
  /** 0 to 23. */
  readonly hour: number
  readonly time_zone: string
}

/** A week that ends when something is due, as moments in milliseconds. */
export interface Week {
  /** Its name: the day on which it ends, there. */
  readonly day: string
  /** When it was due the week before. */
  readonly from: number
  readonly until: number
}

const DAYS_A_WEEK = 7
/** 1970 began with one. */
const FIRST_WEEKDAY = WEEKDAYS.indexOf('thursday')
/** Days around a moment in which there is a due one before it, and one after it, whatever clocks are set to meanwhile. */
const DAYS_AROUND = DAYS_A_WEEK + 2

/** The one that has ended last, at that moment or before it. */
export function lastWeek(schedule: WeeklySchedule, ms: number): Week {
  const wall = dueWalls(schedule, ms).findLast((one) => momentOf(schedule, one) <= ms)
  if (wall === undefined) throw new Error('no week ends within nine days before a moment')
  const [from, until] = [momentOf(schedule, wall - DAYS_A_WEEK * DAY_MS), momentOf(schedule, wall)]
  return { day: wallDay(wall), from, until }
}

/** The next due moment after that one. */
export function nextDue(schedule: WeeklySchedule, ms: number): number {
  const next = dueWalls(schedule, ms)
    .map((wall) => momentOf(schedule, wall))
    .find((one) => one > ms)
  if (next === undefined) throw new Error('nothing is due within nine days after a moment')
  return next
}

const momentOf = ({ time_zone: zone }: WeeklySchedule, wall: number): number => firstMomentAt(zone, wall)

/** The earliest first. A moment lies between two of them. */
function dueWalls({ weekday, hour, time_zone: zone }: WeeklySchedule, ms: number): number[] {
  const today = Math.floor(wallAt(zone, ms) / DAY_MS)
  const days = Array.from({ length: 2 * DAYS_AROUND + 1 }, (_, at) => today - DAYS_AROUND + at)
  return days.filter((day) => weekdayOf(day) === weekday).map((day) => day * DAY_MS + hour * HOUR_MS)
}

const weekdayOf = (day: number): Weekday | undefined =>
  WEEKDAYS[(((day + FIRST_WEEKDAY) % DAYS_A_WEEK) + DAYS_A_WEEK) % DAYS_A_WEEK]
