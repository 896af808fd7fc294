import { randomUUIDv7 } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { applyMode } from '../../src/activities/apply-mode.ts'
import { commitBatch } from '../../src/db/batches/commit-batch.ts'
import { setMode } from '../../src/db/integrations/change-integration.ts'
import { purgeAuditEvents } from '../../src/db/purge/purge-audit-events.ts'
import { OBSERVATION_DAYS, purgeObservations } from '../../src/db/purge/purge-observations.ts'
import { purgeStreams } from '../../src/db/purge/purge-streams.ts'
import { shredIntegration } from '../../src/db/purge/shred-integration.ts'
import { openRun } from '../../src/db/runs/open-run.ts'
import { SYSTEM_ACTOR } from '../../src/model/core/actor.ts'
import { asRunNo } from '../../src/model/core/ids.ts'
import type { EventDraft } from '../../src/model/core/records.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { STREAMS } from '../../src/model/core/streams.ts'
import type { Tenant } from '../support/db-fixtures.ts'
import { Collector, message, newTenant, user } from '../support/db-fixtures.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { deletesSince, holdersOf, throughKills, watchDeletes } from '../support/purges.ts'

const ROWS_A_BATCH = 5
const HOW_MANY = 23
const DAY = '2026-11-10'

let fresh: FreshDatabase
let tenant: Tenant
let other: Tenant
beforeEach(async () => {
  fresh = await freshDatabase()
  tenant = await newTenant(fresh.database)
  other = await newTenant(fresh.database)
})
afterEach(() => fresh.drop())
const sql = () => fresh.database.sql

const many = <T>(make: (n: number) => T): T[] => Array.from({ length: HOW_MANY }, (_, n) => make(n))
const at = (n: number) => `${DAY}T10:${String(n).padStart(2, '0')}:00.000001Z`

/** A collector whose run has its row, and whose claim is made. */
async function collecting(of: Tenant, stream: StreamName, runNo = 1): Promise<Collector> {
  const collector = new Collector(of, stream)
  const { lane } = STREAMS[stream]
  const run = { integrationId: of.integrationId, runNo: asRunNo(runNo), lane, requestedBy: SYSTEM_ACTOR }
  await openRun(of.database.drizzle, { ...run, id: collector.runId, kind: lane, workflowId: randomUUIDv7() })
  await sql()`update runs set ended_at = now(), state = 'completed' where id = ${collector.runId}`
  await collector.claim([runNo, 0, 1])
  return collector
}

const audit = (eventId: string, n: number, action: string, data: object = {}): EventDraft => ({
  type: 'event',
  eventId,
  occurredAt: at(n),
  eventType: 'AUDIT_LOG',
  action,
  actor: { kind: 'unknown' },
  attributes: { action_data: { ...data } },
})

/** Everything that a stream of conversations leaves behind, each with `mark` in it. */
async function collectConversations(of: Tenant, mark: string): Promise<Collector> {
  const conversations = await collecting(of, 'logs.CONVERSATION_MESSAGE')
  const messages = many((n) => ({
    ...message(`${mark}-e${n}`, `${mark}-m${n}`, 'somebody', at(n)),
    conversationId: `${mark}-c`,
  }))
  const locator = { fileId: `${mark}-f`, pageCursor: null, index: 0, recordId: `${mark}-q`, sha256: mark }
  await commitBatch(
    sql(),
    conversations.batch([1, 0, 1], messages, {
      cursor: { after: `${mark}-cursor` },
      coveredFrom: '2026-10-10T00:00:00Z',
      cursorTime: at(HOW_MANY),
      done: true,
      quarantined: [{ locator, reason: 'unknown_shape', path: '$' }],
      drift: [{ path: `${mark}.path`, count: 1 }],
    }),
  )
  return conversations
}

async function collectAudit(of: Tenant, mark: string): Promise<void> {
  const log = await collecting(of, 'logs.AUDIT_LOG', 2)
  const records = many((n) => [
    audit(`kept-${n}`, n, 'DELETE_GPT_FILE', { gpt_id: `g-${n}`, file_id: `${mark}-file` }),
    audit(`${mark}-named-${n}`, n, 'NEW_THING', { conversation_id: `${mark}-id` }),
    audit(`${mark}-${n}`, n, 'CONVERSATION_SHARE'),
  ])
  await commitBatch(sql(), log.batch([2, 0, 1], records.flat(), { cursor: { after: 'audit-cursor' } }))
}

