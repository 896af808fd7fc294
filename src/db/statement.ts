import type { Column, SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type { Db } from './client.ts'

/**
 * Statements that are asked dozens of times a second. Drizzle writes a statement anew each time, and needed a millisecond
 * for the columns of a finding, which is as long as Postgres needs to run it; then it goes through the columns of each row.
 * So what is the same each time is written once, and Postgres names the columns itself.
 */
const dialect = new PgDialect()

/** A part without parameters, written now and not at each use. */
export function fixed(part: SQL): SQL {
  const { sql: text, params } = dialect.sqlToQuery(part)
  if (params.length > 0) throw new Error('What has parameters is not the same each time.')
  return sql.raw(text)
}

/** What is selected, under the names that its rows have here. */
export const named = (columns: Readonly<Record<string, Column | SQL>>): SQL =>
  fixed(
    sql.join(
      Object.entries(columns).map(([name, column]) => sql`${column} as ${sql.identifier(name)}`),
      sql`, `,
    ),
  )

/** A statement's text and parameters. */
export const textOf = (statement: SQL): { readonly sql: string; readonly params: unknown[] } =>
  dialect.sqlToQuery(statement)

/**
 * The rows of a statement that Postgres keeps ready: one way there and back. What its columns are called and hold is for
 * the caller to say, which wrote it.
 */
export function rowsOf<Row>(db: Db, name: string, statement: SQL): Promise<readonly Row[]> {
  const query = db._.session.prepareQuery(dialect.sqlToQuery(statement), undefined, name, false)
  return query.execute() as Promise<readonly Row[]>
}
