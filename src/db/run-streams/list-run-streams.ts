import { eq } from 'drizzle-orm'
import type { RunId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { runStreams } from '../schema/collecting.ts'

export type RunStream = typeof runStreams.$inferSelect

/** Progress of a run's streams. The run itself was read within a scope before. */
export function listRunStreams(db: Db, runId: RunId): Promise<RunStream[]> {
  return db.select().from(runStreams).where(eq(runStreams.runId, runId)).orderBy(runStreams.stream)
}
