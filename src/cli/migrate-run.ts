import { readSettings } from '../config.ts'
import { openDatabase } from '../db/client.ts'
import { migrate } from '../db/migrate.ts'
import { checkMasterKey } from '../db/seal/check-master-key.ts'
import { openMasterKey } from '../db/seal/master-key.ts'
import { openTemporal } from '../temporal/client.ts'
import { registerSearchAttributes } from '../temporal/search-attributes.ts'
import type { Io } from './io.ts'

export async function runMigrate(io: Io, { temporal }: { readonly temporal: boolean }): Promise<void> {
  const settings = readSettings(io.env)
  const say = (line: string) => io.err(line)
  await migrate(settings.DATABASE_URL, say)
  await adoptMasterKey(settings.DATABASE_URL, settings.CASBAH_MASTER_KEY)
  say('master key: it is the one of this database')
  if (!temporal) return
  const client = openTemporal(settings)
  try {
    await registerSearchAttributes(client.connection, settings.TEMPORAL_NAMESPACE)
    say('temporal: search attributes are registered')
  } finally {
    await client.close()
  }
}

/** The first key that a database sees becomes its own; any other is refused from then on. */
export async function adoptMasterKey(databaseUrl: string, masterKey: string): Promise<void> {
  const database = openDatabase(databaseUrl, { max: 1, applicationName: 'casbah migrate' })
  try {
    await checkMasterKey(database.drizzle, openMasterKey(masterKey))
  } finally {
    await database.close()
  }
}
