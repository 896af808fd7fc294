import { inactiveUserParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import { judgeSilence, outsideOf } from './user-silence.ts'

/** What silence is, and which signals may speak of it: `user-silence.ts`. */
export const userInactive = defineRule({
  id: 'user.inactive',
  subjects: ['user'],
  parameters: inactiveUserParameters,
  judge: (bundle, { now, parameters }) => outsideOf(bundle) ?? judgeSilence(bundle, now, parameters),
})
