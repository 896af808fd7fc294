import { judgeRotation } from './key-facts.ts'
import { rotationParameters } from './parameters.ts'
import { defineRule } from './rule.ts'

export const keyAdminNotRotated = defineRule({
  id: 'key.admin_not_rotated',
  subjects: ['admin_key'],
  parameters: rotationParameters,
  judge: (bundle, { now, parameters }) => judgeRotation(bundle, now, parameters.maxAgeDays),
})
