import type { JsonObject } from '../model/core/json.ts'
import type { UserBundle } from './bundles.ts'
import { unusualActivityParameters } from './parameters.ts'
import type { UnusualDay } from './person-days.ts'
import { judgeDays } from './person-days.ts'
import { defineRule } from './rule.ts'
import { isoDay } from './time.ts'
import { joinedAt, outsideOf } from './user-silence.ts'
import type { Verdict } from './verdict.ts'
import { absentUpstream, fail, PASS } from './verdict.ts'

/**
 * Somebody did far more in a day than they use to: a script works with their account, or somebody else does. What is
 * usual is their own 28 days, by the statistics of `robust.ts`; which days count, `person-days.ts` says. A person has one
 * finding with its days, each told of for as long as what happened is kept; it closes by itself then.
 */
export const userUnusualActivity = defineRule({
  id: 'user.unusual_activity',
  subjects: ['user'],
  parameters: unusualActivityParameters,
  judge: (bundle, { now, parameters }) => {
    const outside = outsideOf(bundle)
    if (outside) return outside
    const joined = joinedAt(bundle)
    if (joined === null) return absentUpstream(bundle.kind === 'platform.user' ? 'added_at' : 'created_at')
    const results = bundle.days.map((days) => judgeDays(days, { joinedAt: joined, now, ...parameters }))
    const unusual = results.flatMap((result) => result.unusual)
    if (unusual.length === 0) return results.some(({ judged }) => judged > 0) ? PASS : TOO_SHORT
    return fail({ evidence: evidenceOf(bundle, unusual, parameters.minCount) })
  },
})

const TOO_SHORT: Verdict = {
  result: 'not_evaluated',
  reason: 'no_activity_signal',
  detail: 'too few days were watched so far to say what is usual',
}

/** Somebody who is unusual every day is described by the newest of them. */
const MOST_SHOWN = 10

function evidenceOf({ asset, kind }: UserBundle, unusual: readonly UnusualDay[], floor: number): JsonObject {
  const newestFirst = unusual.toSorted((one, other) => other.day - one.day || other.z - one.z)
  return {
    user_id: asset.externalId,
    person_id: asset.people.self ?? null,
    plane: kind === 'platform.user' ? 'platform' : 'chatgpt',
    unusual_days: newestFirst.length,
    floor,
    days: newestFirst.slice(0, MOST_SHOWN).map(({ day, signal, count, median, mad, z, historyDays }) => ({
      day: isoDay(day),
      signal,
      count,
      median,
      mad,
      z: Math.round(z * 10) / 10,
      history_days: historyDays,
    })),
  }
}
