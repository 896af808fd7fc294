import { busySubjects, subjectDays } from '../../db/activity/subject-days.ts'
import type { Human } from '../../db/people/humans.ts'
import type { DailySignal } from '../../model/core/activity.ts'
import { ACTIVITY_DAYS, DAILY_SIGNALS, STREAMS_OF_DAILY_SIGNAL } from '../../model/core/activity.ts'
import type { PersonId } from '../../model/core/ids.ts'
import { STREAMS } from '../../model/core/streams.ts'
import type { UserBundle } from '../../rules/bundles.ts'
import { LEAST_FLOOR } from '../../rules/parameters.ts'
import type { PersonDays } from '../../rules/person-days.ts'
import { SECONDS_A_DAY } from '../../rules/time.ts'
import type { BundleSource } from './source.ts'
import { watchedIn } from './watched-in.ts'

/** `last_used_at` is of keys. */
const OF_PEOPLE = DAILY_SIGNALS.filter((signal) => signal !== 'last_used_at')

/**
 * How much people did by day, in the signals of the plane that their accounts are of. Only of those who have a busy day
 * the others are read: nearly all people never have one, and a tenant's days are too many to look through for each
 * evaluation. Whoever has none is not unusual, whatever the days were.
 */
export async function daysOfPeople(
  source: BundleSource,
  kind: UserBundle['kind'],
  humans: ReadonlyMap<PersonId, Human>,
): Promise<(person: PersonId | undefined) => readonly PersonDays[]> {
  const { sql, integrationId, facts, now, ruleIds } = source
  if (!ruleIds.has('user.unusual_activity')) return () => []
  const plane = kind === 'platform.user' ? 'platform' : 'chatgpt'
  const signals = OF_PEOPLE.filter((signal) =>
    STREAMS_OF_DAILY_SIGNAL[signal].every((stream) => STREAMS[stream].plane === plane),
  )
  const standing = signals.map((signal) => ({
    signal,
    judgedFrom: facts.warmUpUntil,
    watched: STREAMS_OF_DAILY_SIGNAL[signal].flatMap((stream) => watchedIn(source, stream)),
  }))
  const idle = standing.map((one) => ({ ...one, counts: NO_DAYS }))
  const rows = [...humans.keys()]
  const from = now - ACTIVITY_DAYS * SECONDS_A_DAY
  const asked = { integrationId, subjectKind: 'person', from } as const
  const busy = new Set(await busySubjects(sql, { ...asked, subjects: rows, atLeast: busyFrom(humans) }))
  const wanted = [...humans.values()].filter(({ aliases }) => aliases.some((alias) => busy.has(alias)))
  const subjects = [...new Set(wanted.flatMap(({ aliases }) => aliases))]
  const days = Map.groupBy(await subjectDays(sql, { ...asked, subjects }), ({ subject }) => subject)
  return (person) => {
    if (days.size === 0 || person === undefined) return idle
    const own = (humans.get(person)?.aliases ?? [person]).flatMap((alias) => days.get(alias) ?? [])
    if (own.length === 0) return idle
    return standing.map((one) => ({ ...one, counts: countsOf(own, one.signal) }))
  }
}

const NO_DAYS: ReadonlyMap<number, number> = new Map()

/** A day may be spread over the rows of one human, so each row needs but its part of the least that is unusual. */
function busyFrom(humans: ReadonlyMap<PersonId, { readonly aliases: readonly PersonId[] }>): number {
  const most = Math.max(1, ...[...humans.values()].map(({ aliases }) => aliases.length))
  return Math.ceil(LEAST_FLOOR / most)
}

function countsOf(
  days: readonly { readonly signal: DailySignal; readonly day: number; readonly count: number }[],
  signal: DailySignal,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const one of days) {
    if (one.signal === signal) counts.set(one.day, (counts.get(one.day) ?? 0) + one.count)
  }
  return counts
}
