import { eq } from 'drizzle-orm'
import type { RunId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { runs } from '../schema/collecting.ts'

/** Holds the run's row until the transaction ends: what its streams say together is settled by one at a time. */
export async function lockRun(tx: Db, runId: RunId): Promise<void> {
  await tx.select({ id: runs.id }).from(runs).where(eq(runs.id, runId)).for('update')
}
