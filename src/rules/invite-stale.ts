import { inviteEvidence, sentAt, standingOf } from './invite-facts.ts'
import { staleInviteParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import { daysSince, wholeDays } from './time.ts'
import { absentUpstream, fail, PASS, skipped } from './verdict.ts'

export const inviteStale = defineRule({
  id: 'invite.stale',
  subjects: ['invite'],
  parameters: staleInviteParameters,
  judge: (bundle, { now, parameters }) => {
    const standing = standingOf(bundle, now)
    if (standing === 'closed') return skipped('not_pending')
    if (standing === 'unknown') return absentUpstream('status')
    const sent = sentAt(bundle)
    const pendingDays = sent === null ? null : daysSince(sent, now)
    if (standing === 'pending') {
      if (pendingDays === null) return absentUpstream('created_at')
      if (pendingDays <= parameters.maxPendingDays) return PASS
    }
    return fail({
      evidence: {
        ...inviteEvidence(bundle),
        because: standing === 'expired' ? 'expired' : 'pending_too_long',
      },
      moving: { pending_days: pendingDays === null ? null : wholeDays(pendingDays) },
    })
  },
})
