import { and, desc, eq, getTableColumns, inArray, lt } from 'drizzle-orm'
import type { DeliveryState } from '../../model/core/deliveries.ts'
import type { DeliveryId, DestinationId } from '../../model/core/ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import { deliveries } from '../schema/access.ts'
import { findingEvents } from '../schema/meaning.ts'
import { within } from '../scope.ts'

export type DeliveryRow = typeof deliveries.$inferSelect

export interface DeliveryFilter {
  readonly destinationId: DestinationId | null
  readonly states: readonly DeliveryState[] | null
  readonly before: DeliveryId | null
  readonly limit: number
}

/** Newest first; ids are made in the order of time. */
export function listDeliveries(db: Db, scope: Scope, filter: DeliveryFilter): Promise<DeliveryRow[]> {
  return db
    .select(getTableColumns(deliveries))
    .from(deliveries)
    .innerJoin(findingEvents, eq(findingEvents.id, deliveries.findingEventId))
    .where(
      and(
        within(scope, findingEvents.integrationId),
        filter.destinationId === null ? undefined : eq(deliveries.destinationId, filter.destinationId),
        filter.states === null ? undefined : inArray(deliveries.state, [...filter.states]),
        filter.before === null ? undefined : lt(deliveries.id, filter.before),
      ),
    )
    .orderBy(desc(deliveries.id))
    .limit(filter.limit)
}
