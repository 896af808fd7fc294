import {
  browses,
  fileCountOf,
  gptEvidence,
  gptMoving,
  hasActions,
  hasFiles,
  isApproved,
  isPublic,
  toolsOf,
  visibilityOf,
  withoutTools,
} from './gpt-facts.ts'
import { gptParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import { absentUpstream, fail, PASS } from './verdict.ts'

/** Untrusted input, private data and a way out, all in one GPT: each alone is a choice, the three are a leak in waiting. */
export const gptRiskyCombination = defineRule({
  id: 'gpt.risky_combination',
  subjects: ['gpt'],
  parameters: gptParameters,
  judge: (bundle, { parameters }) => {
    if (isApproved(bundle, parameters.approvedGpts)) return { result: 'pass', note: 'approved_gpt' }
    if (toolsOf(bundle) === null) return withoutTools(bundle)
    if (!browses(bundle) || !hasActions(bundle)) return PASS
    if (fileCountOf(bundle) === null) return absentUpstream('files')
    if (!hasFiles(bundle)) return PASS
    const visibility = visibilityOf(bundle)
    return fail({
      evidence: gptEvidence(bundle),
      moving: gptMoving(bundle),
      escalation: isPublic(visibility)
        ? { severity: 'critical', reason: `anybody can talk to it (${visibility})` }
        : null,
    })
  },
})
