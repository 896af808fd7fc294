import type { PING_EVENT, WEBHOOK_EVENTS } from '../model/core/deliveries.ts'
import type { JsonObject } from '../model/core/json.ts'
import type { ToldEvent } from './sender.ts'

type Type = (typeof WEBHOOK_EVENTS)[number] | typeof PING_EVENT

/** What happened, for people: of what is no finding, or of one that is gone. */
const TEXTS: Readonly<Record<Type, string>> = {
  'finding.opened': 'A finding was opened, and is gone by now',
  'finding.resolved': 'A finding was resolved, and is gone by now',
  'finding.reopened': 'A finding was opened again, and is gone by now',
  'finding.updated': 'A finding was updated, and is gone by now',
  'finding.severity_changed': 'A finding changed its severity, and is gone by now',
  'finding.excepted': 'A finding was tolerated, and is gone by now',
  'run.started': 'A collection began',
  'run.stalled': 'A collection does not get on',
  'run.completed': 'A collection is complete',
  'run.failed': 'A collection failed',
  'integration.degraded': 'The integration needs somebody',
  'integration.recovered': 'The integration is well again',
  'destination.disabled': 'Another destination was disabled: it took nothing for days',
  ping: 'This is a test. Casbah reaches this place',
}

const GONE = 'Another destination was disabled: its receiver answered 410 Gone'

export function noticeText({ type, payload }: ToldEvent): string {
  const { reason } = (payload.data ?? {}) as JsonObject
  if (type === 'destination.disabled' && reason === 'gone') return GONE
  return TEXTS[type as Type] ?? type
}
