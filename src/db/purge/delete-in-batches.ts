import type postgres from 'postgres'
import type { Sql, Tx } from '../client.ts'
import { quietly } from '../errors.ts'
import { listLeaves } from './list-leaves.ts'

/**
 * A purge deletes by the batch, each a statement and so a transaction of its own: a tenant of millions of rows holds
 * no lock for long, runs into no statement timeout, and a kill costs the batch that was on. Nothing is remembered
 * between batches, so whoever begins again deletes what is still there.
 *
 * `ctid = any(array(…))` is the one form that Postgres reads row by row; an `in (…)` over a partitioned table, where
 * the ctid needs its partition's name beside it, reads all tenants' rows once a batch. So each partition is asked for
 * itself, until a pass over all of them finds nothing: rows may move to a month's partition that was just made.
 */
export const ROWS_A_BATCH = 5_000

export interface PurgePace {
  /** Rows deleted (or looked at) in one transaction. Default 5,000: some ten milliseconds. */
  readonly rowsABatch?: number
  /** Called after each batch; what it throws ends the purge there. */
  readonly afterBatch?: () => void
  /** Asked after each batch; true leaves the rest for another time. Default never. */
  readonly isEnough?: () => boolean
}

export type Condition = postgres.PendingQuery<postgres.Row[]>

/** Rows that hang on each deleted row by its id, and go in the same statement. */
export interface Dependent {
  readonly table: string
  readonly column: string
}

export interface Purged {
  readonly table: string
  readonly where: Condition
  readonly dependent?: Dependent | undefined
}

/** In a transaction of somebody's own the batches end together with it. */
export async function deleteInBatches(sql: Sql | Tx, purged: Purged, pace: PurgePace): Promise<void> {
  for (let found = true; found; ) {
    found = false
    for (const leaf of await listLeaves(sql, purged.table)) {
      while ((await deleteBatch(sql, leaf, purged, pace.rowsABatch ?? ROWS_A_BATCH)) > 0) {
        found = true
        pace.afterBatch?.()
        if (pace.isEnough?.()) return
      }
    }
  }
}

async function deleteBatch(
  sql: Sql | Tx,
  leaf: string,
  { where, dependent }: Purged,
  rows: number,
): Promise<number> {
  if (dependent === undefined) {
    const { count } = await quietly(sql`
      delete from ${sql(leaf)} where ctid = any(array(select ctid from ${sql(leaf)} where ${where} limit ${rows}))`)
    return count
  }
  const { count } = await quietly(sql`
    with page as materialized (select ctid as place, id from ${sql(leaf)} where ${where} limit ${rows}),
    hanging as (delete from ${sql(dependent.table)} where ${sql(dependent.column)} in (select id from page))
    delete from ${sql(leaf)} where ctid = any(array(select place from page))`)
  return count
}
