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
  const { url, drop } = await emptyDatabaseOn(server)
  await migrate(url, () => undefined)
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
export const emptyDatabase = (): Promise<EmptyDatabase> => emptyDatabaseOn(inject('postgresUrl'))

interface EmptyDatabase {
  readonly url: string
  drop(): Promise<void>
}

async function emptyDatabaseOn(server: string): Promise<EmptyDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await onServer(server, (admin) => admin.sql`create database ${admin.sql(name)}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    url: url.href,
    drop: () =>
      onServer(server, (admin) => admin.sql`drop database if exists ${admin.sql(name)} with (force)`),
  }
}

async function onServer(url: string, work: (admin: Database) => PromiseLike<unknown>): Promise<void> {
  const admin = openDatabase(url, { max: 1, statementTimeoutMs: 0 })
  try {
    await work(admin)
  } finally {
    await admin.close()
  }
}
