import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator'
import type { Database, Sql } from './client.ts'
import { openDatabase } from './client.ts'
import { quietly } from './errors.ts'
import { ensureMonthPartitions } from './partitions/ensure-month-partitions.ts'

const MIGRATIONS = fileURLToPath(new URL('../../drizzle', import.meta.url))

/** `merge`-free upserts, hash partitions and `nulls not distinct` are all there from 15 on; older ones are not tested. */
const LEAST_SERVER_VERSION = 150_000

/**
 * One number known to every process that migrates. Session-level: held over all migrations, and freed by
 * Postgres itself if the process dies. Several `casbah migrate` at once queue up; the later find nothing to do.
 */
const MIGRATION_LOCK = 7_204_101

export class PostgresTooOld extends Error {
  override readonly name = 'PostgresTooOld'
  constructor(version: string) {
    super(`Postgres ${version} is too old: Casbah needs 15 or newer. Point DATABASE_URL at a newer server.`)
  }
}

/** Brings the database at `url` to the newest schema; running it again changes nothing. */
export async function migrate(url: string, log: (line: string) => void): Promise<void> {
  // One connection: the lock belongs to a session, and the migrations must run in it. No statement timeout.
  const database = openDatabase(url, { max: 1, applicationName: 'casbah migrate', statementTimeoutMs: 0 })
  try {
    await requireServer(database.sql)
    await quietly(database.sql`select pg_advisory_lock(${MIGRATION_LOCK})`)
    await applyAll(database, log)
  } finally {
    await database.close()
  }
}

async function applyAll(database: Database, log: (line: string) => void): Promise<void> {
  const before = await appliedMigrations(database.sql)
  const known = knownMigrations()
  if (before < known) {
    await applyMigrations(database.drizzle as Parameters<typeof applyMigrations>[0], {
      migrationsFolder: MIGRATIONS,
    })
  }
  log(before < known ? `database: ${known - before} of ${known} migrations applied` : 'database: up to date')
  const made = await ensureMonthPartitions(database.sql)
  if (made > 0) log(`database: ${made} monthly partitions of events made`)
}

/** Whether the database has every migration that this code knows; for `/readyz`. */
export async function migrationsAtHead(sql: Sql): Promise<boolean> {
  return (await appliedMigrations(sql)) >= knownMigrations()
}

async function appliedMigrations(sql: Sql): Promise<number> {
  const [table] = await sql<
    { name: string | null }[]
  >`select to_regclass('drizzle.__drizzle_migrations') as name`
  if (!table?.name) return 0
  const [row] = await sql<{ applied: number }[]>`select count(*) as applied from drizzle.__drizzle_migrations`
  return row?.applied ?? 0
}

function knownMigrations(): number {
  const journal: unknown = JSON.parse(readFileSync(`${MIGRATIONS}/meta/_journal.json`, 'utf8'))
  return (journal as { entries: readonly unknown[] }).entries.length
}

async function requireServer(sql: Sql): Promise<void> {
  const [row] = await sql<{ number: string; version: string }[]>`
    select current_setting('server_version_num') as number, current_setting('server_version') as version`
  if (Number(row?.number ?? 0) < LEAST_SERVER_VERSION)
    throw new PostgresTooOld(row?.version ?? 'of unknown age')
}
