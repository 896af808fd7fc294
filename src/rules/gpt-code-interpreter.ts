import type { GptBundle } from './bundles.ts'
import {
  gptEvidence,
  gptMoving,
  hasFiles,
  isApproved,
  reachesWorkspace,
  runsCode,
  toolsOf,
  visibilityOf,
  withoutTools,
} from './gpt-facts.ts'
import { gptParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import type { Escalation } from './verdict.ts'
import { fail, PASS } from './verdict.ts'

const escalationOf = (bundle: GptBundle): Escalation | null =>
  hasFiles(bundle) && reachesWorkspace(visibilityOf(bundle))
    ? { severity: 'high', reason: 'runs code over knowledge files for an audience of the workspace or wider' }
    : null

export const gptCodeInterpreter = defineRule({
  id: 'gpt.code_interpreter',
  subjects: ['gpt'],
  parameters: gptParameters,
  judge: (bundle, { parameters }) => {
    if (isApproved(bundle, parameters.approvedGpts)) return { result: 'pass', note: 'approved_gpt' }
    if (toolsOf(bundle) === null) return withoutTools(bundle)
    if (!runsCode(bundle)) return PASS
    return fail({
      evidence: gptEvidence(bundle),
      moving: gptMoving(bundle),
      escalation: escalationOf(bundle),
    })
  },
})
