import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { openDatabase } from '../../../src/db/client.ts'
import { COPIED_TABLES } from '../copied-tables.ts'
import type { SimpleInput } from '../simple-process.ts'

/** The floor of writing: the rows that ours kept, by COPY, into the same tables with the same indexes. */
export async function copyRows({ databaseUrl, rowsFolder }: SimpleInput): Promise<void> {
  const database = openDatabase(databaseUrl, { max: 1 })
  for (const table of COPIED_TABLES) {
    const into = await database.sql`copy ${database.sql(table)} from stdin`.writable()
    await pipeline(createReadStream(join(rowsFolder, table)), into)
  }
  await database.close()
}
