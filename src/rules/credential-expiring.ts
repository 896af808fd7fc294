import { judgeOwnKey } from './credential-facts.ts'
import { noParameters } from './parameters.ts'
import { defineRule } from './rule.ts'

/** How long before is said in `own-credentials.ts`. */
export const credentialExpiring = defineRule({
  id: 'credential.expiring',
  subjects: ['credential'],
  parameters: noParameters,
  judge: (bundle) => judgeOwnKey(bundle, ['expired', 'expiring']),
})
