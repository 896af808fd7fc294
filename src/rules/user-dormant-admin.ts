import { dormantAdminParameters } from './parameters.ts'
import { isAdminRole, powerOf } from './roles.ts'
import { defineRule } from './rule.ts'
import { judgeSilence, outsideOf } from './user-silence.ts'
import { absentUpstream, skipped, UNKNOWN_ROLE } from './verdict.ts'

/** As `user.inactive`, of those whose account could do the most harm, and sooner. */
export const userDormantAdmin = defineRule({
  id: 'user.dormant_admin',
  subjects: ['user'],
  parameters: dormantAdminParameters,
  judge: (bundle, { now, parameters }) => {
    const outside = outsideOf(bundle)
    if (outside) return outside
    const { role } = bundle.attributes
    if (role === undefined || role === null) return absentUpstream('role')
    if (powerOf(role) === 'unknown') return UNKNOWN_ROLE
    if (!isAdminRole(role)) return skipped('not_an_admin')
    return judgeSilence(bundle, now, parameters)
  },
})
