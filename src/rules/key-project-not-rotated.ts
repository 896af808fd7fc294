import { judgeRotation } from './key-facts.ts'
import { rotationParameters } from './parameters.ts'
import { defineRule } from './rule.ts'

export const keyProjectNotRotated = defineRule({
  id: 'key.project_not_rotated',
  subjects: ['project_key'],
  parameters: rotationParameters,
  judge: (bundle, { now, parameters }) => judgeRotation(bundle, now, parameters.maxAgeDays),
})
