import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../src/db/client.ts'
import { openDatabase } from '../../src/db/client.ts'
import { DatabaseRefused } from '../../src/db/errors.ts'
import { checkHealth } from '../../src/db/health/check-health.ts'
import { integrations } from '../../src/db/schema/connection.ts'
import { HalfOpenProxy } from '../support/half-open-proxy.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

/** Small, so that the test does not take the half minute that production allows a statement. */
const STATEMENT_TIMEOUT_MS = 500
/** For what Postgres comes to by itself, on a busy machine too. */
const PATIENT = { timeout: 60_000 }
/** Milliseconds in which a socket that was closed has been put away. */
const SETTLED_MS = 300

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())

describe('a half-open connection', () => {
  let proxy: HalfOpenProxy
  let url: string
  beforeEach(async () => {
    const target = new URL(fresh.url)
    proxy = await HalfOpenProxy.to(target.hostname, Number(target.port))
    target.port = String(proxy.port)
    url = target.href
    return () => proxy.close()
  })

  test('neither a query nor a transaction on it hangs, and the pool recovers', async () => {
    const database = openDatabase(url, {
      max: 2,
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
      silenceMarginMs: 500,
    })
    await Promise.all([database.sql`select 1`, database.sql`select 2`])
    proxy.fallSilent()
    const settled = await Promise.allSettled([
      database.sql`select 3`,
      database.sql.begin(async (tx) => {
        await tx`select 4`
        await tx`select 5`
      }),
    ])
    expect(settled.map((one) => one.status)).toEqual(['rejected', 'rejected'])
    proxy.recover()
    const [row] = await database.sql`select 6 as six`
    expect(row).toEqual({ six: 6 })
    await database.close()
  })

  test('a health check says no instead of waiting', async () => {
    const database = openDatabase(url, { max: 1, statementTimeoutMs: 10_000 })
    expect(await checkHealth(database.sql)).toEqual({ reachable: true, migrated: true })
    proxy.fallSilent()
    expect(await checkHealth(database.sql)).toEqual({ reachable: false, migrated: false })
    await proxy.close()
    proxy = await HalfOpenProxy.to('127.0.0.1', 1)
    await database.close()
  })
})

describe('a connection that breaks', () => {
  const victims = (database: Database) => database.sql<{ pid: number }[]>`
    select pid from pg_stat_activity where application_name = 'victim' and pid <> pg_backend_pid()`

  test('inside transactions and savepoints fails them, and the same pool goes on', async () => {
    const database = openDatabase(fresh.url, { max: 3, applicationName: 'victim' })
    for (let round = 0; round < 5; round += 1) {
      const hurt = [1, 2, 3].map((n) =>
        database.drizzle.transaction((tx) =>
          tx.transaction(async (inner) => {
            await inner.execute(sql`select ${n}::int`)
            await inner.execute(sql`select pg_sleep(30)`)
          }),
        ),
      )
      const settled = Promise.allSettled(hurt)
      const sleeping = async () => {
        const [row] = await fresh.database.sql`select count(*) as n from pg_stat_activity
          where application_name = 'victim' and query like 'select pg_sleep%'`
        return row?.n === 3
      }
      await expect.poll(sleeping, PATIENT).toBe(true)
      for (const { pid } of await victims(fresh.database)) {
        await fresh.database.sql`select pg_terminate_backend(${pid})`
      }
      expect((await settled).map((one) => one.status)).toEqual(['rejected', 'rejected', 'rejected'])
      // The driver may tell one later query of each connection that the server went away; then it is well again.
      const ask = (n: number) => database.sql`select ${n}::int as n`
      const alive = await Promise.all([1, 2, 3, 4].map((n) => ask(n).catch(() => ask(n))))
      expect(alive.map(([row]) => row?.n)).toEqual([1, 2, 3, 4])
    }
    await database.close()
  })

  test('between two statements of a transaction fails the next one, and neither the process nor the pool', async () => {
    const database = openDatabase(fresh.url, { max: 1, applicationName: 'victim' })
    for (let round = 0; round < 3; round += 1) {
      const next = Promise.withResolvers<unknown>()
      const hurt = database.sql.begin(async (tx) => {
        const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
        await fresh.database.sql`select pg_terminate_backend(${row?.pid ?? 0})`
        await expect.poll(async () => (await victims(fresh.database)).length, PATIENT).toBe(0)
        // Long enough for the driver to have put the socket away, which a statement of ours then meets.
        await sleep(SETTLED_MS)
        next.resolve(await tx`select 2`.then(String, ({ code }) => code))
      })
      await expect(hurt).rejects.toThrow()
      expect(await next.promise).toBe('CONNECTION_CLOSED')
      const ask = () => database.sql`select 3 as three`
      expect(await ask().catch(ask)).toEqual([{ three: 3 }])
    }
    await database.close()
  })

  test('a server that is not there costs no place in the pool', async () => {
    const target = new URL(fresh.url)
    const proxy = await HalfOpenProxy.to(target.hostname, Number(target.port))
    target.port = String(proxy.port)
    await proxy.close()
    const database = openDatabase(target.href, { max: 2 })
    for (let n = 0; n < 6; n += 1) {
      await expect(database.sql`select 1`).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    }
    await database.close()
  })
})

describe('the client', () => {
  test('bounds statements, keeps microseconds and whole numbers, names itself', async () => {
    const database = openDatabase(fresh.url, { statementTimeoutMs: STATEMENT_TIMEOUT_MS })
    await expect(database.sql`select pg_sleep(5)`).rejects.toMatchObject({ code: '57014' })
    const [row] = await database.sql`
      select '2026-11-22T03:45:39.123456+01:00'::timestamptz as at, '2026-11-22'::date as day,
        9007199254740991::bigint as big, array[1, 2]::bigint[] as fence, '{"a":[1]}'::jsonb as json,
        current_setting('application_name') as name`
    expect(row).toEqual({
      at: '2026-11-22T02:45:39.123456Z',
      day: '2026-11-22',
      big: 9_007_199_254_740_991,
      fence: [1, 2],
      json: { a: [1] },
      name: 'casbah',
    })
    await database.close()
  })

  test("Drizzle's errors carry no parameter, alone or in transactions", async () => {
    const insert = (db: typeof fresh.database.drizzle) =>
      db.insert(integrations).values({
        id: 'planted-secret' as never,
        displayName: 'planted-secret',
        collectionMode: 'metadata',
        phase: 'idle',
        readsPlatform: false,
        createdBy: { kind: 'system', id: 'x', label: 'x' },
      })
    const attempts = [
      insert(fresh.database.drizzle),
      fresh.database.drizzle.transaction((tx) => insert(tx)),
      fresh.database.drizzle.transaction((tx) => tx.transaction((inner) => insert(inner))),
    ]
    for (const settled of await Promise.allSettled(attempts)) {
      const error = settled.status === 'rejected' ? settled.reason : null
      expect(error).toBeInstanceOf(DatabaseRefused)
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('planted')
    }
  })
})
