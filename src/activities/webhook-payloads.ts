import type { OutboxEvent } from '../db/deliveries/dispatch-outbox.ts'
import { eventTypeOf } from '../db/deliveries/dispatch-outbox.ts'
import type { notices } from '../db/schema/access.ts'
import type { JsonObject } from '../model/core/json.ts'

/**
 * Thin on purpose: ids, rule, severity and a path to more. No person, no name, no text leaves by a webhook. The schemas of
 * these bodies are in the API's description, `src/api/webhook-events.ts`.
 */
export function findingPayload(event: OutboxEvent): JsonObject {
  return {
    type: eventTypeOf(event.kind),
    timestamp: event.at,
    data: {
      finding_id: event.findingId,
      sequence: event.sequence,
      integration_id: event.integrationId,
      rule_id: event.ruleId,
      rule_version: event.ruleVersion,
      finding_type_id: event.findingTypeId,
      category: event.category,
      severity: event.severity,
      effective_severity: event.effectiveSeverity,
      href: `/api/v1/findings/${event.findingId}`,
    },
  }
}

export function noticePayload(notice: typeof notices.$inferSelect): JsonObject {
  const { type, at, sequence, integrationId, data } = notice
  return { type, timestamp: at, data: { ...data, integration_id: integrationId, sequence } }
}