describe('mode none', () => {
  const purge = (afterBatch: () => void = () => undefined) =>
    applyMode(
      { database: fresh.database },
      { integrationId: tenant.integrationId, mode: 'none' },
      { rowsABatch: ROWS_A_BATCH, afterBatch },
    )

  test('leaves nothing of conversations in any table, whatever kills the purge', async () => {
    await collectConversations(tenant, 'canary')
    await collectAudit(tenant, 'canary')
    await collectConversations(other, 'foreign')
    const planted = await holdersOf(sql(), 'canary')
    expect(Object.keys(planted)).toEqual(
      expect.arrayContaining(['checkpoints', 'drift', 'event_keys', 'events_2026_11', 'quarantine']),
    )
    expect(await throughKills(purge)).toBeGreaterThan(HOW_MANY / ROWS_A_BATCH)

    expect(await holdersOf(sql(), 'canary')).toEqual({})
    const own = sql()`integration_id = ${tenant.integrationId}`
    const ofStream = sql()`stream = 'logs.CONVERSATION_MESSAGE'`
    const left = await sql()`
      select 'messages' from messages where ${own}
      union all select 'signals' from person_activity where ${own} and signal = 'conversations'
      union all select 'days' from activity_daily where ${own} and signal = 'conversations'
      union all select 'progress' from run_streams
        where ${ofStream} and run_id in (select id from runs where ${own})`
    expect(left).toEqual([])
    const [standing] = await sql()`
      select cursor, covered_from, complete_run_no, completed_at from checkpoints where ${own} and ${ofStream}`
    expect(standing).toEqual({ cursor: null, covered_from: null, complete_run_no: null, completed_at: null })
  })

  test('keeps what is not of conversations, and what is another integration’s', async () => {
    await collectConversations(tenant, 'canary')
    await collectAudit(tenant, 'canary')
    await collectConversations(other, 'foreign')
    const before = await holdersOf(sql(), 'foreign')
    await purge()
    const kept = await sql()`
      select e.event_id from events e join event_keys k using (integration_id, stream, event_id)
      where integration_id = ${tenant.integrationId} and stream = 'logs.AUDIT_LOG'`
    expect(kept).toHaveLength(HOW_MANY)
    const [data] = await sql()`select distinct attributes -> 'action_data' -> 'file_id' as file,
      bool_and(attributes -> 'action_data' ? 'gpt_id') as named from events
      where integration_id = ${tenant.integrationId} and stream = 'logs.AUDIT_LOG' group by 1`
    expect(data).toEqual({ file: null, named: true })
    const [log] = await sql()`select cursor from checkpoints where stream = 'logs.AUDIT_LOG'`
    expect(log?.cursor).toEqual({ after: 'audit-cursor' })
    expect(Object.keys(await holdersOf(sql(), 'foreign'))).toEqual(Object.keys(before))
  })

  test('holds before the first batch, and each batch is a small transaction of its own', async () => {
    const conversations = await collectConversations(tenant, 'canary')
    await collectAudit(tenant, 'canary')
    await watchDeletes(sql())
    const killed = purge(() => {
      throw new Error('killed')
    })
    await expect(killed).rejects.toThrow('killed')
    const [row] = await sql()`select collection_mode from integrations where id = ${tenant.integrationId}`
    expect(row?.collection_mode).toBe('none')
    const late = commitBatch(sql(), conversations.batch([1, 0, 1], [message('late', 'late', 'x', at(1))]))
    await expect(late).rejects.toThrow('Another attempt')

    await purge()
    for (const [table, { most }] of await deletesSince(sql())) {
      expect(most, table).toBeLessThanOrEqual(ROWS_A_BATCH)
    }
    expect((await deletesSince(sql())).get('events')?.transactions).toBeGreaterThan(HOW_MANY / ROWS_A_BATCH)
  })

  test('is undone by a wider mode: the streams are read anew, and everything counts as new', async () => {
    await collectConversations(tenant, 'canary')
    await purge()
    await collectAudit(tenant, 'canary')
    await applyMode({ database: fresh.database }, { integrationId: tenant.integrationId, mode: 'metadata' })
    // What mode none left out of the audit log comes in with a reading of what upstream still has.
    const [log] = await sql()<{ cursor: { after: string; recent: []; polled: string } }[]>`
      select cursor from checkpoints where stream = 'logs.AUDIT_LOG'`
    expect(Date.now() - Date.parse(log?.cursor.after ?? '')).toBeGreaterThan(29 * 86_400_000)
    expect(Date.now() - Date.parse(log?.cursor.polled ?? '')).toBeLessThan(60_000)
    const again = new Collector(tenant, 'logs.CONVERSATION_MESSAGE')
    expect(await again.claim([3, 0, 1])).toMatchObject({ cursor: null, coveredFrom: null })
    const records = many((n) => message(`canary-e${n}`, `canary-m${n}`, 'somebody', at(n)))
    expect(await commitBatch(sql(), again.batch([3, 0, 1], records))).toMatchObject({ inserted: HOW_MANY })
  })

  test('is not purged for any more by an attempt that thaws once the mode is wider again', async () => {
    await collectConversations(tenant, 'canary')
    await collectAudit(tenant, 'canary')
    await setMode(fresh.database.drizzle, tenant.integrationId, 'metadata')
    const before = await sql()`select count(*) from event_keys`
    const stale = { integrationId: tenant.integrationId, mode: 'none' } as const
    await purgeStreams(sql(), { ...stale, streams: ['logs.CONVERSATION_MESSAGE'] }, {})
    await purgeAuditEvents(sql(), { ...stale, forbids: () => true, forbiddenData: [] }, {})
    expect(await sql()`select count(*) from event_keys`).toEqual(before)
    expect(await sql()`select from messages`).toHaveLength(HOW_MANY)
  })
})

