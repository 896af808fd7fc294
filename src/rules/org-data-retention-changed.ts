import { RETENTION_CHANGED } from '../model/core/setting-changes.ts'
import { detailOf, textOf, wasDone } from './event-data.ts'
import type { EventAsset, JudgedEvent } from './event-rule.ts'
import { defineEventRule, FINE, notTold, occurred } from './event-rule.ts'
import { noParameters } from './parameters.ts'

/**
 * Upstream's audit log knows no deed of this name, so that it changed is told by two readings of the settings that
 * differ: it happened between them, and who did it is not known. One part the log does tell: whether calls are logged,
 * which keeps what goes in and comes out.
 */
export const orgDataRetentionChanged = defineEventRule({
  id: 'org.data_retention_changed',
  deeds: {
    'platform.organization_settings': [RETENTION_CHANGED],
    'platform.project_settings': [RETENTION_CHANGED],
    'platform.audit_logs': ['organization.updated'],
  },
  parameters: noParameters,
  judge: (event) => {
    if (!wasDone(event)) return FINE
    return event.stream === 'platform.audit_logs' ? ofCallLogging(event) : ofRetention(event)
  },
})

function ofCallLogging(event: JudgedEvent) {
  const to = textOf(detailOf(event, 'changes_requested.api_call_logging'))
  // An update of something else.
  if (to === null) return FINE
  return occurred({ detail: { setting: 'api_call_logging', to } })
}

function ofRetention(event: JudgedEvent) {
  const from = textOf(detailOf(event, 'from'))
  const to = textOf(detailOf(event, 'to'))
  if (from === null || to === null) return notTold('data_retention.type')
  return occurred({ asset: projectOf(event), detail: { setting: 'data_retention', from, to } })
}

/** Null: the organization's own. */
function projectOf(event: JudgedEvent): EventAsset | null {
  const externalId = textOf(detailOf(event, 'project_id'))
  return externalId === null ? null : { kind: 'platform.project', externalId }
}
