import type { InviteBundle } from './bundles.ts'
import { inviteEvidence, sentAt, standingOf } from './invite-facts.ts'
import { noParameters } from './parameters.ts'
import { isAdminRole, powerOf } from './roles.ts'
import { defineRule } from './rule.ts'
import { daysSince, wholeDays } from './time.ts'
import type { Escalation } from './verdict.ts'
import { absentUpstream, fail, PASS, skipped, UNKNOWN_ROLE } from './verdict.ts'

/** Without own domains, or without the address, nobody can say that it is a stranger's. */
function escalationOf({ emailDomain, ownDomains }: InviteBundle): Escalation | null {
  if (ownDomains.length === 0 || emailDomain === null) return null
  if (ownDomains.some((own) => own.toLowerCase() === emailDomain)) return null
  return { severity: 'critical', reason: `${emailDomain} is not one of the verified domains` }
}

export const inviteHighPrivilege = defineRule({
  id: 'invite.high_privilege',
  subjects: ['invite'],
  parameters: noParameters,
  judge: (bundle, { now }) => {
    const standing = standingOf(bundle, now)
    if (standing === 'closed') return skipped('not_pending')
    if (standing === 'unknown') return absentUpstream('status')
    if (standing === 'expired') return PASS
    const { role, projects } = bundle.attributes
    const roles = [role, ...(projects ?? []).map((project) => project.role)]
    if (!roles.some(isAdminRole)) {
      if (role === undefined || role === null) return absentUpstream('role')
      if (roles.some((one) => one === undefined || one === null)) return absentUpstream('projects[].role')
      return roles.some((one) => powerOf(one) === 'unknown') ? UNKNOWN_ROLE : PASS
    }
    const sent = sentAt(bundle)
    return fail({
      evidence: inviteEvidence(bundle),
      moving: { pending_days: sent === null ? null : wholeDays(daysSince(sent, now)) },
      escalation: escalationOf(bundle),
    })
  },
})
