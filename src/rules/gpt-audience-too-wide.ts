import type { JsonObject } from '../model/core/json.ts'
import type { GptBundle } from './bundles.ts'
import type { Visibility } from './gpt-facts.ts'
import {
  fileCountOf,
  gptEvidence,
  gptMoving,
  hasActions,
  hasFiles,
  isApproved,
  isKnownVisibility,
  isWider,
  runsCode,
  toolsOf,
  visibilityOf,
  withoutTools,
} from './gpt-facts.ts'
import type { AudiencePolicy } from './parameters.ts'
import { audienceParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import { absentUpstream, fail, PASS } from './verdict.ts'

/** The policy is of classes of tools: the more a GPT can do, the fewer should reach it. */
export const gptAudienceTooWide = defineRule({
  id: 'gpt.audience_too_wide',
  subjects: ['gpt'],
  parameters: audienceParameters,
  judge: (bundle, { parameters }) => {
    if (isApproved(bundle, parameters.approvedGpts)) return { result: 'pass', note: 'approved_gpt' }
    const visibility = visibilityOf(bundle)
    if (!isKnownVisibility(visibility)) return absentUpstream('sharing.visibility')
    if (toolsOf(bundle) === null) return withoutTools(bundle)
    const broken = policiesOf(bundle, parameters).filter(({ widest }) => isWider(visibility, widest))
    if (broken.length === 0) {
      const dependsOnFiles = runsCode(bundle) && isWider(visibility, parameters.codeWithFiles)
      return dependsOnFiles && fileCountOf(bundle) === null ? absentUpstream('files') : PASS
    }
    return fail({
      evidence: {
        ...gptEvidence(bundle),
        policies_broken: broken.map((policy): JsonObject => ({ ...policy })),
      },
      moving: gptMoving(bundle),
    })
  },
})

interface Policy {
  readonly tools: string
  /** The widest audience that such a GPT may have. */
  readonly widest: Visibility
}

function policiesOf(bundle: GptBundle, policy: AudiencePolicy): readonly Policy[] {
  return [
    ...(hasActions(bundle) ? [{ tools: 'custom actions', widest: policy.customActions }] : []),
    ...(runsCode(bundle) && hasFiles(bundle)
      ? [{ tools: 'code interpreter with files', widest: policy.codeWithFiles }]
      : []),
    { tools: 'anything', widest: policy.anything },
  ]
}
