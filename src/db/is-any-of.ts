import type { SQL } from 'drizzle-orm'
import { eq, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'

/**
 * `column in (…)` with one parameter for all values: the statement is the same for any number of them, so that Postgres can
 * keep it ready. Drizzle's `inArray` makes another statement of each number. One value is asked for as such: of that alone
 * Postgres knows that an index which begins with the column gives the rest in its order.
 */
export function isAnyOf(column: PgColumn, values: readonly (string | number)[]): SQL {
  const [only] = values
  if (values.length === 1) return eq(column, only)
  return sql`${column} = any(${sql.param([...values])}::${sql.raw(column.getSQLType())}[])`
}
