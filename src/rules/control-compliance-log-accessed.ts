import { wasDone } from './event-data.ts'
import { defineEventRule, FINE, occurred } from './event-rule.ts'
import { noParameters } from './parameters.ts'

/** A second reader of everything may be another product of ours, or somebody who should not be there. */
export const controlComplianceLogAccessed = defineEventRule({
  id: 'control.compliance_log_accessed',
  deeds: {
    'logs.AUDIT_LOG': [
      'LIST_WORKSPACE_LOG_FILES',
      'LIST_ORGANIZATION_LOG_FILES',
      'DOWNLOAD_WORKSPACE_LOG_FILE',
      'DOWNLOAD_ORGANIZATION_LOG_FILE',
    ],
  },
  parameters: noParameters,
  judge: (event, { isOwnKey }) => {
    if (!wasDone(event)) return FINE
    if (event.actor.kind === 'api_key' && isOwnKey(event.actor.key)) return FINE
    return occurred({
      detail: { deed: event.deed, key: event.actor.kind === 'api_key' ? event.actor.key : null },
    })
  },
})
