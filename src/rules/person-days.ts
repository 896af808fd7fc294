import type { DailySignal } from '../model/core/activity.ts'
import type { Robust } from './robust.ts'
import { leastScaleOfCounts, median, robustScore } from './robust.ts'
import { SECONDS_A_DAY } from './time.ts'
import type { Stretch } from './watched.ts'
import { isWatched } from './watched.ts'

/** How much one person did a day, as one signal shows it. Unix seconds. */
export interface PersonDays {
  readonly signal: DailySignal
  /** Days before it are what later ones are held against: the end of the warm-up. */
  readonly judgedFrom: number
  /** For which stretches whatever happened would have shown. */
  readonly watched: readonly Stretch[]
  /** By a day's beginning. A watched day that is absent had nothing; nobody knows what any other had. */
  readonly counts: ReadonlyMap<number, number>
}

/** A day is held against so many before it, workdays and weekends alike. */
export const REFERENCE_DAYS = 28

export interface UnusualDay extends Robust {
  readonly signal: DailySignal
  readonly day: number
  readonly count: number
  /** How many days it was held against. */
  readonly historyDays: number
}

export interface DaysJudged {
  /** Newest first. */
  readonly unusual: readonly UnusualDay[]
  /** Days that there was enough to hold against. */
  readonly judged: number
}

interface Bounds {
  /** Before it the person had no account, so such days say nothing of what is usual. */
  readonly joinedAt: number
  readonly now: number
  readonly toldForDays: number
  readonly minHistoryDays: number
  readonly minScore: number
  readonly minCount: number
}

/**
 * Days on which a person did far more than they use to. Each whole, watched day is held against the watched ones among
 * the 28 before it: today is not over, and a day on which nothing was collected is not a day without activity.
 */
export function judgeDays(days: PersonDays, bounds: Bounds): DaysJudged {
  const { joinedAt, now, toldForDays, minHistoryDays, minScore, minCount } = bounds
  const first = nextDay(Math.max(days.judgedFrom, joinedAt, now - toldForDays * SECONDS_A_DAY))
  const unusual: UnusualDay[] = []
  let judged = 0
  for (let day = first; day + SECONDS_A_DAY <= now; day += SECONDS_A_DAY) {
    if (!isWhole(days, day)) continue
    const count = days.counts.get(day) ?? 0
    // Who did little is as usual, whenever they began.
    const reference = referenceOf(days, day, joinedAt, count >= minCount)
    if (reference.length < minHistoryDays) continue
    judged += 1
    if (count < minCount) continue
    const score = robustScore(count, reference, leastScaleOfCounts(median(reference)))
    if (score.z >= minScore) {
      unusual.unshift({ ...score, signal: days.signal, day, count, historyDays: reference.length })
    }
  }
  return { unusual, judged }
}

const isWhole = ({ watched }: PersonDays, day: number): boolean =>
  isWatched(watched, { from: day, until: day + SECONDS_A_DAY })

/** The beginning of the first day that lies whole behind a moment. */
const nextDay = (moment: number): number => Math.ceil(moment / SECONDS_A_DAY) * SECONDS_A_DAY

function referenceOf(
  days: PersonDays,
  day: number,
  joinedAt: number,
  sinceFirst: boolean,
): readonly number[] {
  // Before somebody's first day in a signal nobody knows whether they, or the log itself, had begun.
  const began = sinceFirst ? Math.max(joinedAt, Math.min(...days.counts.keys())) : joinedAt
  const before = Array.from({ length: REFERENCE_DAYS }, (_, back) => day - (back + 1) * SECONDS_A_DAY)
  return before.filter((one) => one >= began && isWhole(days, one)).map((one) => days.counts.get(one) ?? 0)
}
