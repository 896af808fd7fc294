import { judgeUse } from './key-facts.ts'
import { unusedKeyParameters } from './parameters.ts'
import { defineRule } from './rule.ts'

export const keyAdminUnused = defineRule({
  id: 'key.admin_unused',
  subjects: ['admin_key'],
  parameters: unusedKeyParameters,
  judge: (bundle, { now, parameters }) => judgeUse(bundle, now, parameters.maxIdleDays),
})
