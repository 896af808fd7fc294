import { and, eq, sql } from 'drizzle-orm'
import type { Fence, SliceInput } from '../../model/core/slices.ts'
import type { Db } from '../client.ts'
import { checkpoints } from '../schema/collecting.ts'
import { fenceText } from './claim-checkpoint.ts'

/**
 * Whether the stream is still this attempt's, and if so keeps it so until the transaction ends: for what an attempt says
 * without a commit, which would have asked the same.
 */
export async function holdFence(
  tx: Db,
  { integrationId, lane, stream }: Pick<SliceInput, 'integrationId' | 'lane' | 'stream'>,
  fence: Fence,
): Promise<boolean> {
  const { integrationId: ofIntegration, lane: ofLane, stream: ofStream, fence: held } = checkpoints
  const rows = await tx
    .select({ lane: ofLane })
    .from(checkpoints)
    .where(
      and(
        ...[eq(ofIntegration, integrationId), eq(ofLane, lane), eq(ofStream, stream)],
        sql`${held} = ${fenceText(fence)}::text::bigint[]`,
      ),
    )
    .for('share')
  return rows.length > 0
}
