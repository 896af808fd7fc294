import { sql } from 'drizzle-orm'
import type { Db } from './client.ts'

/**
 * Reads as everything was at one time, however long it takes: a transaction that sees nothing of what others write
 * meanwhile, and holds nobody up. `now()` is its time throughout. It keeps a connection, and Postgres from clearing away
 * what has changed since; where nothing is asked of it for fifteen seconds, Postgres ends it.
 */
export function inSnapshot<Result>(
  db: Db,
  read: (snapshot: Db, asOf: string) => Promise<Result>,
): Promise<Result> {
  return db.transaction(
    async (tx) => {
      const [row] = await tx.execute<{ at: string }>(sql`select now() as at`)
      return read(tx, row?.at ?? '')
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}
