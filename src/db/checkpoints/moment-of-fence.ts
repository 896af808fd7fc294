import { sql } from 'drizzle-orm'
import type { Db } from '../client.ts'

/**
 * Asked for after `fenceOff`, in its transaction: every batch that the old mode let through began before this moment by
 * the database's clock, and every batch of the new one begins after it. `now()` would be too early by whatever this
 * transaction waited for a batch that held the fence.
 */
export async function momentOfFence(tx: Db): Promise<string> {
  const [row] = await tx.execute<{ moment: string }>(sql`select clock_timestamp()::text as moment`)
  if (row === undefined) throw new Error('The database did not tell the time.')
  return row.moment
}
