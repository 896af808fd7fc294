import { and, eq, inArray, sql } from 'drizzle-orm'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Db } from '../client.ts'
import { checkpoints } from '../schema/collecting.ts'

/**
 * Takes from some streams where they stand, so that they are read anew from the look-back. The rows stay: without
 * their fences a stale attempt could claim the streams again.
 */
export async function emptyCheckpoints(
  tx: Db,
  integrationId: IntegrationId,
  streams: readonly StreamName[],
): Promise<void> {
  await tx
    .update(checkpoints)
    .set({
      cursor: null,
      coveredFrom: null,
      completeRunNo: null,
      completedAt: null,
      updatedAt: sql`clock_timestamp()`,
    })
    .where(and(eq(checkpoints.integrationId, integrationId), inArray(checkpoints.stream, [...streams])))
}
