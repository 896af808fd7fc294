import { randomUUIDv7 } from 'node:crypto'
import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { WebhookEvent } from '../../model/core/deliveries.ts'
import { WEBHOOK_EVENTS } from '../../model/core/deliveries.ts'
import type { DeliveryId, DestinationId, IntegrationId } from '../../model/core/ids.ts'
import { asDeliveryId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { Db } from '../client.ts'
import { deliveries, destinations } from '../schema/access.ts'
import { findingEvents, findings } from '../schema/meaning.ts'

/**
 * The outbox is `finding_events` itself. Events are claimed by `dispatched_at is null … for update skip locked`, never
 * by a high-water mark: ids are made before their transaction commits, so a mark would pass over the late ones. One
 * transaction turns claimed events into deliveries and stamps them; (destination, event) is unique, so whatever is
 * repeated adds nothing. Deliveries are `pending` until a workflow has taken them on.
 */
export interface OutboxClaim {
  /** Events claimed; 0 when the outbox is empty. */
  readonly events: number
  readonly deliveries: number
}

/** Events a transaction; a first collection may open thousands. */
const BATCH = 500

export function claimOutbox(db: Db, integrationId: IntegrationId): Promise<OutboxClaim> {
  return db.transaction(async (tx) => {
    const claimed = await lockEvents(tx, integrationId)
    if (claimed.length === 0) return { events: 0, deliveries: 0 }
    const targets = await livingDestinations(tx, integrationId)
    const rows = claimed.flatMap((event) => deliveriesOf(event, targets))
    if (rows.length > 0) await tx.insert(deliveries).values(rows).onConflictDoNothing()
    const ids = claimed.map((event) => event.id)
    await tx.update(findingEvents).set({ dispatchedAt: sql`now()` }).where(inArray(findingEvents.id, ids))
    return { events: claimed.length, deliveries: rows.length }
  })
}

const lockEvents = (tx: Db, integrationId: IntegrationId) =>
  tx
    .select({
      id: findingEvents.id,
      kind: findingEvents.kind,
      at: findingEvents.at,
      findingId: findings.id,
      integrationId: findings.integrationId,
      ruleId: findings.ruleId,
      ruleVersion: findings.ruleVersion,
      findingTypeId: findings.findingTypeId,
      category: findings.category,
      severity: findings.severity,
      effectiveSeverity: findings.effectiveSeverity,
      assetKind: findings.assetKind,
      assetId: findings.assetId,
    })
    .from(findingEvents)
    .innerJoin(findings, eq(findings.id, findingEvents.findingId))
    .where(and(eq(findingEvents.integrationId, integrationId), isNull(findingEvents.dispatchedAt)))
    .orderBy(asc(findingEvents.id))
    .limit(BATCH)
    .for('update', { of: findingEvents, skipLocked: true })

type ClaimedEvent = Awaited<ReturnType<typeof lockEvents>>[number]

interface Target {
  readonly id: DestinationId
  readonly eventTypes: readonly string[]
}

const livingDestinations = (tx: Db, integrationId: IntegrationId): Promise<Target[]> =>
  tx
    .select({ id: destinations.id, eventTypes: destinations.eventTypes })
    .from(destinations)
    .where(
      and(
        isNull(destinations.disabledAt),
        or(isNull(destinations.integrationId), eq(destinations.integrationId, integrationId)),
      ),
    )

function deliveriesOf(event: ClaimedEvent, targets: readonly Target[]) {
  const type = WEBHOOK_EVENTS.find((name) => name === `finding.${event.kind}`)
  if (type === undefined) return []
  return targets
    .filter((target) => target.eventTypes.includes(type))
    .map((target) => ({
      id: newDeliveryId(),
      destinationId: target.id,
      findingEventId: event.id,
      eventType: type,
      payload: thinPayload(type, event),
      state: 'pending' as const,
    }))
}

const newDeliveryId = (): DeliveryId => asDeliveryId(randomUUIDv7())

/** Thin on purpose: ids, rule, severity and a path to more. No person, no name, no text leaves by a webhook. */
function thinPayload(type: WebhookEvent, event: ClaimedEvent): JsonObject {
  return {
    type,
    timestamp: event.at,
    data: {
      finding_id: event.findingId,
      integration_id: event.integrationId,
      rule_id: event.ruleId,
      rule_version: event.ruleVersion,
      finding_type_id: event.findingTypeId,
      category: event.category,
      severity: event.severity,
      effective_severity: event.effectiveSeverity,
      asset_kind: event.assetKind,
      asset_id: event.assetId,
      href: `/api/v1/findings/${event.findingId}`,
    },
  }
}
