import { z } from 'zod'
import { mapLogActor } from './mapping/actors.ts'
import { ignored, text } from './mapping/fields.ts'
import { parsedJson } from './mapping/json-value.ts'
import { logEnvelope, requestMetadata } from './mapping/log-records.ts'
import { present } from './mapping/present.ts'
import { logStream } from './paging/log-stream.ts'

const schema = z.looseObject({
  ...logEnvelope,
  action: text,
  action_result: text,
  action_privilege: text,
  request_metadata: requestMetadata,
  // 137 known actions, each with data of its own, and new ones every month: the gate picks from it.
  action_data: ignored,
})

export const logsAudit = logStream({
  name: 'logs.AUDIT_LOG',
  eventType: 'AUDIT_LOG',
  schema,
  draft: (record) => ({
    type: 'event',
    eventId: record.event_id,
    occurredAt: record.timestamp,
    eventType: record.type,
    action: record.action ?? null,
    actor: mapLogActor(record.actor),
    attributes: {
      ...present(record, ['action_result', 'action_privilege']),
      action_data: parsedJson(record.action_data),
      request_metadata: parsedJson(record.request_metadata),
    },
  }),
})
