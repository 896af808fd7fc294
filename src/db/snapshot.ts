import { sql } from 'drizzle-orm'
import type { Db } from './client.ts'

/** Everything as it was at one time. */
export interface Snapshot {
  readonly db: Db
  /** ISO. */
  readonly asOf: string
  /** For one short look at the same time while a portal is open on `db`: by another connection of the pool. */
  beside<Result>(read: (db: Db) => Promise<Result>): Promise<Result>
}

const ISOLATED = { isolationLevel: 'repeatable read', accessMode: 'read only' } as const

/**
 * Reads as everything was at one time, however long it takes: a transaction that sees nothing of what others write
 * meanwhile, and holds nobody up. `now()` is its time throughout. It keeps a connection, and Postgres from clearing away
 * what has changed since; where nothing is asked of it for fifteen seconds, Postgres ends it.
 *
 * What its first transaction sees, others may see as well by its name, for as long as it is open.
 */
export function inSnapshot<Result>(db: Db, read: (snapshot: Snapshot) => Promise<Result>): Promise<Result> {
  return db.transaction(async (tx) => {
    const [row] = await tx.execute<{ at: string; name: string }>(
      sql`select now() as at, pg_export_snapshot() as name`,
    )
    if (row === undefined) throw new Error('Postgres did not say what time it is.')
    return read({ db: tx, asOf: row.at, beside: (look) => seeing(db, row.name, look) })
  }, ISOLATED)
}

const seeing = <Result>(db: Db, name: string, read: (db: Db) => Promise<Result>): Promise<Result> =>
  db.transaction(async (tx) => {
    // It takes no parameters, and the name is Postgres' own.
    await tx.execute(sql.raw(`set transaction snapshot '${name}'`))
    return read(tx)
  }, ISOLATED)
