import { keyEvidence, lastUsed, outsideOfKeys } from './key-facts.ts'
import { noParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import { absentUpstream, fail, PASS } from './verdict.ts'

/** Upstream's `null` says that a key never expires; nothing at all says that we were not told. */
export const nhiNoExpiry = defineRule({
  id: 'nhi.no_expiry',
  subjects: ['admin_key', 'project_key'],
  parameters: noParameters,
  judge: (bundle) => {
    const skip = outsideOfKeys(bundle)
    if (skip) return skip
    const { expires_at: expiresAt } = bundle.attributes
    if (expiresAt === undefined) return absentUpstream('expires_at')
    if (expiresAt !== null) return PASS
    return fail({
      evidence: keyEvidence(bundle),
      moving: { last_used_at: lastUsed(bundle) },
      escalation:
        bundle.subject === 'admin_key'
          ? { severity: 'medium', reason: 'it is an admin key, with power over the whole organization' }
          : null,
    })
  },
})
