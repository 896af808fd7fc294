import type { GptBundle } from './bundles.ts'
import {
  gptEvidence,
  gptMoving,
  hasActions,
  hasFiles,
  isApproved,
  PUBLIC_STORE,
  visibilityOf,
} from './gpt-facts.ts'
import { gptParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import { isoTime } from './time.ts'
import type { Escalation } from './verdict.ts'
import { absentUpstream, fail, PASS } from './verdict.ts'

function escalationOf(bundle: GptBundle): Escalation | null {
  const holds = [hasFiles(bundle) && 'knowledge files', hasActions(bundle) && 'custom actions'].filter(
    (name) => name !== false,
  )
  return holds.length === 0
    ? null
    : { severity: 'critical', reason: `everybody can reach its ${holds.join(' and ')}` }
}

/**
 * Upstream does not say since when a GPT is public. What is known is that it has been so since its
 * record last changed before our eyes, at the latest.
 */
export const gptPublicStore = defineRule({
  id: 'gpt.public_store',
  subject: 'gpt',
  parameters: gptParameters,
  judge: (bundle, { parameters }) => {
    if (isApproved(bundle, parameters.approvedGpts)) return { result: 'pass', note: 'approved_gpt' }
    const visibility = visibilityOf(bundle)
    if (visibility === null) return absentUpstream('sharing.visibility')
    if (visibility !== PUBLIC_STORE) return PASS
    return fail({
      evidence: {
        ...gptEvidence(bundle),
        author_person_id: bundle.configuration?.asset.people.author ?? null,
      },
      moving: { ...gptMoving(bundle), public_since_at_latest: isoTime(bundle.asset.changedAt) },
      escalation: escalationOf(bundle),
    })
  },
})
