import type { StoredEvent } from '../../db/event-rules/next-events.ts'
import type { Human } from '../../db/people/humans.ts'
import type { PersonId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { EventActorView, JudgedEvent } from '../../rules/event-rule.ts'
import { dayOfIso } from '../../rules/time.ts'
import { hashOf } from '../hash-of.ts'

export type Humans = ReadonlyMap<PersonId, Human>

/** An event as rules see it: whichever of a human's rows it names, the actor is the human. */
export const judgedEvent = (stored: StoredEvent, humans: Humans): JudgedEvent => ({
  stream: stored.stream,
  eventId: stored.eventId,
  occurredAt: stored.occurredAt,
  at: stored.at,
  deed: stored.deed,
  actor: actorView(stored, humans),
  attributes: stored.attributes,
})

function actorView(
  { actorKind, actorPersonId, actorKey }: Pick<StoredEvent, 'actorKind' | 'actorPersonId' | 'actorKey'>,
  humans: Humans,
): EventActorView {
  // A key may have an owner whom the record names; what acted is the key.
  if (actorKind === 'api_key' || actorKind === 'system') {
    return actorKey === null ? { kind: 'unknown' } : { kind: actorKind, key: actorKey }
  }
  if (actorPersonId === null) return { kind: 'unknown' }
  const human = humans.get(actorPersonId)
  return { kind: 'person', personId: human?.id ?? actorPersonId, address: human?.address ?? null }
}

/** One text for one actor; whoever is unknown is one, since nobody can tell them apart. */
export function actorOf({ actor }: Pick<JudgedEvent, 'actor'>): string {
  switch (actor.kind) {
    case 'person':
      return `person:${actor.personId}`
    case 'api_key':
    case 'system':
      return `${actor.kind}:${actor.key}`
    case 'unknown':
      return 'unknown'
    default:
      return actor satisfies never
  }
}

export const dayOf = ({ occurredAt }: Pick<JudgedEvent, 'occurredAt'>): string => dayOfIso(occurredAt)

/** What one finding about events is of, beside the rule and the thing: one actor, one day. */
export const discriminatorOf = (event: JudgedEvent): string => `${actorOf(event)}|${dayOf(event)}`

/** Who did it, as evidence says it. */
export function actorEvidence({ actor }: Pick<JudgedEvent, 'actor'>): JsonObject {
  if (actor.kind === 'person') return { actor_person_id: actor.personId }
  return { actor: actor.kind === 'unknown' ? null : actor.key }
}

/** Of what an event says. Who did it is left out: which of a human's rows a person is may be learned later. */
export const hashOfEvent = ({ deed, attributes }: Pick<JudgedEvent, 'deed' | 'attributes'>): string =>
  hashOf({ deed, attributes })
