import { noParameters } from './parameters.ts'
import { outsideOfProjects, projectEvidence, withoutSettings } from './project-facts.ts'
import { defineRule } from './rule.ts'
import { absentUpstream, fail, PASS } from './verdict.ts'

/** Only a list of what may be used keeps next month's model out; a list of what may not lets it in. */
const LIMITING_MODE = 'allow_list'

export const projectModelsUnrestricted = defineRule({
  id: 'project.models_unrestricted',
  subjects: ['project'],
  parameters: noParameters,
  judge: (bundle) => {
    const outside = outsideOfProjects(bundle.state)
    if (outside) return outside
    if (bundle.settings === null) return withoutSettings()
    const { mode, model_ids: models } = bundle.settings.attributes.model_permissions ?? {}
    if (mode === undefined || mode === null) return absentUpstream('model_permissions.mode')
    if (mode === LIMITING_MODE) return PASS
    return fail({ evidence: { ...projectEvidence(bundle), mode, models_denied: models ?? null } })
  },
})
