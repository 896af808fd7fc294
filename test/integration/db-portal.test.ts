import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/db/client.ts'
import { openDatabase } from '../../src/db/client.ts'
import { cellPages, rowPages } from '../../src/db/portal.ts'
import { inSnapshot } from '../../src/db/snapshot.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

const STATEMENT_TIMEOUT_MS = 500

let fresh: FreshDatabase
let database: Database
beforeAll(async () => {
  fresh = await freshDatabase()
  database = openDatabase(fresh.url, { statementTimeoutMs: STATEMENT_TIMEOUT_MS })
  await database.sql`create table things as select n from generate_series(1, 10) n`
})
afterAll(async () => {
  await database?.close()
  await fresh?.drop()
})

const upTo = (most: number) => sql`select n, 'thing ' || n as name from generate_series(1, ${most}::int) n`
interface Thing {
  readonly n: number
  readonly name: string
}

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const page of pages) found.push(page)
  return found
}

test.each([0, 1, 2, 3, 4, 7])('of %i rows each comes once, in order, some at a time', async (most) => {
  const pages = await inSnapshot(database.drizzle, ({ db }) => all(rowPages<Thing>(db, upTo(most), 2)))
  expect(pages.flat().map(({ n, name }) => [n, name])).toEqual(
    Array.from({ length: most }, (_, at) => [at + 1, `thing ${at + 1}`]),
  )
  expect(pages.every((page) => page.length <= 2)).toBe(true)
})

test('cells are what Postgres wrote', async () => {
  const statement = sql`select 7 as n, null::text as nothing, 'ä' as name, '{"a":1}'::jsonb as json`
  const [[row] = []] = await inSnapshot(database.drizzle, ({ db }) => all(cellPages(db, statement, 2)))
  expect(row?.map((cell) => cell?.toString() ?? null)).toEqual(['7', null, 'ä', '{"a": 1}'])
})

test('whoever leaves early leaves the connection as it was', async () => {
  await inSnapshot(database.drizzle, async ({ db }) => {
    for (let time = 0; time < 3; time += 1) {
      for await (const [first] of rowPages<Thing>(db, upTo(1_000), 2)) {
        expect(first?.n).toBe(1)
        break
      }
      expect(await db.execute(sql`select count(*)::int as n from things`)).toMatchObject([{ n: 10 }])
    }
  })
})

test('what fails on its way is told without a value, and the connection lives on', async () => {
  const failing = sql`select 10 / (5 - n) as n, ${'secret'}::text as name from generate_series(1, 10) n`
  const read = inSnapshot(database.drizzle, async ({ db }) => {
    for await (const _ of rowPages<Thing>(db, failing, 2));
  })
  await expect(read).rejects.toMatchObject({ name: 'DatabaseRefused', sqlState: '22012' })
  expect(await database.sql`select 1 as n`).toMatchObject([{ n: 1 }])
})

test('whoever reads slowly may take longer than a statement may', async () => {
  const seen = await inSnapshot(database.drizzle, async ({ db }) => {
    let rows = 0
    for await (const page of rowPages<Thing>(db, upTo(4), 1)) {
      rows += page.length
      await pause(STATEMENT_TIMEOUT_MS / 2)
    }
    return rows
  })
  expect(seen).toBe(4)
})

test('what nobody waits for any more, Postgres ends soon', async () => {
  // Given up after as long as a statement may be silent: half a second, and half a second.
  const hasty = openDatabase(fresh.url, { statementTimeoutMs: STATEMENT_TIMEOUT_MS, silenceMarginMs: 500 })
  try {
    const read = inSnapshot(hasty.drizzle, ({ db }) => all(rowPages(db, sql`select pg_sleep(120)`, 2)))
    await expect(read).rejects.toMatchObject({ code: expect.stringMatching(/^CONNECTION_/) })
    await expect
      .poll(
        () => database.sql`
          select from pg_stat_activity
          where datname = current_database() and query like 'select pg_sleep%' and state = 'active'`,
        { timeout: 60_000, interval: 500 },
      )
      .toHaveLength(0)
  } finally {
    await hasty.close()
  }
})

test('what is looked up beside a portal is of the same time', async () => {
  const counted = async (db: Database['drizzle']) => {
    const [row] = await db.execute<{ n: number }>(sql`select count(*)::int as n from things`)
    return row?.n
  }
  await inSnapshot(database.drizzle, async ({ db, beside }) => {
    for await (const _ of rowPages<Thing>(db, upTo(2), 1)) {
      await database.sql`insert into things values (11)`
      expect(await beside(counted)).toBe(10)
    }
  })
  expect(await counted(database.drizzle)).toBe(12)
})
