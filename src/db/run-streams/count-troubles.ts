import { and, eq, isNull, sql } from 'drizzle-orm'
import type { RunId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { Db } from '../client.ts'
import { runStreams } from '../schema/collecting.ts'

export interface Troubles {
  readonly runId: RunId
  readonly stream: StreamName
  /** Slices begun again. */
  readonly retries?: number
  /** Milliseconds waited in place that no commit has counted. */
  readonly waitedMs?: number
}

/** Adds to what a stream has been through, whatever its state; one that has ended is left as it ended. */
export async function countTroubles(db: Db, troubles: Troubles): Promise<void> {
  const { runId, stream, retries = 0, waitedMs = 0 } = troubles
  await db
    .update(runStreams)
    .set({
      retries: sql`${runStreams.retries} + ${retries}`,
      waitedMs: sql`${runStreams.waitedMs} + ${waitedMs}`,
    })
    .where(and(eq(runStreams.runId, runId), eq(runStreams.stream, stream), isNull(runStreams.endedAt)))
}
