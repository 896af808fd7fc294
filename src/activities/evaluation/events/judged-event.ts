import type { StoredEvent } from '../../../db/event-rules/next-events.ts'
import type { EventActorView, JudgedEvent } from '../../../rules/event-rule.ts'

export const judgedEvent = (stored: StoredEvent): JudgedEvent => ({
  stream: stored.stream,
  eventId: stored.eventId,
  occurredAt: stored.occurredAt,
  at: stored.at,
  deed: stored.deed,
  actor: actorView(stored),
  attributes: stored.attributes,
})

function actorView({ actorKind, actorPersonId, actorKey }: StoredEvent): EventActorView {
  // A key may have an owner whom the record names; what acted is the key.
  if (actorKind === 'api_key' || actorKind === 'system') {
    return actorKey === null ? { kind: 'unknown' } : { kind: actorKind, key: actorKey }
  }
  return actorPersonId === null ? { kind: 'unknown' } : { kind: 'person', personId: actorPersonId }
}
