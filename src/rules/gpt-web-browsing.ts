import type { GptBundle } from './bundles.ts'
import {
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

/** GPTs say `browser`; ChatGPT projects say `web_browsing`, and upstream's sets are open. */
const BROWSING_TOOLS = ['browser', 'web_browsing']

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
  subject: 'gpt',
  parameters: gptParameters,
  judge: (bundle, { parameters }) => {
    if (isApproved(bundle, parameters.approvedGpts)) return { result: 'pass', note: 'approved_gpt' }
    const tools = toolsOf(bundle)
    if (tools === null) return withoutTools(bundle)
    if (!tools.some(({ type }) => BROWSING_TOOLS.includes(type ?? ''))) return PASS
    return fail({
      evidence: gptEvidence(bundle),
      moving: gptMoving(bundle),
      escalation: escalationOf(bundle),
    })
  },
})
