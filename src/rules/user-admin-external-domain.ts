import { noParameters } from './parameters.ts'
import { isAdminRole, powerOf } from './roles.ts'
import { defineRule } from './rule.ts'
import { outsideOf } from './user-silence.ts'
import { absentUpstream, fail, PASS, settingMissing, skipped, UNKNOWN_ROLE } from './verdict.ts'

/** Own domains are a setting: without any, everybody would be a stranger, and nothing is said. */
export const userAdminExternalDomain = defineRule({
  id: 'user.admin_external_domain',
  subjects: ['user'],
  parameters: noParameters,
  judge: (bundle) => {
    const outside = outsideOf(bundle)
    if (outside) return outside
    const { role } = bundle.attributes
    if (role === undefined || role === null) return absentUpstream('role')
    if (powerOf(role) === 'unknown') return UNKNOWN_ROLE
    if (!isAdminRole(role)) return skipped('not_an_admin')
    const { ownDomains, emailDomain } = bundle
    if (ownDomains.length === 0) return settingMissing('no own domains are set for this integration')
    if (emailDomain === null) return absentUpstream('email')
    if (ownDomains.some((own) => own.toLowerCase() === emailDomain)) return PASS
    return fail({
      evidence: {
        user_id: bundle.asset.externalId,
        person_id: bundle.asset.people.self ?? null,
        plane: bundle.kind === 'platform.user' ? 'platform' : 'chatgpt',
        role,
        email_domain: emailDomain,
      },
    })
  },
})
