import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import type { Database, DatabaseOptions } from '../../src/db/client.ts'
import { openDatabase } from '../../src/db/client.ts'
import { migrate } from '../../src/db/migrate.ts'

export interface FreshDatabase {
  readonly url: string
  readonly database: Database
  /** Closes the pool and drops the database. */
  drop(): Promise<void>
}

/** A new, migrated database of its own on the server that the test run started; one per test file is enough. */
export const freshDatabase = (options: DatabaseOptions = {}): Promise<FreshDatabase> =>
  databaseOn(inject('postgresUrl'), options)

export async function databaseOn(server: string, options: DatabaseOptions = {}): Promise<FreshDatabase> {
  const { url, drop } = await emptyDatabaseOn(server, await migratedTemplateOn(server))
  const database = openDatabase(url, options)
  return {
    url,
    database,
    drop: async () => {
      await database.close()
      await drop()
    },
  }
}

/** A new database without a schema. */
export const emptyDatabase = (): Promise<EmptyDatabase> => emptyDatabaseOn(inject('postgresUrl'), 'template1')

interface EmptyDatabase {
  readonly url: string
  drop(): Promise<void>
}

async function emptyDatabaseOn(server: string, template: string): Promise<EmptyDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await onServer(
    server,
    (admin) => admin.sql`create database ${admin.sql(name)} template ${admin.sql(template)}`,
  )
  return {
    url: urlOf(server, name),
    drop: () =>
      onServer(server, (admin) => admin.sql`drop database if exists ${admin.sql(name)} with (force)`),
  }
}

const TEMPLATE = 'migrated'
const UNFINISHED = 'migrated_so_far'

/** Known to all test files of a run: whoever comes first makes the template, the others wait for it. */
const TEMPLATE_LOCK = 7_204_102

/**
 * The server's migrated database that others are copied from: all migrations take three times as long as a copy. It gets
 * its name last, so that one whose maker died is not taken for whole.
 */
async function migratedTemplateOn(server: string): Promise<string> {
  await onServer(server, async ({ sql }) => {
    await sql`select pg_advisory_lock(${TEMPLATE_LOCK})`
    const [made] = await sql`select 1 from pg_database where datname = ${TEMPLATE}`
    if (made) return
    await sql`drop database if exists ${sql(UNFINISHED)} with (force)`
    await sql`create database ${sql(UNFINISHED)}`
    await migrate(urlOf(server, UNFINISHED), () => undefined)
    await sql`alter database ${sql(UNFINISHED)} rename to ${sql(TEMPLATE)}`
  })
  return TEMPLATE
}

function urlOf(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

async function onServer(url: string, work: (admin: Database) => PromiseLike<unknown>): Promise<void> {
  const admin = openDatabase(url, { max: 1, statementTimeoutMs: 0 })
  try {
    await work(admin)
  } finally {
    await admin.close()
  }
}
