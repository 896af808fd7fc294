import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { commitBatch } from '../../src/db/batches/commit-batch.ts'
import { commitBatchBisecting } from '../../src/db/batches/commit-batch-bisecting.ts'
import { DatabaseRefused } from '../../src/db/errors.ts'
import { unsealJson } from '../../src/db/seal/data-key.ts'
import { SealBroken } from '../../src/db/seal/envelope.ts'
import type { AssetDraft, Draft } from '../../src/model/core/records.ts'
import type { Tenant } from '../support/db-fixtures.ts'
import { Collector, login, message, newTenant, user } from '../support/db-fixtures.ts'
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

describe('assets', () => {
  test('are written once, rewritten only when they changed, and say which', async () => {
    const collector = new Collector(tenant, 'platform.users')
    await collector.claim([1, 0, 1])
    const commit = (records: Draft[]) => commitBatch(sql(), collector.batch([1, 0, 1], records))
    expect(await commit([user('a'), user('b')])).toMatchObject({ inserted: 2, changed: 0, unchanged: 0 })
    const versions = () => sql()`select external_id, xmin::text from assets
      where integration_id = ${tenant.integrationId} order by 1`
    const before = await versions()
    expect(await commit([user('a'), user('b')])).toMatchObject({ inserted: 0, changed: 0, unchanged: 2 })
    expect(await versions()).toEqual(before)
    const counts = await commit([user('a', { role: 'owner' }), user('b')])
    expect(counts).toMatchObject({ inserted: 0, changed: 1, unchanged: 1 })
    expect((await versions())[1]).toEqual(before[1])
  })

  test('equal keys in a batch collapse to the one read last', async () => {
    const collector = new Collector(tenant, 'platform.users')
    await collector.claim([1, 0, 1])
    const twice = [user('a', { role: 'reader' }), user('a', { role: 'owner' })]
    const counts = await commitBatch(sql(), collector.batch([1, 0, 1], twice))
    expect(counts).toMatchObject({ inserted: 1, duplicates: 1 })
    const [row] = await sql()`select attributes from assets where integration_id = ${tenant.integrationId}`
    expect(row).toEqual({ attributes: { role: 'owner' } })
  })

  test('are sealed where they must be, and sealed anew only when they changed', async () => {
    const collector = new Collector(tenant, 'chatgpt.gpt_configs')
    await collector.claim([1, 0, 1])
    const config = (text: string): AssetDraft => ({
      type: 'asset',
      kind: 'chatgpt.gpt_config',
      externalId: 'g1/c1',
      parentId: 'g1',
      attributes: {},
      sealed: { instructions: text },
      people: {},
    })
    const row = async () => {
      const [found] = await sql()<{ sealed: Buffer; content_hash: string }[]>`
        select sealed, content_hash from assets where integration_id = ${tenant.integrationId}`
      if (!found) throw new Error('no row')
      return found
    }
    await commitBatch(sql(), collector.batch([1, 0, 1], [config('Be kind')]))
    const first = await row()
    expect(first.sealed.includes('Be kind')).toBe(false)
    const asset = { kind: 'chatgpt.gpt_config', externalId: 'g1/c1' }
    expect(unsealJson(tenant.key, asset, first.sealed)).toEqual({ instructions: 'Be kind' })
    await commitBatch(sql(), collector.batch([1, 0, 1], [config('Be kind')]))
    expect(await row()).toEqual(first)
    await commitBatch(sql(), collector.batch([1, 0, 1], [config('Be brief')]))
    const second = await row()
    expect(second.content_hash).not.toBe(first.content_hash)
    expect(unsealJson(tenant.key, asset, second.sealed)).toEqual({ instructions: 'Be brief' })
  })

  test('sealed texts open under their own asset only', async () => {
    const collector = new Collector(tenant, 'chatgpt.gpt_configs')
    await collector.claim([1, 0, 1])
    const config = (externalId: string): AssetDraft => ({
      type: 'asset',
      kind: 'chatgpt.gpt_config',
      externalId,
      parentId: 'g1',
      attributes: {},
      sealed: { instructions: externalId },
      people: {},
    })
    await commitBatch(sql(), collector.batch([1, 0, 1], [config('g1/c1'), config('g1/c2')]))
    await sql()`
      update assets a set sealed = b.sealed from assets b
      where a.integration_id = ${tenant.integrationId} and b.integration_id = a.integration_id
        and a.external_id = 'g1/c1' and b.external_id = 'g1/c2'`
    const [moved] = await sql()<{ sealed: Buffer }[]>`
      select sealed from assets where integration_id = ${tenant.integrationId} and external_id = 'g1/c1'`
    const open = (externalId: string) =>
      unsealJson(tenant.key, { kind: 'chatgpt.gpt_config', externalId }, moved?.sealed ?? null)
    expect(() => open('g1/c1')).toThrow(SealBroken)
    expect(open('g1/c2')).toEqual({ instructions: 'g1/c2' })
  })

  test('bad characters are mended and counted, not refused', async () => {
    const collector = new Collector(tenant, 'platform.users')
    await collector.claim([1, 0, 1])
    const bad = user('a', { 'na\u0000me': 'half \ud800 pair', list: ['ok', 'nul \u0000'] })
    expect(await commitBatch(sql(), collector.batch([1, 0, 1], [bad]))).toMatchObject({ inserted: 1 })
    const [row] = await sql()`select attributes from assets where integration_id = ${tenant.integrationId}`
    expect(row).toEqual({ attributes: { 'na\ufffdme': 'half \ufffd pair', list: ['ok', 'nul \ufffd'] } })
    const [drift] = await sql()`select path, count from drift where integration_id = ${tenant.integrationId}`
    expect(drift).toEqual({ path: '#mended-text', count: 3 })
  })
})

