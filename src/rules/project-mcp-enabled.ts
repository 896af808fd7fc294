import { noParameters } from './parameters.ts'
import { outsideOfProjects, projectEvidence, withoutSettings } from './project-facts.ts'
import { defineRule } from './rule.ts'
import { absentUpstream, fail, PASS } from './verdict.ts'

export const projectMcpEnabled = defineRule({
  id: 'project.mcp_enabled',
  subjects: ['project'],
  parameters: noParameters,
  judge: (bundle) => {
    const outside = outsideOfProjects(bundle.state)
    if (outside) return outside
    if (bundle.settings === null) return withoutSettings()
    const enabled = bundle.settings.attributes.hosted_tools?.mcp?.enabled
    if (enabled === undefined || enabled === null) return absentUpstream('hosted_tools.mcp.enabled')
    return enabled ? fail({ evidence: projectEvidence(bundle) }) : PASS
  },
})
