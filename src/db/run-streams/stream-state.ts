import { and, eq } from 'drizzle-orm'
import type { RunId } from '../../model/core/ids.ts'
import type { StreamState } from '../../model/core/runs.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Db } from '../client.ts'
import { runStreams } from '../schema/collecting.ts'

/** Where a stream of a run is said to stand; null where nothing is said of it. */
export async function streamState(db: Db, runId: RunId, stream: StreamName): Promise<StreamState | null> {
  const [row] = await db
    .select({ state: runStreams.state })
    .from(runStreams)
    .where(and(eq(runStreams.runId, runId), eq(runStreams.stream, stream)))
  return row?.state ?? null
}
