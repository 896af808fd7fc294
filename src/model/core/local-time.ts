/**
 * Clocks on walls, by what `Intl` knows of time zones. A wall's time is written as the milliseconds that UTC would have when its
 * clocks show the same: days and hours can be added to it, and it is no moment until a time zone makes it one.
 */

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

/** What clocks of a time zone show at a moment, to the second. */
export function wallAt(zone: string, ms: number): number {
  const shown: Record<string, number> = {}
  for (const { type, value } of clockOf(zone).formatToParts(ms)) shown[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/**
 * The first moment at which clocks have come to that time: the first of two where they are set back over it, and the first after
 * those that are left out where they are set forward.
 */
export function firstMomentAt(zone: string, wall: number): number {
  const before = offsetAt(zone, wall - DAY_MS)
  const after = offsetAt(zone, wall + DAY_MS)
  const shownAt = [wall - before, wall - after].filter((ms) => wallAt(zone, ms) === wall)
  return shownAt.length > 0 ? Math.min(...shownAt) : endOfGap(zone, wall, [before, after])
}

/** `2026-11-30 08:00` */
export const wallText = (wall: number): string =>
  new Date(wall).toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length).replace('T', ' ')

/** `2026-11-30` */
export const wallDay = (wall: number): string => new Date(wall).toISOString().slice(0, 'YYYY-MM-DD'.length)

/** Halved until it is found: before it clocks show less than `wall`, and from it on more. */
function endOfGap(zone: string, wall: number, offsets: readonly number[]): number {
  let early = wall - Math.max(...offsets)
  let late = wall - Math.min(...offsets)
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2)
    if (wallAt(zone, middle) < wall) early = middle
    else late = middle
  }
  return late
}

const offsetAt = (zone: string, ms: number): number => wallAt(zone, ms) - ms

/** To make one takes longer than to ask it a hundred times; there are some hundred time zones. */
const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  })
  clocks.set(zone, made)
  return made
}

/**
 * UTC, or a name like Europe/Berlin. Three letters are left out, since they are not what people mean by them (BST is
 * Bangladesh's), and offsets, since they keep no summer time.
 */
export function isTimeZone(name: string): boolean {
  if (name === 'UTC') return true
  if (!/^[A-Za-z]+\/[A-Za-z0-9_+/-]+$/.test(name)) return false
  try {
    return clockOf(name) !== undefined
  } catch {
    return false
  }
}
