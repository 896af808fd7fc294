import { asc, eq, inArray, sql } from 'drizzle-orm'
import type { AssetKind } from '../../model/core/assets.ts'
import type { DeliveryId, FindingId, IntegrationId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { AnyRuleId } from '../../model/core/rule-ids.ts'
import type { Severity } from '../../model/core/severity.ts'
import type { Db } from '../client.ts'
import { CUSTOM_TITLE } from '../findings/list-findings.ts'
import { deliveries, notices } from '../schema/access.ts'
import { integrations } from '../schema/connection.ts'
import { findingEvents, findings } from '../schema/meaning.ts'

export interface BatchEvent {
  readonly id: DeliveryId
  readonly type: string
  readonly payload: JsonObject
  readonly integrationId: IntegrationId | null
  readonly integrationName: string | null
  readonly findingId: FindingId | null
  readonly ruleId: AnyRuleId | null
  /** Null of a rule of the catalogue. */
  readonly customTitle: string | null
  readonly category: string | null
  readonly effectiveSeverity: Severity | null
  readonly assetKind: AssetKind | null
  /** What a thing is called; null of people and of what has no name. */
  readonly assetName: string | null
}

/**
 * What deliveries tell of, in the order in which it happened. Names are read at the moment of the attempt: they are in no
 * delivery, and what was purged meanwhile is told to nobody.
 */
export function batchEvents(db: Db, ids: readonly DeliveryId[]): Promise<BatchEvent[]> {
  return db
    .select({
      ...{ id: deliveries.id, type: deliveries.eventType, payload: deliveries.payload },
      ...{ integrationId: integrations.id, integrationName: integrations.displayName },
      ...{ findingId: findings.id, ruleId: findings.ruleId, customTitle: CUSTOM_TITLE },
      ...{ category: findings.category, effectiveSeverity: findings.effectiveSeverity },
      assetKind: findings.assetKind,
      assetName: sql<string | null>`case when jsonb_typeof(${findings.evidence} -> 'name') = 'string'
        then ${findings.evidence} ->> 'name' end`,
    })
    .from(deliveries)
    .leftJoin(findingEvents, eq(findingEvents.id, deliveries.findingEventId))
    .leftJoin(findings, eq(findings.id, findingEvents.findingId))
    .leftJoin(notices, eq(notices.id, deliveries.noticeId))
    .leftJoin(
      integrations,
      eq(integrations.id, sql`coalesce(${findingEvents.integrationId}, ${notices.integrationId})`),
    )
    .where(inArray(deliveries.id, [...ids]))
    .orderBy(
      asc(sql`coalesce(${findingEvents.at}, ${notices.at})`),
      asc(findingEvents.sequence),
      asc(deliveries.id),
    )
}
