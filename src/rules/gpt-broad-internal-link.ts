import { gptEvidence, gptMoving, isApproved, visibilityOf } from './gpt-facts.ts'
import { gptParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import { absentUpstream, fail, PASS } from './verdict.ts'

/** Any member who is handed the link, and nobody knows who was. Not public: see `gpt-public-link.ts`. */
const INTERNAL_LINK = 'workspace-with-link'

export const gptBroadInternalLink = defineRule({
  id: 'gpt.broad_internal_link',
  subjects: ['gpt'],
  parameters: gptParameters,
  judge: (bundle, { parameters }) => {
    if (isApproved(bundle, parameters.approvedGpts)) return { result: 'pass', note: 'approved_gpt' }
    const visibility = visibilityOf(bundle)
    if (visibility === null) return absentUpstream('sharing.visibility')
    if (visibility !== INTERNAL_LINK) return PASS
    return fail({ evidence: gptEvidence(bundle), moving: gptMoving(bundle) })
  },
})
