import type { Sql } from '../../src/db/client.ts'

/** Looks at what purges do to a database: how much one transaction takes, and what stays in which table. */

/** Tables by Postgres' own kinds: `r` holds rows itself, `p` is one whose partitions do. */
async function tablesOf(sql: Sql, kinds: readonly ('r' | 'p')[]): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ${sql(kinds)} and c.relname <> 'watched_deletes' order by 1`
  return rows.map(({ name }) => name)
}

/** From here on each deleting statement is noted. */
export async function watchDeletes(sql: Sql): Promise<void> {
  await sql`create table watched_deletes (transaction bigint not null, name text not null, rows int not null)`
  await sql.unsafe(`
    create function watch_deletes() returns trigger language plpgsql as $$ begin
      insert into watched_deletes select txid_current(), tg_table_name, count(*) from gone having count(*) > 0;
      return null;
    end $$`)
  for (const table of await tablesOf(sql, ['r', 'p'])) {
    await sql`create trigger watched after delete on ${sql(table)} referencing old table as gone
      for each statement execute function watch_deletes()`
  }
}

/** The most rows that one transaction took from one table, by table, and how many transactions did. */
export async function deletesSince(sql: Sql): Promise<Map<string, { most: number; transactions: number }>> {
  const rows = await sql<{ name: string; most: number; transactions: number }[]>`
    select name, max(rows)::int as most, count(*)::int as transactions
    from (select transaction, name, sum(rows) as rows from watched_deletes group by 1, 2) t group by 1`
  return new Map(rows.map(({ name, ...row }) => [name, row]))
}

/** Tables with a row that holds this text anywhere, and one such row. */
export async function holdersOf(sql: Sql, text: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const table of await tablesOf(sql, ['r'])) {
    const [row] = await sql<{ row: string }[]>`
      select t::text as row from ${sql(table)} t where position(${text} in t::text) > 0 limit 1`
    if (row) found[table] = row.row
  }
  return found
}

class Killed extends Error {}

/** Does the work again and again, killed after its first batch, then after its second …, until it comes through. */
export async function throughKills(work: (afterBatch: () => void) => Promise<void>): Promise<number> {
  for (let lives = 1; ; lives += 1) {
    let batches = 0
    try {
      await work(() => {
        batches += 1
        if (batches >= lives) throw new Killed()
      })
      return lives
    } catch (error) {
      if (!(error instanceof Killed)) throw error
    }
  }
}
