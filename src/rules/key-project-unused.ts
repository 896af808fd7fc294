import { judgeUse } from './key-facts.ts'
import { unusedKeyParameters } from './parameters.ts'
import { defineRule } from './rule.ts'

export const keyProjectUnused = defineRule({
  id: 'key.project_unused',
  subjects: ['project_key'],
  parameters: unusedKeyParameters,
  judge: (bundle, { now, parameters }) => judgeUse(bundle, now, parameters.maxIdleDays),
})
