import type { JsonObject } from '../model/core/json.ts'
import type { AdminKeyBundle, GptBundle, ProjectKeyBundle } from './bundles.ts'
import { gptEvidence, gptMoving, hasActions, toolsOf, withoutTools } from './gpt-facts.ts'
import { keyEvidence, lastUsed, outsideOfKeys } from './key-facts.ts'
import { wokeUpParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import { daysSince, isoDay, isoTime, wholeDays } from './time.ts'
import type { UseHistory, Waking } from './use-history.ts'
import { wakingsOf } from './use-history.ts'
import type { Verdict } from './verdict.ts'
import { absentUpstream, fail, PASS, skipped } from './verdict.ts'

type UsedBundle = AdminKeyBundle | ProjectKeyBundle | GptBundle

/**
 * A key, or a GPT that acts, was used after it had been silent for long: somebody has found what everybody had forgotten.
 * What silence is, and who may vouch for it: `use-history.ts`. A key of a service account is judged as the key that it
 * is. Like a gap, a waking is told of for as long as what happened is kept, and closes by itself then.
 */
export const nhiWokeUp = defineRule({
  id: 'nhi.woke_up',
  subjects: ['admin_key', 'project_key', 'gpt'],
  parameters: wokeUpParameters,
  judge: (bundle, { now, parameters: { silentDays, toldForDays } }) => {
    const outside = outsideOf(bundle)
    if (outside) return outside
    const { created_at: createdAt } = bundle.attributes
    if (createdAt === undefined || createdAt === null) return absentUpstream('created_at')
    if (isBlind(bundle)) return absentUpstream('last_used_at')
    const { wakings, isUnwatched } = wakingsOf(bundle.use, { createdAt, now, days: silentDays })
    const newest = wakings.findLast(({ use }) => daysSince(use.lastAt, now) <= toldForDays)
    if (newest !== undefined) return told(bundle, newest)
    return isUnwatched ? UNWATCHED : PASS
  },
})

const UNWATCHED: Verdict = {
  result: 'not_evaluated',
  reason: 'no_activity_signal',
  detail: 'it was used after a time for which nobody looked whether it was silent',
}

function outsideOf(bundle: UsedBundle): Verdict | null {
  if (bundle.subject === 'gpt') {
    if (toolsOf(bundle) === null) return withoutTools(bundle)
    return hasActions(bundle) ? null : skipped('no_action')
  }
  // We use it ourselves: it wakes up whenever we do.
  return bundle.own === null ? outsideOfKeys(bundle) : skipped('own_key')
}

/** Neither does OpenAI tell when it was used, nor is there a log in which it would show. */
const isBlind = (bundle: UsedBundle): boolean =>
  bundle.subject !== 'gpt' &&
  bundle.attributes.last_used_at === undefined &&
  bundle.use.watched.length === 0 &&
  bundle.use.uses.length === 0

const told = (bundle: UsedBundle, { use, silentSince, silentDays, witness }: Waking): Verdict =>
  fail({
    evidence: {
      ...evidenceOf(bundle),
      woke_up_on: isoDay(use.day),
      signal: use.signal,
      silent_since: isoTime(silentSince),
      silence_told_by: witness,
    },
    moving: { silent_days: wholeDays(silentDays), ...movingOf(bundle, bundle.use) },
    escalation:
      bundle.subject === 'admin_key'
        ? { severity: 'high', reason: 'it is an admin key, with power over the whole organization' }
        : null,
  })

const evidenceOf = (bundle: UsedBundle): JsonObject =>
  bundle.subject === 'gpt' ? gptEvidence(bundle) : keyEvidence(bundle)

const movingOf = (bundle: UsedBundle, { uses }: UseHistory): JsonObject => ({
  ...(bundle.subject === 'gpt' ? gptMoving(bundle) : { last_used_at: lastUsed(bundle) }),
  last_use_seen: isoTime(uses.at(-1)?.lastAt),
})
