import { ownIdOf } from '../model/core/assets.ts'
import type { JsonObject } from '../model/core/json.ts'
import type { ServiceAccountBundle, UserBundle } from './bundles.ts'
import { noParameters } from './parameters.ts'
import { outsideOfProjects } from './project-facts.ts'
import { isAdminRole, powerOf } from './roles.ts'
import { defineRule } from './rule.ts'
import { isoTime } from './time.ts'
import type { Verdict } from './verdict.ts'
import { absentUpstream, fail, PASS, skipped, UNKNOWN_ROLE } from './verdict.ts'

/** A machine that may change access, keys or controls: of a platform project, or of the whole organization. */
export const nhiAdmin = defineRule({
  id: 'nhi.admin',
  subjects: ['service_account', 'user'],
  parameters: noParameters,
  judge: (bundle) => {
    const outside = outsideOf(bundle)
    if (outside) return outside
    const { role } = bundle.attributes
    if (role === undefined || role === null) return absentUpstream('role')
    if (powerOf(role) === 'unknown') return UNKNOWN_ROLE
    if (!isAdminRole(role)) return PASS
    return fail({
      evidence: evidenceOf(bundle),
      escalation:
        bundle.subject === 'user'
          ? { severity: 'high', reason: 'its power reaches over the whole organization' }
          : null,
    })
  },
})

function outsideOf(bundle: ServiceAccountBundle | UserBundle): Verdict | null {
  if (bundle.subject === 'service_account') return outsideOfProjects(bundle.project.state)
  if (bundle.kind === 'chatgpt.user' || bundle.attributes.is_service_account !== true)
    return skipped('a_person')
  return bundle.attributes.enabled === false ? skipped('deactivated') : null
}

function evidenceOf(bundle: ServiceAccountBundle | UserBundle): JsonObject {
  const { asset, attributes } = bundle
  if (bundle.subject === 'user') {
    return { user_id: asset.externalId, person_id: asset.people.self ?? null, role: attributes.role ?? null }
  }
  return {
    service_account_id: ownIdOf(asset.externalId),
    name: bundle.attributes.name ?? null,
    role: attributes.role ?? null,
    created_at: isoTime(bundle.attributes.created_at),
    project_id: bundle.project.externalId,
    project_name: bundle.project.name,
  }
}
