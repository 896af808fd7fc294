import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { commitBatch } from '../../src/db/batches/commit-batch.ts'
import { peopleOf } from '../../src/db/batches/people-of.ts'
import { resolvePeople } from '../../src/db/batches/resolve-people.ts'
import { writeAssets } from '../../src/db/batches/write-assets.ts'
import { Fenced } from '../../src/db/fenced.ts'
import { PeopleCache } from '../../src/db/people/people-cache.ts'
import { shredIntegration } from '../../src/db/purge/shred-integration.ts'
import type { Tenant } from '../support/db-fixtures.ts'
import { Collector, newTenant, user } from '../support/db-fixtures.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { eventually } from '../support/temporal.ts'

describe('the fence', () => {
  let fresh: FreshDatabase
  let tenant: Tenant
  beforeAll(async () => {
    fresh = await freshDatabase()
  })
  afterAll(() => fresh.drop())
  beforeEach(async () => {
    tenant = await newTenant(fresh.database)
  })
  const stored = async () => {
    const rows = await fresh.database.sql<{ external_id: string }[]>`
      select external_id from assets where integration_id = ${tenant.integrationId} order by external_id`
    return rows.map((row) => row.external_id)
  }

  test('orders run, slice and attempt left to right, as numbers', async () => {
    const collector = new Collector(tenant, 'platform.users')
    expect(await collector.claim([2, 9, 1])).not.toBeNull()
    expect(await collector.claim([2, 10, 1])).not.toBeNull()
    expect(await collector.claim([2, 10, 2])).not.toBeNull()
    expect(await collector.claim([2, 10, 2])).toBeNull()
    expect(await collector.claim([2, 9, 99])).toBeNull()
    expect(await collector.claim([1, 99, 99])).toBeNull()
    expect(await collector.claim([10, 0, 1])).not.toBeNull()
  })

  test('a late start of an older attempt is told so, and the newer one goes on undisturbed', async () => {
    const collector = new Collector(tenant, 'platform.users')
    await collector.claim([1, 3, 2])
    await commitBatch(fresh.database.sql, collector.batch([1, 3, 2], [user('a')]))
    expect(await collector.claim([1, 3, 1])).toBeNull()
    await commitBatch(fresh.database.sql, collector.batch([1, 3, 2], [user('b')]))
    expect(await stored()).toEqual(['a', 'b'])
  })

  test('a zombie commits nothing: no row, no cursor, no progress, no person', async () => {
    const collector = new Collector(tenant, 'platform.users')
    await collector.claim([1, 0, 1])
    await collector.claim([1, 0, 2])
    const zombie = commitBatch(fresh.database.sql, collector.batch([1, 0, 1], [user('a')], { pages: 7 }))
    await expect(zombie).rejects.toBeInstanceOf(Fenced)
    expect(await stored()).toEqual([])
    const { sql } = fresh.database
    expect(await sql`select from people where integration_id = ${tenant.integrationId}`).toHaveLength(0)
    expect(await sql`select from run_streams where run_id = ${collector.runId}`).toHaveLength(0)
    const [row] =
      await sql`select cursor, seq from checkpoints where integration_id = ${tenant.integrationId}`
    expect(row).toEqual({ cursor: null, seq: 0 })
  })

  test('negative control: the same write without the claim does get through', async () => {
    const collector = new Collector(tenant, 'platform.users')
    await collector.claim([1, 0, 1])
    await collector.claim([1, 0, 2])
    const batch = collector.batch([1, 0, 1], [user('a')])
    await fresh.database.sql.begin(async (tx) => {
      const people = await resolvePeople(tx, tenant.integrationId, peopleOf(batch.records), new PeopleCache())
      await writeAssets(tx, batch, [user('a')], people)
    })
    expect(await stored()).toEqual(['a'])
  })

  test('the first claim of a stream waits for a change of mode that is on its way, which so finds it or is found', async () => {
    const collector = new Collector(tenant, 'logs.CONVERSATION_MESSAGE')
    const { sql } = fresh.database
    const order: string[] = []
    let claimed: Promise<unknown> = Promise.resolve()
    await sql.begin(async (tx) => {
      await tx`update integrations set collection_mode = 'none' where id = ${tenant.integrationId}`
      claimed = collector.claim([1, 0, 1]).then(() => order.push('claimed'))
      // The claim has come as far as it can; without the lock it would be through by now.
      await eventually('the claim waits', async () => {
        const [row] = await sql`select count(*)::int as waiting from pg_locks where not granted`
        if (row?.waiting === 0 && order.length === 0) throw new Error('nobody waits')
      })
      order.push('changed')
    })
    await claimed
    expect(order).toEqual(['changed', 'claimed'])
  })

  test('of many attempts that claim and commit at once, the greatest ends as the only writer', async () => {
    const collector = new Collector(tenant, 'platform.users')
    const attempts = Array.from({ length: 12 }, (_, index) => index + 1)
    await Promise.all(attempts.map((attempt) => collector.claim([1, 0, attempt])))
    const outcomes = await Promise.allSettled(
      attempts.map((attempt) =>
        commitBatch(fresh.database.sql, collector.batch([1, 0, attempt], [user(`u${attempt}`)])),
      ),
    )
    expect(outcomes.map((outcome) => outcome.status)).toEqual([...Array(11).fill('rejected'), 'fulfilled'])
    expect(await stored()).toEqual(['u12'])
  })

  test('a newer run starts a state stream afresh, and a log stream goes on', async () => {
    const state = new Collector(tenant, 'platform.users')
    const first = await state.claim([1, 0, 1])
    await commitBatch(fresh.database.sql, state.batch([1, 0, 1], [user('a')], { cursor: { after: 'a' } }))
    expect(await state.claim([1, 1, 1])).toEqual({ ...first, cursor: { after: 'a' } })
    const second = await state.claim([2, 0, 1])
    expect(second?.cursor).toBeNull()
    expect(second && first && second.startedAt > first.startedAt).toBe(true)

    const log = new Collector(tenant, 'logs.AUTH_LOG')
    await log.claim([1, 0, 1])
    const covered = '2026-10-01T00:00:00.000001Z'
    await commitBatch(
      fresh.database.sql,
      log.batch([1, 0, 1], [], { cursor: { after: 't' }, coveredFrom: covered }),
    )
    expect(await log.claim([5, 0, 1])).toMatchObject({ cursor: { after: 't' }, coveredFrom: covered })
  })

  test('nothing can be claimed for an integration that is gone', async () => {
    const collector = new Collector(tenant, 'platform.users')
    await collector.claim([1, 0, 1])
    await commitBatch(fresh.database.sql, collector.batch([1, 0, 1], [user('a')]))
    await shredIntegration(fresh.database.sql, tenant.integrationId)
    expect(await stored()).toEqual([])
    await expect(
      commitBatch(fresh.database.sql, collector.batch([1, 0, 1], [user('b')])),
    ).rejects.toBeInstanceOf(Fenced)
    expect(await collector.claim([2, 0, 1])).toBeNull()
    const tables = ['people', 'data_keys', 'credentials', 'capabilities', 'checkpoints'] as const
    for (const table of tables) {
      const rows = await fresh.database.sql`
        select from ${fresh.database.sql(table)} where integration_id = ${tenant.integrationId}`
      expect(rows, table).toHaveLength(0)
    }
  })
})
