import type { Sql, Tx } from '../client.ts'
import { quietly } from '../errors.ts'

/** The partitions that hold a table's rows; the table itself where it has none. */
export async function listLeaves(sql: Sql | Tx, table: string): Promise<string[]> {
  const rows = await quietly(sql<{ name: string }[]>`
    select c.relname as name from pg_partition_tree(${table}::regclass) p join pg_class c on c.oid = p.relid
    where p.isleaf order by 1`)
  return rows.length === 0 ? [table] : rows.map(({ name }) => name)
}
