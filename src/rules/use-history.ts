import type { DailySignal } from '../model/core/activity.ts'
import { ACTIVITY_DAYS } from '../model/core/activity.ts'
import { daysSince, SECONDS_A_DAY } from './time.ts'
import type { Stretch } from './watched.ts'
import { isWatched } from './watched.ts'

/** A day on which a thing was used, as one signal tells. Unix seconds. */
export interface UseDay {
  readonly signal: DailySignal
  /** Its beginning. */
  readonly day: number
  readonly lastAt: number
}

/** When a thing was used, as far as it is known, and what can vouch for the time between. Unix seconds. */
export interface UseHistory {
  /** Uses before it are what later ones are held against, and no news: the end of the warm-up. */
  readonly judgedFrom: number
  /** Oldest first. */
  readonly uses: readonly UseDay[]
  /** Since when looks remember what they saw; null where nothing is counted yet. */
  readonly countedFrom: number | null
  /** When the thing's list, which says of each when it was last used, was read to its end; oldest first. */
  readonly looks: readonly number[]
  /** For which stretches every use would have shown. */
  readonly watched: readonly Stretch[]
}

export interface Waking {
  readonly use: UseDay
  /** The use before it, or when the thing was made; null where that is longer ago than days are kept. */
  readonly silentSince: number | null
  /** At least. */
  readonly silentDays: number
  readonly witness: 'listing' | 'log'
}

export interface Wakings {
  /** Oldest first. */
  readonly wakings: readonly Waking[]
  /** The newest use follows a silence that nobody watched. */
  readonly isUnwatched: boolean
}

/**
 * Uses after a silence of at least so many days. A silence is ours to tell of only where somebody looked:
 *
 * - a list of keys that was read so long after the use before, and did not tell of a newer one, says so itself: what
 *   lies between is OpenAI's own word, however seldom we asked;
 * - or a log in which each use shows was held for all of that time, without a gap.
 *
 * Days are as fine as it gets: the silence is counted to the beginning of the day of the use.
 */
export function wakingsOf(
  { judgedFrom, uses, countedFrom, looks, watched }: UseHistory,
  { createdAt, now, days }: { readonly createdAt: number; readonly now: number; readonly days: number },
): Wakings {
  const wakings: Waking[] = []
  let isUnwatched = false
  const oldest = now - ACTIVITY_DAYS * SECONDS_A_DAY
  let before = Math.max(createdAt, oldest)
  for (const use of byDay(uses)) {
    const silence: Stretch = { from: Math.max(before, use.day - days * SECONDS_A_DAY), until: use.day }
    const silentDays = daysSince(before, use.day)
    if (use.day >= judgedFrom && silentDays >= days) {
      const enough = before + days * SECONDS_A_DAY
      const looked = looks.some((at) => at >= Math.max(enough, countedFrom ?? now) && at < use.lastAt)
      const witness = looked ? 'listing' : isWatched(watched, silence) ? 'log' : null
      if (witness !== null) {
        wakings.push({ use, silentSince: before === oldest ? null : before, silentDays, witness })
      }
      // What was used before we counted was nobody's to remember.
      isUnwatched = witness === null && use.day >= (countedFrom ?? now)
    } else isUnwatched = false
    before = Math.max(before, use.until)
  }
  return { wakings, isUnwatched }
}

/** One use a day, by the newest sign of it. Figures of usage say which day and no more, so they may be of its end. */
function byDay(uses: readonly UseDay[]): readonly (UseDay & { readonly until: number })[] {
  const untilOf = ({ signal, day, lastAt }: UseDay) => (signal === 'usage' ? day + SECONDS_A_DAY : lastAt)
  return [...Map.groupBy(uses, ({ day }) => day).values()].map((same) => {
    const newest = same.reduce((one, other) => (other.lastAt > one.lastAt ? other : one))
    return { ...newest, until: Math.max(...same.map(untilOf)) }
  })
}
