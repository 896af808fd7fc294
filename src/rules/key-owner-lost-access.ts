import { keyEvidence, lastUsed, outsideOfKeys } from './key-facts.ts'
import { noParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import { absentUpstream, fail, PASS } from './verdict.ts'

/** The key goes on working after its owner was taken out of the project. */
export const keyOwnerLostAccess = defineRule({
  id: 'key.owner_lost_access',
  subjects: ['project_key'],
  parameters: noParameters,
  judge: (bundle) => {
    const skip = outsideOfKeys(bundle)
    if (skip) return skip
    const { owner_project_access: access } = bundle.attributes
    if (access === undefined || access === null) return absentUpstream('owner_project_access')
    if (access !== 'inactive') return PASS
    return fail({ evidence: keyEvidence(bundle), moving: { last_used_at: lastUsed(bundle) } })
  },
})