describe('people', () => {
  test('a directory wins, others only fill in, and nothing is forgotten', async () => {
    const directory = new Collector(tenant, 'platform.users')
    await directory.claim([1, 0, 1])
    const self = (email: string | null, name: string | null) => ({
      ...user('a'),
      people: { self: { ref: 'user:a', email, name } },
    })
    const row = async () => {
      const rows = await sql()`select email, name from people where integration_id = ${tenant.integrationId}`
      expect(rows).toHaveLength(1)
      return rows[0]
    }
    await commitBatch(sql(), directory.batch([1, 0, 1], [self('old@x.com', null)]))
    const log = new Collector(tenant, 'logs.AUTH_LOG')
    await log.claim([1, 0, 1])
    const seen = {
      ...login('e1', 'a', '2026-11-01T00:00:00Z'),
      actor: { kind: 'person' as const, person: { ref: 'user:a', email: 'older@x.com', name: 'Ada' } },
    }
    await commitBatch(sql(), log.batch([1, 0, 1], [seen]))
    expect(await row()).toEqual({ email: 'old@x.com', name: 'Ada' })
    await commitBatch(sql(), directory.batch([1, 0, 1], [self('new@x.com', null)]))
    expect(await row()).toEqual({ email: 'new@x.com', name: 'Ada' })
  })

  test('two streams that name the same hundred people at once make each of them once', async () => {
    const auth = new Collector(tenant, 'logs.AUTH_LOG')
    const audit = new Collector(tenant, 'logs.AUDIT_LOG')
    await Promise.all([auth.claim([1, 0, 1]), audit.claim([1, 0, 1])])
    const names = Array.from({ length: 100 }, (_, index) => `p${index}`)
    const events = (order: string[]) =>
      order.map((name, index) => login(`e${index}`, name, '2026-11-01T00:00:00Z'))
    await Promise.all([
      commitBatch(sql(), auth.batch([1, 0, 1], events(names))),
      commitBatch(sql(), audit.batch([1, 0, 1], events(names.toReversed()))),
    ])
    const rows = await sql()`select from people where integration_id = ${tenant.integrationId}`
    expect(rows).toHaveLength(100)
  })
})

