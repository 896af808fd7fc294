import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BatchCounts } from '../../src/db/batches/batch.ts'
import { commitBatch } from '../../src/db/batches/commit-batch.ts'
import type { Draft } from '../../src/model/core/records.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { Collector, login, message, newTenant } from '../support/db-fixtures.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

/** Records a batch, and batches that are stored before the one that is looked at. */
const BATCH = 500
const STORED = 8
/** Rows. Checkpoint, people and progress are read; what is stored of the stream is not. */
const FEW = 60

let fresh: FreshDatabase
beforeAll(async () => {
  // One connection: only its own counters can be flushed at will.
  fresh = await freshDatabase({ max: 1 })
})
afterAll(() => fresh.drop())

/** Rows that Postgres has read so far of the tables whose name begins so, by scans of tables and of indexes. */
async function rowsRead(prefix: string): Promise<number> {
  await fresh.database.sql`select pg_stat_force_next_flush()`
  const [row] = await fresh.database.sql<{ read: number }[]>`
    select coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::int as read from pg_stat_user_tables
    where starts_with(relname, ${prefix})`
  return row?.read ?? 0
}

const at = (index: number): string => new Date(Date.UTC(2026, 10, 1) + index * 1_000).toISOString()

async function store(stream: StreamName, draft: (index: number) => Draft) {
  const tenant = await newTenant(fresh.database)
  const collector = new Collector(tenant, stream)
  await collector.claim([1, 0, 1])
  const commit = (no: number): Promise<BatchCounts> => {
    const records = Array.from({ length: BATCH }, (_, index) => draft(no * BATCH + index))
    return commitBatch(fresh.database.sql, collector.batch([1, 0, 1], records))
  }
  for (let no = 0; no < STORED; no += 1) await commit(no)
  return commit
}

describe('a batch of new records reads nothing of what is stored', () => {
  test('messages', async () => {
    const commit = await store('logs.CONVERSATION_MESSAGE', (index) =>
      message(`e${index}`, `m${index}`, `p${index % 5}`, at(index)),
    )
    const before = [await rowsRead('messages'), await rowsRead('event_keys')]
    expect(await commit(STORED)).toMatchObject({ inserted: BATCH, duplicates: 0 })
    const after = [await rowsRead('messages'), await rowsRead('event_keys')]
    expect((after[0] ?? 0) - (before[0] ?? 0)).toBeLessThan(FEW)
    expect((after[1] ?? 0) - (before[1] ?? 0)).toBeLessThan(FEW)
  })

  test('events', async () => {
    const commit = await store('logs.AUTH_LOG', (index) => login(`e${index}`, `p${index % 5}`, at(index)))
    const before = [await rowsRead('events'), await rowsRead('event_keys')]
    expect(await commit(STORED)).toMatchObject({ inserted: BATCH, duplicates: 0 })
    const after = [await rowsRead('events'), await rowsRead('event_keys')]
    expect((after[0] ?? 0) - (before[0] ?? 0)).toBeLessThan(FEW)
    expect((after[1] ?? 0) - (before[1] ?? 0)).toBeLessThan(FEW)
  })

  test('a batch that repeats one looks up its own keys, not all', async () => {
    const commit = await store('logs.CONVERSATION_MESSAGE', (index) =>
      message(`e${index}`, `m${index}`, `p${index % 5}`, at(index)),
    )
    const before = await rowsRead('event_keys')
    // Each key is met twice: by the insert that finds it taken, and by the look at its time.
    expect(await commit(0)).toMatchObject({ inserted: 0, duplicates: BATCH })
    expect((await rowsRead('event_keys')) - before).toBeLessThanOrEqual(2 * BATCH + FEW)
  })
})
