import { and, eq, isNull, sql } from 'drizzle-orm'
import type { DestinationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { destinations } from '../schema/access.ts'

/** Nothing more is sent there; the first reason stays. */
export async function disableDestination(db: Db, id: DestinationId, reason: string): Promise<void> {
  await db
    .update(destinations)
    .set({ disabledAt: sql`now()`, disabledReason: reason })
    .where(and(eq(destinations.id, id), isNull(destinations.disabledAt)))
}