describe('events', () => {
  test('are stored once whatever their time says; another time is drift', async () => {
    const collector = new Collector(tenant, 'logs.AUTH_LOG')
    await collector.claim([1, 0, 1])
    const commit = (records: Draft[]) => commitBatch(sql(), collector.batch([1, 0, 1], records))
    const at = '2026-11-22T03:45:39.123456Z'
    expect(await commit([login('e1', 'a', at)])).toMatchObject({ inserted: 1, duplicates: 0 })
    expect(await commit([login('e1', 'a', at), login('e2', 'a', at)])).toMatchObject({
      inserted: 1,
      duplicates: 1,
    })
    expect(await commit([login('e1', 'a', '2026-12-01T00:00:00Z')])).toMatchObject({ inserted: 0 })
    const rows = await sql()`select event_id, occurred_at, seq from events
      where integration_id = ${tenant.integrationId} order by 1`
    expect(rows).toEqual([
      { event_id: 'e1', occurred_at: at, seq: 1 },
      { event_id: 'e2', occurred_at: at, seq: 2 },
    ])
    const drift = await sql()`select path, count from drift where integration_id = ${tenant.integrationId}`
    expect(drift).toEqual([{ path: '#same-id-other-time', count: 1 }])
  })

  test('the newest version of a message stays, whatever the order; versions count one message', async () => {
    const collector = new Collector(tenant, 'logs.CONVERSATION_MESSAGE')
    await collector.claim([1, 0, 1])
    const versions = [
      message('e1', 'm1', 'a', '2026-11-22T10:00:00.000001Z'),
      message('e3', 'm1', 'a', '2026-11-22T10:00:00.000003Z'),
      message('e2', 'm1', 'a', '2026-11-22T10:00:00.000003Z'),
      message('e4', 'm1', 'a', '2026-11-22T10:00:00.000002Z'),
      message('e5', 'm2', 'a', '2026-11-22T10:00:00Z', 'assistant'),
    ]
    await commitBatch(sql(), collector.batch([1, 0, 1], versions.slice(0, 2)))
    await commitBatch(sql(), collector.batch([1, 0, 1], versions.slice(2)))
    const rows = await sql()`select message_id, event_id from messages
      where integration_id = ${tenant.integrationId} order by 1`
    expect(rows).toEqual([
      { message_id: 'm1', event_id: 'e3' },
      { message_id: 'm2', event_id: 'e5' },
    ])
    const daily = await sql()`select day::text, signal, count from activity_daily
      where integration_id = ${tenant.integrationId}`
    expect(daily).toEqual([{ day: '2026-11-22', signal: 'conversations', count: 1 }])
    const signs = await sql()`select signal, last_at from person_activity
      where integration_id = ${tenant.integrationId}`
    expect(signs).toEqual([{ signal: 'conversations', last_at: '2026-11-22T10:00:00.000003Z' }])
  })

  test('any repetition and any cut of the batches gives the same rows and the same signs of life', async () => {
    const times = ['2026-11-21T23:59:59.999999Z', '2026-11-22T00:00:00Z', '2026-11-22T12:00:00.5Z']
    const events = Array.from({ length: 24 }, (_, index) =>
      login(`e${index}`, `p${index % 4}`, times[index % 3] ?? ''),
    )
    const picture = async (of: Tenant) => ({
      events:
        await sql()`select event_id, occurred_at from events where integration_id = ${of.integrationId} order by 1`,
      signs:
        await sql()`select p.ref, signal, last_at from person_activity a join people p on p.id = a.person_id
        where a.integration_id = ${of.integrationId} order by 1`,
    })
    const collect = async (of: Tenant, slices: readonly (readonly [number, number])[]) => {
      const collector = new Collector(of, 'logs.AUTH_LOG')
      let slice = 0
      for (const [from, length] of slices) {
        slice += 1
        await collector.claim([1, slice, 1])
        await commitBatch(sql(), collector.batch([1, slice, 1], events.slice(from, from + length)))
      }
    }
    await collect(tenant, [[0, events.length]])
    const truth = await picture(tenant)
    expect(truth.events).toHaveLength(events.length)
    const cut = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 24 }))
    await fc.assert(
      fc.asyncProperty(fc.array(cut, { maxLength: 12 }), async (cuts) => {
        const other = await newTenant(fresh.database)
        await collect(other, [...cuts, [0, 24], ...cuts])
        expect(await picture(other)).toEqual(truth)
      }),
      { numRuns: 25 },
    )
  })
})

describe('poison', () => {
  test('is found by halving and quarantined once; everything else is in, the progress counted once', async () => {
    const collector = new Collector(tenant, 'logs.AUTH_LOG')
    await collector.claim([1, 0, 1])
    const events = Array.from({ length: 20 }, (_, index) =>
      login(`e${index}`, 'a', index % 9 === 4 ? 'the day before yesterday' : '2026-11-22T00:00:00Z'),
    )
    const batch = collector.batch([1, 0, 1], events, { cursor: { after: 'x', file: { id: 'f1' } }, pages: 2 })
    await expect(commitBatch(sql(), batch)).rejects.toMatchObject({ sqlState: '22007' })
    const counts = await commitBatchBisecting(sql(), batch)
    expect(counts).toMatchObject({ inserted: 18, duplicates: 0 })
    await commitBatchBisecting(sql(), batch)
    const poison = await sql()`select locator, reason, path from quarantine
      where integration_id = ${tenant.integrationId} order by locator->>'recordId'`
    expect(poison).toHaveLength(2)
    expect(poison[0]).toMatchObject({
      reason: 'database_refused',
      locator: { recordId: 'e13', fileId: 'f1', index: 13 },
    })
    expect(JSON.stringify(poison)).not.toContain('yesterday')
    const [progress] =
      await sql()`select records, pages, quarantined from run_streams where run_id = ${collector.runId}`
    expect(progress).toEqual({ records: 18, pages: 4, quarantined: 4 })
    const [checkpoint] =
      await sql()`select cursor from checkpoints where integration_id = ${tenant.integrationId}`
    expect(checkpoint).toEqual({ cursor: { after: 'x', file: { id: 'f1' } } })
  })

  test('an error says nothing of what was refused', async () => {
    const collector = new Collector(tenant, 'logs.AUTH_LOG')
    await collector.claim([1, 0, 1])
    const batch = collector.batch([1, 0, 1], [login('e1', 'secret-person', 'secret time')])
    const error = await commitBatch(sql(), batch).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(DatabaseRefused)
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('secret')
  })
})
