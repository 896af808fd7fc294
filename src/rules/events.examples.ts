import { asPersonId } from '../model/core/ids.ts'
import type { JsonObject } from '../model/core/json.ts'
import type { StreamName } from '../model/core/streams.ts'
import { NOW } from './bundles.examples.ts'
import type { EventActorView, EventRule, EventVerdict, JudgedEvent } from './event-rule.ts'
import { isoTime } from './time.ts'

/** Small events for the tests beside the rules. */

const ADA: EventActorView = { kind: 'person', personId: asPersonId('person-ada') }

export function happened(
  stream: StreamName,
  deed: string,
  attributes: JsonObject = {},
  more: Partial<Pick<JudgedEvent, 'eventId' | 'at' | 'actor'>> = {},
): JudgedEvent {
  const { eventId = 'event-1', at = NOW, actor = ADA } = more
  return { stream, deed, eventId, at, actor, attributes, occurredAt: isoTime(at) ?? '' }
}

/** A record of the workspace's audit log. */
export const audited = (
  action: string,
  data: JsonObject = {},
  result: string | null = 'SUCCESS',
): JudgedEvent => happened('logs.AUDIT_LOG', action, { action_data: data, action_result: result })

/** A record of the platform's audit log. */
export const platformAudited = (type: string, detail: JsonObject = {}): JudgedEvent =>
  happened('platform.audit_logs', type, { detail })

const OURS = 'sk-…a1b2'

export function judgeEvent(rule: EventRule, event: JudgedEvent, parameters: JsonObject = {}): EventVerdict {
  const prepared = rule.prepare(parameters)
  if (prepared.kind === 'window') throw new Error(`${rule.id} judges windows`)
  return prepared.judge(event, { isOwnKey: (redacted) => redacted === OURS })
}

/** Ids of the events that are part of an occurrence. */
export function partsOf(
  rule: EventRule,
  events: readonly JudgedEvent[],
  parameters: JsonObject = {},
): string[] {
  const prepared = rule.prepare(parameters)
  if (prepared.kind === 'single') throw new Error(`${rule.id} judges events by themselves`)
  return prepared.parts(events).map(({ eventId }) => eventId)
}
