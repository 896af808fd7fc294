import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { nextParents } from '../../src/db/assets/next-parents.ts'
import type { Batch } from '../../src/db/batches/batch.ts'
import { commitBatch } from '../../src/db/batches/commit-batch.ts'
import type { AssetDraft } from '../../src/model/core/records.ts'
import type { Tenant } from '../support/db-fixtures.ts'
import { Collector, newTenant, user } from '../support/db-fixtures.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

let fresh: FreshDatabase
let tenant: Tenant
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())
beforeEach(async () => {
  tenant = await newTenant(fresh.database)
})

const sql = () => fresh.database.sql
const live = async (kind = 'platform.user') => {
  const rows = await sql()<{ external_id: string }[]>`select external_id from assets
    where integration_id = ${tenant.integrationId} and kind = ${kind} and deleted_at is null order by 1`
  return rows.map((row) => row.external_id)
}

describe('absence', () => {
  test('only a completed listing sweeps, and only what no run saw since it began', async () => {
    const full = new Collector(tenant, 'platform.users')
    await full.claim([1, 0, 1])
    const whole = { completed: [''], done: true }
    await commitBatch(sql(), full.batch([1, 0, 1], [user('a'), user('b'), user('c')], whole))
    await full.claim([2, 0, 1])
    // The key check, in the other lane, sees b after the full run began.
    const check = new Collector(tenant, 'platform.users', 'incremental')
    await check.claim([3, 0, 1])
    await commitBatch(sql(), check.batch([3, 0, 1], [user('b')]))
    expect(await commitBatch(sql(), full.batch([2, 0, 1], [user('a')]))).toMatchObject({ swept: 0 })
    expect(await live()).toEqual(['a', 'b', 'c'])
    expect(await commitBatch(sql(), full.batch([2, 0, 1], [], whole))).toMatchObject({ swept: 1 })
    expect(await live()).toEqual(['a', 'b'])
    // Back again: the same asset, not a new one.
    expect(await commitBatch(sql(), full.batch([2, 0, 1], [user('c')]))).toMatchObject({ changed: 1 })
    expect(await live()).toEqual(['a', 'b', 'c'])
  })

  test('a later run does not judge what an earlier one, still on, has seen since it began', async () => {
    const full = new Collector(tenant, 'platform.users')
    const check = new Collector(tenant, 'platform.users', 'incremental')
    await full.claim([1, 0, 1])
    await check.claim([2, 0, 1])
    await commitBatch(sql(), full.batch([1, 0, 1], [user('a')]))
    await commitBatch(sql(), check.batch([2, 0, 1], [], { completed: [''], done: true }))
    expect(await live()).toEqual(['a'])
  })

  test('a record that could not be read is not taken for one that is gone', async () => {
    const unread = (recordId: string): Partial<Batch> => ({
      quarantined: [
        {
          locator: { fileId: null, pageCursor: null, index: 0, recordId, sha256: 'of-its-bytes' },
          reason: 'unknown_shape',
          path: '$.role',
        },
      ],
    })
    const whole = { completed: [''], done: true }
    const users = new Collector(tenant, 'platform.users')
    await users.claim([1, 0, 1])
    await commitBatch(sql(), users.batch([1, 0, 1], [user('a'), user('b'), user('c')], whole))
    await users.claim([2, 0, 1])
    await commitBatch(sql(), users.batch([2, 0, 1], [], unread('b__workspace')))
    expect(await commitBatch(sql(), users.batch([2, 0, 1], [user('a')], whole))).toMatchObject({ swept: 1 })
    expect(await live()).toEqual(['a', 'b'])
    // Gone in truth: nothing of it is listed any more, although its quarantine row stays.
    await users.claim([3, 0, 1])
    await commitBatch(sql(), users.batch([3, 0, 1], [user('a')], whole))
    expect(await live()).toEqual(['a'])

    const keys = new Collector(tenant, 'platform.project_keys')
    const key = { ...user('p1/k1'), kind: 'platform.project_key', parentId: 'p1', people: {} } as const
    await keys.claim([1, 0, 1])
    await commitBatch(sql(), keys.batch([1, 0, 1], [key], { completed: ['p1'] }))
    await keys.claim([2, 0, 1])
    await commitBatch(sql(), keys.batch([2, 0, 1], [], { ...unread('k1'), completed: ['p1'] }))
    expect(await live('platform.project_key')).toEqual(['p1/k1'])
  })

  test('a scope is one parent, and children go with their parent', async () => {
    const project = (id: string): AssetDraft => ({ ...user(id), kind: 'platform.project', people: {} })
    const key = (parent: string, id: string): AssetDraft => ({
      ...user(`${parent}/${id}`),
      kind: 'platform.project_key',
      parentId: parent,
      people: {},
    })
    const projects = new Collector(tenant, 'platform.projects')
    const keys = new Collector(tenant, 'platform.project_keys')
    await projects.claim([1, 0, 1])
    await commitBatch(sql(), projects.batch([1, 0, 1], [project('p1'), project('p2')], { completed: [''] }))
    await keys.claim([1, 0, 1])
    const all = [key('p1', 'k1'), key('p1', 'k2'), key('p2', 'k3')]
    await commitBatch(sql(), keys.batch([1, 0, 1], all, { completed: ['p1', 'p2'], done: true }))
    await keys.claim([2, 0, 1])
    await commitBatch(sql(), keys.batch([2, 0, 1], [key('p1', 'k1')], { completed: ['p1'] }))
    expect(await live('platform.project_key')).toEqual(['p1/k1', 'p2/k3'])
    await projects.claim([2, 0, 1])
    const counts = await commitBatch(sql(), projects.batch([2, 0, 1], [project('p1')], { completed: [''] }))
    expect(counts.swept).toBe(2)
    expect(await live('platform.project_key')).toEqual(['p1/k1'])
    const next = (after: string | null) =>
      nextParents(sql(), { integrationId: tenant.integrationId, kind: 'platform.project', after, limit: 10 })
    expect(await next(null)).toEqual(['p1'])
    expect(await next('p1')).toEqual([])
    const [progress] =
      await sql()`select parents_total, parents_done from run_streams where run_id = ${keys.runId}`
    expect(progress).toEqual({ parents_total: 2, parents_done: 3 })
  })
})
