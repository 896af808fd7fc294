import { randomUUIDv7 } from 'node:crypto'
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { FindingOwner } from '../../model/core/assignment-routes.ts'
import { asksOfOwners, matches } from '../../model/core/finding-match.ts'
import { ownerAmong, peopleIn } from '../../model/core/finding-owner.ts'
import type { FindingEventKind } from '../../model/core/findings.ts'
import type { FindingEventId, FindingId, IntegrationId } from '../../model/core/ids.ts'
import { asDeliveryId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { AnyRuleId } from '../../model/core/rule-ids.ts'
import type { Severity } from '../../model/core/severity.ts'
import type { Db } from '../client.ts'
import type { Destination } from '../destinations/destinations.ts'
import { enabledDestinations } from '../destinations/destinations.ts'
import { findingOwners } from '../findings/directory-parts.ts'
import { integrations } from '../schema/connection.ts'
import { findingEvents, findings } from '../schema/meaning.ts'
import type { StartableDelivery } from './deliveries.ts'
import type { NewDelivery } from './insert-deliveries.ts'
import { insertDeliveries } from './insert-deliveries.ts'

/**
 * The outbox. Rows are claimed by "not dispatched yet, skip what another holds", never by a high-water mark:
 * transactions become visible in another order than their ids were made, and a mark would pass over the late ones.
 * Deliveries are made in the same transaction that marks the event, unique on (destination, event), so an event
 * turns into each delivery once. Sending is not done here, but by workflows.
 */
export interface OutboxEvent {
  readonly id: FindingEventId
  readonly integrationId: IntegrationId
  readonly integrationName: string
  readonly findingId: FindingId
  readonly kind: FindingEventKind
  readonly at: string
  readonly ruleId: AnyRuleId
  readonly ruleVersion: number
  readonly findingTypeId: string
  readonly category: string
  readonly severity: Severity
  readonly effectiveSeverity: Severity
  /** Counts what happened to the finding. */
  readonly sequence: number
}

export interface Dispatched {
  /** Finding events taken from the outbox. */
  readonly events: number
  /** Deliveries made for them, to be started by the caller. */
  readonly deliveries: readonly StartableDelivery[]
}

/** What a destination's `event_types` holds for a kind: `finding.opened` … */
export const eventTypeOf = (kind: FindingEventKind): string => `finding.${kind}`

export function dispatchOutbox(
  db: Db,
  input: {
    readonly integrationId: IntegrationId
    readonly limit: number
    /** Makes the thin payload: ids, rule, severity, link; no person, no text. */
    readonly payloadOf: (event: OutboxEvent) => JsonObject
  },
): Promise<Dispatched> {
  return db.transaction(async (tx) => {
    const events = await claim(tx, input.integrationId, input.limit)
    if (events.length === 0) return { events: 0, deliveries: [] }
    const destinations = await enabledDestinations(tx, input.integrationId)
    const rows = await deliveriesOf(tx, events, { ...input, destinations })
    const made = await insertDeliveries(tx, rows, destinations)
    await tx
      .update(findingEvents)
      .set({ dispatchedAt: sql`now()` })
      .where(
        inArray(
          findingEvents.id,
          events.map((event) => event.id),
        ),
      )
    return { events: events.length, deliveries: made }
  })
}

function claim(tx: Db, integrationId: IntegrationId, limit: number): Promise<OutboxEvent[]> {
  return tx
    .select({
      id: findingEvents.id,
      integrationId: findingEvents.integrationId,
      integrationName: integrations.displayName,
      findingId: findingEvents.findingId,
      kind: findingEvents.kind,
      at: findingEvents.at,
      ruleId: findings.ruleId,
      ruleVersion: findings.ruleVersion,
      findingTypeId: findings.findingTypeId,
      category: findings.category,
      severity: findings.severity,
      effectiveSeverity: findings.effectiveSeverity,
      sequence: findingEvents.sequence,
    })
    .from(findingEvents)
    .innerJoin(findings, eq(findings.id, findingEvents.findingId))
    .innerJoin(integrations, eq(integrations.id, findingEvents.integrationId))
    .where(and(eq(findingEvents.integrationId, integrationId), isNull(findingEvents.dispatchedAt)))
    .orderBy(asc(findingEvents.id))
    .limit(limit)
    .for('update', { of: findingEvents, skipLocked: true })
}

interface Telling {
  readonly integrationId: IntegrationId
  readonly payloadOf: (event: OutboxEvent) => JsonObject
  readonly destinations: readonly Destination[]
}

async function deliveriesOf(
  tx: Db,
  events: readonly OutboxEvent[],
  { integrationId, payloadOf, destinations }: Telling,
): Promise<NewDelivery[]> {
  const ownerOf = await ownersOf(tx, integrationId, events, destinations)
  return events.flatMap((event) => {
    const eventType = eventTypeOf(event.kind)
    const finding = { ...event, severity: event.effectiveSeverity, owner: ownerOf(event.findingId) }
    return destinations
      .filter(({ eventTypes, filter }) => eventTypes.includes(eventType) && matches(filter, finding))
      .map((destination) => ({
        id: asDeliveryId(randomUUIDv7()),
        destinationId: destination.id,
        findingEventId: event.id,
        eventType,
        payload: payloadOf(event),
        state: 'pending' as const,
      }))
  })
}

/** As they are when the event is handed on, and only where a destination asks: their addresses stay in this transaction. */
async function ownersOf(
  tx: Db,
  integrationId: IntegrationId,
  events: readonly OutboxEvent[],
  destinations: readonly Destination[],
): Promise<(id: FindingId) => FindingOwner | null> {
  if (!destinations.some(({ filter }) => asksOfOwners(filter))) return () => null
  const ids = [...new Set(events.map(({ findingId }) => findingId))]
  const rows = await tx
    .select({ id: findings.id, evidence: findings.evidence })
    .from(findings)
    .where(inArray(findings.id, ids))
  const people = rows.flatMap(({ evidence }) => peopleIn(evidence).map(([, id]) => id))
  const owners = await findingOwners(tx, integrationId, [...new Set(people)])
  const evidenceOf = new Map(rows.map(({ id, evidence }) => [id, evidence]))
  return (id) => ownerAmong(evidenceOf.get(id) ?? {}, owners)
}
