import { countedSince, looksAt } from '../../db/activity/looks.ts'
import type { SubjectDay } from '../../db/activity/subject-days.ts'
import { subjectDays } from '../../db/activity/subject-days.ts'
import type { ActivitySubject } from '../../model/core/activity.ts'
import { ACTIVITY_DAYS } from '../../model/core/activity.ts'
import type { StreamName } from '../../model/core/streams.ts'
import { SECONDS_A_DAY } from '../../rules/time.ts'
import type { UseHistory } from '../../rules/use-history.ts'
import type { BundleSource } from './source.ts'
import { watchedIn } from './watched-in.ts'

interface Used {
  readonly subjectKind: ActivitySubject
  readonly subjects: readonly string[]
  /** The list that says of each when it was last used; null where none does. */
  readonly list: StreamName | null
  /** The log in which each of its uses shows; null where none does. */
  readonly log: StreamName | null
}

/** When things were used, by day; nothing is asked where no rule wants to know. */
export async function usesOf(
  source: BundleSource,
  { subjectKind, subjects, list, log }: Used,
): Promise<(subject: string) => UseHistory> {
  const { sql, integrationId, facts, now, ruleIds, once } = source
  const common = { judgedFrom: facts.warmUpUntil, watched: log === null ? [] : watchedIn(source, log) }
  if (!ruleIds.has('nhi.woke_up')) return () => ({ ...common, uses: [], countedFrom: null, looks: [] })
  const from = now - ACTIVITY_DAYS * SECONDS_A_DAY
  const days = await subjectDays(sql, { integrationId, subjectKind, subjects, from })
  const looks =
    list === null
      ? []
      : await once(`looks ${list}`, () => looksAt(sql, { integrationId, stream: list, days: ACTIVITY_DAYS }))
  const countedFrom = await once('counted since', () => countedSince(sql, integrationId))
  const bySubject: ReadonlyMap<string, readonly SubjectDay[]> = Map.groupBy(days, ({ subject }) => subject)
  return (subject) => ({ ...common, uses: bySubject.get(subject) ?? [], countedFrom, looks })
}
