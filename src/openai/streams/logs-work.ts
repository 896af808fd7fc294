import { z } from 'zod'
import type { JsonObject } from '../../model/core/json.ts'
import type { LogStreamName } from '../../model/core/streams/logs.ts'
import { mapLogActor } from './mapping/actors.ts'
import { detailsOf, spokenText } from './mapping/details.ts'
import { ignored, text } from './mapping/fields.ts'
import { logEnvelope, requestMetadata } from './mapping/log-records.ts'
import { present } from './mapping/present.ts'
import { logStream } from './paging/log-stream.ts'
import type { StreamReader } from './stream-reader.ts'

// Logs of what apps, Codex and agents did. Each type has its own envelope and, by `event_type`, details of its own that
// grow every month: the gate picks from them.

const BY_EVENT_TYPE = ['event_type', 'client_id'] as const

const detailed = z.looseObject({
  ...logEnvelope,
  event_type: text,
  client_id: text,
  workspace_id: ignored,
  event_details: ignored,
  request_metadata: requestMetadata,
  agent: ignored,
})

/** A type whose records say what happened in `event_type`, and more in `event_details`. */
function detailedLog(name: LogStreamName, eventType: string): StreamReader {
  return logStream({
    name,
    eventType,
    schema: detailed,
    draft: (record) => ({
      type: 'event',
      eventId: record.event_id,
      occurredAt: record.timestamp,
      eventType: record.type,
      action: record.event_type ?? null,
      actor: mapLogActor(record.actor),
      attributes: { ...present(record, BY_EVENT_TYPE), details: detailsOf(record.event_details) },
    }),
  })
}

export const logsCodex = detailedLog('logs.CODEX_LOG', 'CODEX_LOG')
export const logsCodexSecurity = detailedLog('logs.CODEX_SECURITY_LOG', 'CODEX_SECURITY_LOG')
export const logsCustomAgents = detailedLog('logs.CUSTOM_AGENTS_LOG', 'CUSTOM_AGENTS_LOG')
export const logsSpreadsheet = detailedLog('logs.CHATGPT_PLUGIN_SPREADSHEET', 'CHATGPT_PLUGIN_SPREADSHEET')

export const logsAppAuth = logStream({
  name: 'logs.APP_AUTH_LOG',
  eventType: 'APP_AUTH_LOG',
  schema: z.looseObject({ ...logEnvelope, app_id: text, link_id: text, action: text }),
  draft: (record) => ({
    type: 'event',
    eventId: record.event_id,
    occurredAt: record.timestamp,
    eventType: record.type,
    action: record.action ?? null,
    actor: mapLogActor(record.actor),
    attributes: present(record, ['app_id', 'link_id']),
  }),
})

const appCall = z.looseObject({
  ...logEnvelope,
  app_id: text,
  app_name: text,
  app_type: text,
  conversation_id: text,
  log_type: text,
  input: ignored,
  output: ignored,
})

export const logsApp = logStream({
  name: 'logs.APP_LOG',
  eventType: 'APP_LOG',
  schema: appCall,
  draft: (record) => ({
    type: 'event',
    eventId: record.event_id,
    occurredAt: record.timestamp,
    eventType: record.type,
    action: record.log_type ?? null,
    actor: mapLogActor(record.actor),
    attributes: {
      ...present(record, ['app_id', 'app_name', 'app_type', 'conversation_id']),
      calls: callsOf(record.output),
      ...spokenText('input', record.input),
      ...spokenText('output', record.output),
    },
  }),
})

const connectorCall = z.looseObject({
  response: z.looseObject({
    connector_id: text,
    connector_name: text,
    action_name: text,
    result: z.looseObject({ isError: z.boolean().nullish() }).nullish(),
  }),
})

/** Which tools of an app answered, and whether they failed; other answers of apps are documents, which are content. */
function callsOf(output: unknown): readonly JsonObject[] {
  const items: readonly unknown[] = Array.isArray(output) ? output : []
  return items.flatMap((item) => {
    const read = connectorCall.safeParse(item)
    if (!read.success) return []
    const { response } = read.data
    return [
      {
        ...present(response, ['connector_id', 'connector_name', 'action_name']),
        ...present({ is_error: response.result?.isError }, ['is_error']),
      },
    ]
  })
}

/** Known from a client's code only, so nothing but its payload is expected. */
export const logsCodexTurn = logStream({
  name: 'logs.CODEX_TURN',
  eventType: 'CODEX_TURN',
  schema: z.looseObject({ ...logEnvelope, payload: ignored }),
  draft: (record) => ({
    type: 'event',
    eventId: record.event_id,
    occurredAt: record.timestamp,
    eventType: record.type,
    action: null,
    actor: mapLogActor(record.actor),
    attributes: { payload: detailsOf(record.payload) },
  }),
})

/**
 * What an hour cost, by person, product and model. Upstream repeats the same `event_id` across files: stored once, as
 * every event. Written for the organization, and read with its id by the workspace's key.
 */
export const logsCosts = logStream({
  name: 'logs.COSTS',
  eventType: 'COSTS',
  place: 'organization',
  schema: z.looseObject({ ...logEnvelope, payload: ignored }),
  draft: (record) => ({
    type: 'event',
    eventId: record.event_id,
    occurredAt: record.timestamp,
    eventType: record.type,
    action: null,
    actor: mapLogActor(record.actor),
    attributes: { payload: detailsOf(record.payload) },
  }),
})
