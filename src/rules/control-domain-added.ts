import { actionData, textOf, wasDone } from './event-data.ts'
import { defineEventRule, FINE, occurred } from './event-rule.ts'
import { noParameters } from './parameters.ts'

/** Whoever has an address of a verified domain can be let in by itself. */
export const controlDomainAdded = defineEventRule({
  id: 'control.domain_added',
  deeds: { 'logs.AUDIT_LOG': ['DOMAIN_CREATE'], 'platform.audit_logs': ['tenant.domains.migrated'] },
  parameters: noParameters,
  judge: (event) => {
    if (!wasDone(event)) return FINE
    return occurred({
      detail: { deed: event.deed, hostname: textOf(actionData(event, 'hostname')) },
    })
  },
})
