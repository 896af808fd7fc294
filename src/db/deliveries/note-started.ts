import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '../client.ts'
import { deliveries } from '../schema/access.ts'
import type { StartableDelivery } from './deliveries.ts'

/**
 * Their workflows are there: nobody need start these again. Each by its replay: one that was delivered and is to be sent again
 * since it was started waits for another workflow, and would else never get it.
 */
export async function noteStarted(
  db: Db,
  started: readonly Pick<StartableDelivery, 'id' | 'replays'>[],
): Promise<void> {
  for (const [replays, some] of Map.groupBy(started, (one) => one.replays)) {
    const ids = some.map(({ id }) => id)
    await db
      .update(deliveries)
      .set({ workflowStartedAt: sql`now()` })
      .where(and(inArray(deliveries.id, ids), eq(deliveries.replays, replays)))
  }
}
