import type { WeeklySchedule } from '../../model/core/weekly.ts'
import type { DestinationView } from './find.ts'

const MINUTES_END = 16

/** `2026-11-30 12:04`, as a table shows a time. */
export const minuteOf = (at: string): string => at.slice(0, MINUTES_END).replace('T', ' ')

/** In a few words: whether it hears of things. */
export function describeStanding(
  { disabled_at, disabled_reason, failing_since, failed_attempts, throttled_until }: DestinationView,
  now: Date,
): string {
  if (disabled_at !== null) return `disabled: ${disabled_reason ?? 'no reason was given'}`
  if (failing_since !== null) {
    const attempts = failed_attempts === 1 ? '1 attempt' : `${failed_attempts} attempts`
    return `failing since ${minuteOf(failing_since)}, ${attempts}`
  }
  const isThrottled = throttled_until !== null && Date.parse(throttled_until) > now.getTime()
  return isThrottled ? `waits until ${minuteOf(throttled_until)}` : 'enabled'
}

/** Of which findings it hears: every one where it says nothing. */
export function describeFilter(one: DestinationView): string {
  const parts = [
    ...(one.categories ?? []),
    ...(one.rules ?? []),
    ...(one.least_severity === null ? [] : [`from ${one.least_severity}`]),
    ...(one.owners ?? []).map((owner) => `of ${owner}`),
    ...(one.departments ?? []).map((department) => `in ${department}`),
  ]
  return parts.length === 0 ? 'all' : parts.join(', ')
}

/** What is its kind's own, a line each; of certificates that there are some. */
export const describeSettings = ({ settings }: DestinationView): string[] =>
  Object.entries(settings).flatMap(([name, value]) =>
    value === null ? [] : [`${`${name}:`.padEnd(NAME_WIDTH)}${valueText(name, value)}`],
  )

function valueText(name: string, value: unknown): string {
  if (name === 'ca') return 'certificates of its own'
  if (name === 'digest') return digestText(value as WeeklySchedule)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** `monday 08:00 Europe/Berlin` */
const digestText = ({ weekday, hour, time_zone: zone }: WeeklySchedule): string =>
  `${weekday} ${String(hour).padStart(2, '0')}:00 ${zone}`

/** As wide as the widest of ours, with a space. */
const NAME_WIDTH = 16
