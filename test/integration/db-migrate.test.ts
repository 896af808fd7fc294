import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/db/client.ts'
import { migrate, migrationsAtHead } from '../../src/db/migrate.ts'
import { ensureMonthPartitions } from '../../src/db/partitions/ensure-month-partitions.ts'
import { emptyDatabase } from '../support/postgres.ts'

describe('migrate', () => {
  let empty: Awaited<ReturnType<typeof emptyDatabase>>
  beforeAll(async () => {
    empty = await emptyDatabase()
  })
  afterAll(() => empty.drop())

  test('many at once lay the schema once, and a later one changes nothing', async () => {
    const said: string[] = []
    const db = openDatabase(empty.url)
    expect(await migrationsAtHead(db.sql)).toBe(false)
    await Promise.all([1, 2, 3].map(() => migrate(empty.url, (line) => said.push(line))))
    expect(said.filter((line) => line.includes('applied'))).toHaveLength(1)
    expect(said.filter((line) => line.includes('up to date'))).toHaveLength(2)
    expect(await migrationsAtHead(db.sql)).toBe(true)
    await db.close()
  })

  test('a month gets its partition, and rows that waited in the default partition move there', async () => {
    const db = openDatabase(empty.url)
    const integration = crypto.randomUUID()
    const at = '2031-02-28T23:59:59.999999Z'
    await db.sql`insert into events (integration_id, stream, event_id, occurred_at, seq, event_type, actor_kind, attributes)
      values (${integration}, 'logs.AUTH_LOG', 'e1', ${at}, 1, 'AUTH_LOG', 'unknown', '{}'),
             (${integration}, 'logs.AUTH_LOG', 'e2', '2031-03-01T00:00:00Z', 1, 'AUTH_LOG', 'unknown', '{}')`
    const where = () => db.sql<{ event_id: string; part: string }[]>`
      select event_id, tableoid::regclass::text as part from events order by event_id`
    expect((await where()).map((row) => row.part)).toEqual(['events_default', 'events_default'])
    const [made] = await db.sql`select ensure_events_month('2031-02-10') as made`
    expect(made).toEqual({ made: true })
    expect((await where()).map((row) => row.part)).toEqual(['events_2031_02', 'events_default'])
    const [again] = await db.sql`select ensure_events_month('2031-02-01') as made`
    expect(again).toEqual({ made: false })
    expect(await ensureMonthPartitions(db.sql)).toBe(0)
    const [kept] = await db.sql<
      { occurred_at: string }[]
    >`select occurred_at from events where event_id = 'e1'`
    expect(kept?.occurred_at).toBe(at)
    await db.close()
  })

  test('history: a worker of the version before may still append to it, and every row is a run’s or a person’s', async () => {
    const db = openDatabase(empty.url)
    const [finding, run] = [crypto.randomUUID(), crypto.randomUUID()]
    const append = (runId: string | null, actor: object | null) => db.sql`
      insert into finding_events (id, integration_id, finding_id, kind, run_id, actor, at, detail)
      values (${crypto.randomUUID()}, ${crypto.randomUUID()}, ${finding}, 'opened', ${runId},
        ${actor && JSON.stringify(actor)}::text::jsonb, now(), '{}')
      on conflict (finding_id, run_id, kind) do nothing`
    expect((await append(run, null)).count).toBe(1)
    expect((await append(run, null)).count).toBe(0)
    expect((await append(null, {})).count).toBe(1)
    expect((await append(null, {})).count).toBe(1)
    await expect(append(null, null)).rejects.toMatchObject({ constraint_name: 'finding_events_whose' })
    await expect(append(run, {})).rejects.toMatchObject({ constraint_name: 'finding_events_whose' })
    await db.close()
  })
})
