import { judgeOwnKey } from './credential-facts.ts'
import { noParameters } from './parameters.ts'
import { defineRule } from './rule.ts'

export const credentialOwnerAtRisk = defineRule({
  id: 'credential.owner_at_risk',
  subjects: ['credential'],
  parameters: noParameters,
  judge: (bundle) => judgeOwnKey(bundle, ['owner_gone', 'owner_disabled', 'owner_not_an_owner']),
})