describe('disconnecting', () => {
  async function fill(of: Tenant): Promise<void> {
    await collectConversations(of, 'planted')
    await collectAudit(of, 'planted')
    const users = await collecting(of, 'platform.users', 3)
    await commitBatch(
      sql(),
      users.batch(
        [3, 0, 1],
        many((n) => user(`${of.integrationId}-u${n}`)),
      ),
    )
    await sql()`insert into assignment_routes (integration_id, version, routes, updated_by)
      values (${of.integrationId}, 1, '[]', '{}')`
    await sql()`insert into custom_rule_cursors (integration_id, rule_id, rule_version, stream, seq, again_until)
      values (${of.integrationId}, 'custom.one', 1, 'logs.AUDIT_LOG', 0, 0)`
    await sql()`insert into custom_rule_waiting
        (integration_id, rule_id, rule_version, fingerprint, stream, event_id, occurred_at)
      values (${of.integrationId}, 'custom.one', 1, 'f', 'logs.AUDIT_LOG', 'e', now())`
    for (let n = 0; n < HOW_MANY; n += 1) {
      const event = randomUUIDv7()
      await sql()`insert into finding_events (id, integration_id, finding_id, kind, run_id, at, detail)
        values (${event}, ${of.integrationId}, ${randomUUIDv7()}, 'opened', ${randomUUIDv7()}, now(), '{}')`
      await sql()`insert into deliveries (id, destination_id, finding_event_id, event_type, payload, state)
        values (${randomUUIDv7()}, ${randomUUIDv7()}, ${event}, 'x', '{}', 'pending')`
    }
  }

  const HANGING = ['asset_sightings', 'run_streams', 'deliveries'] as const
  const countHanging = async () => {
    const counts: Record<string, number> = {}
    for (const table of HANGING) {
      const [row] = await sql()<{ count: number }[]>`select count(*) from ${sql()(table)}`
      counts[table] = row?.count ?? 0
    }
    return counts
  }

  test('purges by the batch from any kill on, its own and what hangs on it', async () => {
    await fill(other)
    const othersOwn = await countHanging()
    await fill(tenant)
    await watchDeletes(sql())
    const lives = await throughKills((afterBatch) =>
      shredIntegration(sql(), tenant.integrationId, { rowsABatch: ROWS_A_BATCH, afterBatch }),
    )
    expect(lives).toBeGreaterThan(HOW_MANY / ROWS_A_BATCH)
    for (const [table, { most }] of await deletesSince(sql())) {
      if (table !== 'capabilities') expect(most, table).toBeLessThanOrEqual(ROWS_A_BATCH)
    }
    expect(Object.keys(await holdersOf(sql(), tenant.integrationId))).toEqual(['integrations'])
    expect(await countHanging()).toEqual(othersOwn)
    expect(await sql()`select from messages where integration_id = ${other.integrationId}`).toHaveLength(
      HOW_MANY,
    )
  })
})

test('what a finding counted goes by the batch when it has been closed for long, and no sooner', async () => {
  const plant = async (resolvedDaysAgo: number | null): Promise<string> => {
    const id = randomUUIDv7()
    await sql()`
      insert into findings (id, integration_id, fingerprint, rule_id, rule_version, finding_type_id, category, severity,
        effective_severity, severity_rank, state, asset_id, asset_kind, asset_external_id, evidence, parameters, judged,
        first_seen_at, resolved_at, due_at)
      values (${id}, ${tenant.integrationId}, ${id}, 'app.linked', 1, ${randomUUIDv7()}, 'c', 'low', 'low', 0,
        ${resolvedDaysAgo === null ? 'open' : 'resolved'}, ${randomUUIDv7()}, 'chatgpt.workspace', 'w', '{"count":23}',
        '{}', '{}', now(), now() - make_interval(days => ${resolvedDaysAgo}::int), now())`
    await sql()`
      insert into observations (integration_id, finding_id, stream, event_id, occurred_at)
      select ${tenant.integrationId}, ${id}, 'logs.AUDIT_LOG', n::text, now() from generate_series(1, ${HOW_MANY}::int) n`
    return id
  }
  const kept = [await plant(null), await plant(OBSERVATION_DAYS - 1)]
  const old = await plant(OBSERVATION_DAYS + 1)
  await purgeObservations(sql(), { rowsABatch: ROWS_A_BATCH, isEnough: () => true })
  expect(await sql()`select from observations where finding_id = ${old}`).toHaveLength(
    HOW_MANY - ROWS_A_BATCH,
  )
  await purgeObservations(sql(), { rowsABatch: ROWS_A_BATCH })
  const left =
    await sql()`select finding_id as id, count(*)::int as n from observations group by 1 order by 1`
  expect(left).toEqual(kept.sort().map((id) => ({ id, n: HOW_MANY })))
  expect(await sql()`select from findings where id = ${old} and evidence = '{"count":23}'`).toHaveLength(1)
})
