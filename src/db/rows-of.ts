import type { SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type { Db, Sql, Tx } from './client.ts'
import { quietly } from './errors.ts'

const dialect = new PgDialect()

/** One statement for transactions of both kinds: what is asked by evaluations and by the rest is written down once. */
export async function rowsOf<Row>(on: Db | Sql | Tx, statement: SQL): Promise<Row[]> {
  if (!('unsafe' in on)) return [...(await on.execute<Record<string, unknown>>(statement))] as Row[]
  const { sql, params } = dialect.sqlToQuery(statement)
  return [...(await quietly(on.unsafe(sql, params as string[])))] as Row[]
}
