import { defineEventRule, occurred } from './event-rule.ts'
import { noParameters } from './parameters.ts'

/** From then on people who leave are no longer taken out by themselves. */
export const controlScimDisabled = defineEventRule({
  id: 'control.scim_disabled',
  deeds: { 'platform.audit_logs': ['scim.disabled', 'tenant.scim.deletion.requested'] },
  parameters: noParameters,
  judge: ({ deed }) => occurred({ detail: { deed } }),
})
