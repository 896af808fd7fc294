import type { GptBundle } from './bundles.ts'
import {
  browses,
  gptEvidence,
  gptMoving,
  hasActions,
  hasFiles,
  isApproved,
  toolsOf,
  withoutTools,
} from './gpt-facts.ts'
import { gptParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import type { Escalation } from './verdict.ts'
import { fail, PASS } from './verdict.ts'

function escalationOf(bundle: GptBundle): Escalation | null {
  const beside = [hasActions(bundle) && 'custom actions', hasFiles(bundle) && 'knowledge files'].filter(
    (name) => name !== false,
  )
  return beside.length === 0
    ? null
    : { severity: 'high', reason: `reads untrusted web pages together with ${beside.join(' and ')}` }
}

export const gptWebBrowsing = defineRule({
  id: 'gpt.web_browsing',
  subjects: ['gpt'],
  parameters: gptParameters,
  judge: (bundle, { parameters }) => {
    if (isApproved(bundle, parameters.approvedGpts)) return { result: 'pass', note: 'approved_gpt' }
    if (toolsOf(bundle) === null) return withoutTools(bundle)
    if (!browses(bundle)) return PASS
    return fail({
      evidence: gptEvidence(bundle),
      moving: gptMoving(bundle),
      escalation: escalationOf(bundle),
    })
  },
})
