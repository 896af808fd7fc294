import { and, eq, inArray, sql } from 'drizzle-orm'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Db } from '../client.ts'
import { checkpoints } from '../schema/collecting.ts'

/**
 * Moves the fences of some streams by less than an attempt: a fourth number makes `{3,17,1}` into
 * `{3,17,1,1}`, which no running attempt holds and every later attempt exceeds. Whoever is reading with
 * what was true a moment ago cannot commit, and its retry goes on from the same cursor.
 */
export async function fenceOff(
  tx: Db,
  integrationId: IntegrationId,
  streams: readonly StreamName[],
): Promise<void> {
  await tx
    .update(checkpoints)
    .set({ fence: sql`${checkpoints.fence} || 1::bigint` })
    .where(and(eq(checkpoints.integrationId, integrationId), inArray(checkpoints.stream, [...streams])))
}
