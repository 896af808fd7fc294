import { judgeOwnKey } from './credential-facts.ts'
import { noParameters } from './parameters.ts'
import { defineRule } from './rule.ts'

export const credentialNotServiceAccount = defineRule({
  id: 'credential.not_service_account',
  subjects: ['credential'],
  parameters: noParameters,
  judge: (bundle) => judgeOwnKey(bundle, ['owned_by_a_person']),
})
