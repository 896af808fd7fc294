import { wasDone } from './event-data.ts'
import { defineEventRule, FINE, occurred } from './event-rule.ts'
import { noParameters } from './parameters.ts'

export const controlSsoChanged = defineEventRule({
  id: 'control.sso_changed',
  deeds: {
    'logs.AUDIT_LOG': ['SAML_CREATE_CONNECTION'],
    'platform.audit_logs': [
      'tenant.sso_connection.created',
      'tenant.sso_connection.updated',
      'tenant.sso_connection.deleted',
      'tenant.sso.migrated',
    ],
  },
  parameters: noParameters,
  judge: (event) => (wasDone(event) ? occurred({ detail: { deed: event.deed } }) : FINE),
})
