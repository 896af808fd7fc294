import { actionData, textsOf, wasDone } from './event-data.ts'
import { defineEventRule, FINE, occurred } from './event-rule.ts'
import { noParameters } from './parameters.ts'

/** From where the Compliance API may be used: the API that reads everybody's conversations. */
export const controlComplianceAllowlistChanged = defineEventRule({
  id: 'control.compliance_allowlist_changed',
  deeds: { 'logs.AUDIT_LOG': ['WORKSPACE_SET_COMPLIANCE_API_IP_ALLOWLIST'] },
  parameters: noParameters,
  judge: (event) =>
    wasDone(event)
      ? occurred({ detail: { ranges: textsOf(actionData(event, 'allowed_ips'))?.length ?? null } })
      : FINE,
})
