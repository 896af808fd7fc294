import { LEAVING_AHEAD_DAYS_AT_MOST } from '../model/core/directory.ts'
import { beyondDirectory, harmOf, identityEvidence } from './identity-facts.ts'
import { leftButActiveParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import { daysSince } from './time.ts'
import { fail, PASS } from './verdict.ts'

/**
 * The company says that somebody has left, and the account still lets them in. A last day that lies ahead has not come,
 * whatever the status says; without a day there is nothing that grace could be counted from, so there is none. A day
 * years ahead is none either: whoever wrote it knew none, and it must not keep an account out of sight for ever.
 * Whoever is not in the directory at all is the other rule's business.
 */
export const identityLeftButActive = defineRule({
  id: 'identity.left_but_active',
  subjects: ['user'],
  parameters: leftButActiveParameters,
  judge: (bundle, { now, parameters }) => {
    const beyond = beyondDirectory(bundle)
    if (beyond) return beyond
    const { entry } = bundle.directory
    if (entry === null || entry.status !== 'left') return PASS
    const daysGone = entry.leftAt === null ? null : daysSince(entry.leftAt, now)
    const isKnown = daysGone !== null && daysGone >= -LEAVING_AHEAD_DAYS_AT_MOST
    if (isKnown && daysGone < parameters.graceDays) return PASS
    return fail({ evidence: identityEvidence(bundle), escalation: harmOf(bundle) })
  },
})
