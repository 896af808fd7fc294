import { gptEvidence, gptMoving, isApproved, PUBLIC_LINK, visibilityOf } from './gpt-facts.ts'
import { gptParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import { isoTime } from './time.ts'
import { absentUpstream, fail, PASS } from './verdict.ts'

/** `workspace-with-link` is not this: its link works for members only. */
export const gptPublicLink = defineRule({
  id: 'gpt.public_link',
  subject: 'gpt',
  parameters: gptParameters,
  judge: (bundle, { parameters }) => {
    if (isApproved(bundle, parameters.approvedGpts)) return { result: 'pass', note: 'approved_gpt' }
    const visibility = visibilityOf(bundle)
    if (visibility === null) return absentUpstream('sharing.visibility')
    if (visibility !== PUBLIC_LINK) return PASS
    return fail({
      evidence: {
        ...gptEvidence(bundle),
        author_person_id: bundle.configuration?.asset.people.author ?? null,
      },
      moving: { ...gptMoving(bundle), public_since_at_latest: isoTime(bundle.asset.changedAt) },
    })
  },
})
