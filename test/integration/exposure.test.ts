import { randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listFindings } from '../../src/db/findings/list-findings.ts'
import { listRunStreams } from '../../src/db/run-streams/list-run-streams.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import { asRunId } from '../../src/model/core/ids.ts'
import type { RuleId } from '../../src/model/core/rule-ids.ts'
import { ALL_INTEGRATIONS } from '../../src/model/core/scope.ts'
import { collectNowUpdate, tickSignal } from '../../src/workflows/messages.ts'
import { collectNowInput, startEntity } from '../support/entity.ts'
import type { MovingHouse } from '../support/moving-house.ts'
import { openMovingHouse } from '../support/moving-house.ts'
import { putOffTicks } from '../support/put-off-ticks.ts'

let house: MovingHouse
let integrationId: IntegrationId
let handle: Awaited<ReturnType<typeof startEntity>>['handle']

const TENANT = { users: 12, gpts: 8, projects: 3, days: 1, messagesPerDay: 100 } as const
/** Harmless in the simulated tenant, shared with a few people. */
const PRIVATE_GPT = 0

beforeAll(async () => {
  house = await openMovingHouse(TENANT)
  await house.work()
  integrationId = await house.integrate()
  handle = (await startEntity(house.temporal, { integrationId })).handle
  await house.inPhase(integrationId, 'idle')
  await putOffTicks(house.temporal, integrationId)
  await collect()
  // What the first runs' own events have named is settled.
  await interval()
})
afterAll(async () => {
  await house?.close()
})
beforeEach(() => house.scenario({ faults: [] }))

async function collect() {
  const ticket = await handle.executeUpdate(collectNowUpdate, { args: [collectNowInput()] })
  const full = await house.ended(ticket.full.runId)
  const incremental = await house.ended(ticket.incremental.runId)
  await house.inPhase(integrationId, 'idle')
  return { full, incremental }
}

/** One incremental run, as its Schedule asks for it. */
async function interval() {
  const runId = asRunId(randomUUIDv7())
  await handle.signal(tickSignal, { kind: 'incremental', runId })
  const run = await house.ended(runId)
  await house.inPhase(integrationId, 'idle')
  const streams = await listRunStreams(house.database.drizzle, runId)
  return { run, streams: new Map(streams.map((row) => [row.stream, row])) }
}

async function openFindings(ruleId: RuleId): Promise<string[]> {
  const filter = { integrationIds: [integrationId], ruleIds: [ruleId], states: ['open'] as const }
  const { rows: found } = await listFindings(house.database.drizzle, ALL_INTEGRATIONS, filter, { limit: 100 })
  return found.map(({ assetExternalId }) => assetExternalId)
}

async function isLive(kind: string, externalId: string): Promise<boolean | null> {
  const [row] = await house.database.sql<{ live: boolean }[]>`
    select deleted_at is null as live from assets
    where integration_id = ${integrationId} and kind = ${kind} and external_id = ${externalId}`
  return row?.live ?? null
}

const asked = async (): Promise<string[]> =>
  (
    await house.database.sql<{ stream: string }[]>`
      select stream from rereads where integration_id = ${integrationId} order by 1`
  ).map(({ stream }) => stream)

describe('what an audit event names is known and judged one interval later', () => {
  test('a GPT made public', async () => {
    const id = await house.change('gpt_public', PRIVATE_GPT)
    expect(await openFindings('gpt.public_store')).not.toContain(id)
    const { run, streams } = await interval()
    expect([run.state, run.outcome?.gaps]).toEqual(['completed', []])
    expect(await openFindings('gpt.public_store')).toContain(id)
    expect(streams.get('chatgpt.gpts')).toMatchObject({ state: 'completed', records: 1, pages: 1 })
    expect(await asked()).toEqual([])
  })

  test('an invitation of an owner', async () => {
    const id = await house.change('owner_invite')
    await interval()
    expect(await openFindings('invite.high_privilege')).toContain(id)
  })

  test('a new admin key', async () => {
    const judged = async () => {
      const [row] = await house.database.sql<{ judged: number }[]>`
        select passed + failed as judged from rule_results
        where integration_id = ${integrationId} and rule_id = 'key.admin_not_rotated'`
      return row?.judged ?? 0
    }
    const before = await judged()
    const id = await house.change('admin_key')
    await interval()
    expect(await isLive('platform.admin_key', id)).toBe(true)
    expect(await judged()).toBe(before + 1)
  })

  test('a GPT that was deleted, and its findings with it', async () => {
    const [victim] = await openFindings('gpt.public_store')
    const id = await house.change('gpt_deleted', 5)
    expect(await isLive('chatgpt.gpt', id)).toBe(true)
    await interval()
    expect(await isLive('chatgpt.gpt', id)).toBe(false)
    const [child] = await house.database.sql`select from assets where integration_id = ${integrationId}
      and parent_id = ${id} and deleted_at is null limit 1`
    expect(child).toBeUndefined()
    expect(await openFindings('gpt.public_store')).not.toContain(id)
    expect(victim).toBeDefined()
  })
})

test('a user who was deleted is closed by a complete list of users and by nothing less', async () => {
  await house.scenario({ faults: [{ route: 'GET /v1/compliance/*/users', kind: 'hasMoreForever' }] })
  const id = await house.change('user_deleted', 7)
  const { run } = await interval()
  expect(run.state).toBe('completed_with_gaps')
  expect(await isLive('chatgpt.user', id)).toBe(true)
  expect(await asked()).toEqual(['chatgpt.users'])
  await house.scenario({ faults: [] })
  await interval()
  expect(await isLive('chatgpt.user', id)).toBe(false)
  expect(await asked()).toEqual([])
})

/** Each row's transaction: what a run rewrites has another one afterwards. */
async function rowVersions(): Promise<Record<string, string[]>> {
  const tables = [
    'assets',
    'events',
    'event_keys',
    'messages',
    'activity_daily',
    'person_activity',
    'findings',
  ]
  const found: Record<string, string[]> = {}
  for (const table of tables) {
    const rows = await house.database.sql<{ version: string }[]>`
      select xmin::text || ctid::text as version from ${house.database.sql(table)} order by 1`
    found[table] = rows.map(({ version }) => version)
  }
  const [events] = await house.database.sql<{ count: number }[]>`select count(*)::int from finding_events`
  return { ...found, finding_events: [String(events?.count)] }
}

test('a run over unchanged data writes no row', async () => {
  await collect()
  const before = await rowVersions()
  const { full, incremental } = await collect()
  expect([full.state, incremental.state]).toEqual(['completed', 'completed'])
  expect(await rowVersions()).toEqual(before)
})
