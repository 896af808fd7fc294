import { chmod, mkdir, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { BenchPlace, FreshDatabase } from './place.ts'

/** Every table that storing messages writes rows of messages to, or counts them in. */
export const COPIED_TABLES = [
  'people',
  'event_keys',
  'messages',
  'activity_daily',
  'person_activity',
] as const

/** Has Postgres write the rows into files, in its own format, in a folder that it may write to. */
export async function exportRows(place: BenchPlace, { database }: FreshDatabase): Promise<string> {
  const folder = join(dirname(place.postgres.logFile), 'rows')
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o777)
  for (const table of COPIED_TABLES) {
    await database.sql.unsafe(`copy (select * from ${table}) to '${join(folder, table)}'`)
  }
  if ((await readdir(folder)).length < COPIED_TABLES.length) throw new Error('Postgres exported no rows.')
  return folder
}
