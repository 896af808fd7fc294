import { z } from 'zod'
import { mapLogActor } from './mapping/actors.ts'
import { text } from './mapping/fields.ts'
import { parsedJson } from './mapping/json-value.ts'
import { logEnvelope, requestMetadata } from './mapping/log-records.ts'
import { present } from './mapping/present.ts'
import { logStream } from './paging/log-stream.ts'

const schema = z.looseObject({
  ...logEnvelope,
  request_metadata: requestMetadata,
  action_data: z.looseObject({ action: text, auth_provider_name: text, role: text }).nullish(),
})

export const logsAuth = logStream({
  name: 'logs.AUTH_LOG',
  eventType: 'AUTH_LOG',
  schema,
  draft: (record) => ({
    type: 'event',
    eventId: record.event_id,
    occurredAt: record.timestamp,
    eventType: record.type,
    // In sign-in logs the action is part of the data; in audit logs it stands at the top.
    action: record.action_data?.action ?? null,
    actor: mapLogActor(record.actor),
    attributes: {
      action_data: present(record.action_data ?? {}, ['auth_provider_name', 'role']),
      request_metadata: parsedJson(record.request_metadata),
    },
  }),
})
