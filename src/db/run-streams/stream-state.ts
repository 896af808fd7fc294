import { and, eq } from 'drizzle-orm'
import type { RunId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Db } from '../client.ts'
import { runStreams } from '../schema/collecting.ts'

/** Whether a stream of a run is said to have stalled. */
export async function isStalled(db: Db, runId: RunId, stream: StreamName): Promise<boolean> {
  const rows = await db
    .select({ stream: runStreams.stream })
    .from(runStreams)
    .where(and(eq(runStreams.runId, runId), eq(runStreams.stream, stream), eq(runStreams.state, 'stalled')))
  return rows.length > 0
}
