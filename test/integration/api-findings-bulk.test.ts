import { randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { insertExceptions } from '../../src/db/exceptions/write-exceptions.ts'
import { withRuleLocked } from '../../src/db/findings/rule-lock.ts'
import { SYSTEM_ACTOR } from '../../src/model/core/actor.ts'
import { asExceptionId } from '../../src/model/core/ids.ts'
import { RULE_IDS } from '../../src/model/core/rule-ids.ts'
import type { Answer, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { narrowToken, seededTenant } from '../support/api-fixtures.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

let fresh: FreshDatabase
let api: TestApi
let other: SeededTenant
let tenant: SeededTenant

beforeAll(async () => {
  fresh = await freshDatabase()
  api = await startTestApi(fresh.database)
  other = await seededTenant(fresh.database)
})
afterAll(async () => {
  await api?.close()
  await fresh?.drop()
})
beforeEach(async () => {
  tenant = await seededTenant(fresh.database)
})

/** Bounds a hang: a change has asked for its lock. */
const UNTIL_WAITING_MS = 60_000
const ALL = RULE_IDS.length
const soon = () => new Date(Date.now() + 86_400_000).toISOString()
const bulk = (body: object, options = {}): Promise<Answer> =>
  api.call('POST', '/api/v1/findings/bulk', { body, ...options })
const mine = (more: object = {}) => ({ integration: [tenant.integrationId], ...more })

/** What people have said in the tenant: triage, assignee and events by kind. */
async function said() {
  const { sql } = fresh.database
  const findings = await sql<{ triage: string; assignee: string | null; state: string }[]>`
    select triage, assignee, state from findings where integration_id = ${tenant.integrationId}`
  const events = await sql<{ kind: string; n: number }[]>`
    select kind, count(*)::int as n from finding_events
    where integration_id = ${tenant.integrationId} and run_id is null group by 1 order by 1`
  return { findings, events: Object.fromEntries(events.map(({ kind, n }) => [kind, n])) }
}

test('ids are triaged at once, each with its history; what is so already is no change', async () => {
  const ids = tenant.findingIds.slice(0, 5)
  await bulk({ ids: ids.slice(0, 2), action: 'triage', triage: 'in_review' })
  const answer = await bulk({
    ids: [...ids, ...ids],
    action: 'triage',
    triage: 'in_review',
    note: 'Sprint 12.',
  })
  expect(answer.json).toEqual({ matched: 5, changed: 3 })
  const { findings, events } = await said()
  expect(findings.filter(({ triage }) => triage === 'in_review')).toHaveLength(5)
  expect(findings.every(({ state }) => state === 'open')).toBe(true)
  expect(events).toEqual({ triaged: 5, commented: 3 })
})

test('a filter needs the number that it was seen to match, and with another changes nothing', async () => {
  const change = { filter: mine(), action: 'assign', assignee: 'Blue Team' }
  expect((await bulk(change)).json).toMatchObject({ status: 400, errors: [{ pointer: '/expected_count' }] })
  const refused = await bulk({ ...change, expected_count: ALL - 1 })
  expect(refused.json).toMatchObject({ status: 409, type: '/docs/problems/unexpected-count' })
  expect(refused.json.detail).toContain(`${ALL - 1} were expected and ${ALL} match`)
  expect((await said()).events).toEqual({})
  expect((await bulk({ ...change, expected_count: ALL })).json).toEqual({ matched: ALL, changed: ALL })
  const { findings, events } = await said()
  expect(findings.every(({ assignee }) => assignee === 'Blue Team')).toBe(true)
  expect(events).toEqual({ assigned: ALL })
  const again = await bulk({
    ...change,
    filter: mine({ assignee: 'Blue Team' }),
    assignee: null,
    expected_count: ALL,
  })
  expect(again.json).toEqual({ matched: ALL, changed: ALL })
})

test('a filter means what it means in the list', async () => {
  const filter = mine({
    rule: RULE_IDS.slice(0, 3),
    severity: 'critical,high,medium,low',
    excepted: 'exclude',
  })
  const query = new URLSearchParams(
    Object.entries(filter).map(([name, value]): [string, string] => [name, String(value)]),
  )
  const listed = await api.call('GET', `/api/v1/findings?${query}`)
  expect(listed.json.data).toHaveLength(3)
  const change = { action: 'triage', triage: 'remediating' }
  expect((await bulk({ ...change, filter, expected_count: 3 })).json).toEqual({ matched: 3, changed: 3 })
  for (const overdue of [true, 'true']) {
    const answer = await bulk({ ...change, filter: mine({ overdue }), expected_count: ALL })
    expect(answer.json.matched, answer.text).toBe(ALL)
  }
})

test('each is excepted by itself, and those that are already stay as they are', async () => {
  const ids = tenant.findingIds.slice(0, 4)
  const except = { action: 'except', reason: 'Migration.', owner: 'Ada', expires_at: soon() }
  expect((await bulk({ ...except, ids: ids.slice(0, 1) })).json).toEqual({ matched: 1, changed: 1 })
  expect((await bulk({ ...except, ids })).json).toEqual({ matched: 4, changed: 3 })
  const list = await api.call('GET', `/api/v1/findings?integration=${tenant.integrationId}&excepted=only`)
  expect((list.json.data ?? []).map(({ id }) => String(id)).sort()).toEqual([...ids].sort())
  expect((await said()).events).toEqual({ excepted: 4 })
  const endless = await bulk({ ...except, ids, expires_at: undefined })
  expect(endless.json).toMatchObject({ status: 422, type: '/docs/problems/unusable-expiry' })
})

test('what is not the caller’s is not there, and then nothing is changed', async () => {
  const token = await narrowToken(fresh.database, [tenant.integrationId])
  const ids = [tenant.findingIds[0], other.findingIds[0]]
  const change = { action: 'triage', triage: 'false_positive' }
  expect((await bulk({ ...change, ids }, { token })).status).toBe(404)
  expect((await said()).events).toEqual({})
  const everything = await bulk({ ...change, filter: {}, expected_count: ALL }, { token })
  expect(everything.json).toEqual({ matched: ALL, changed: ALL })
  const theirs = { integration: [other.integrationId] }
  expect((await bulk({ ...change, filter: theirs, expected_count: ALL }, { token })).status).toBe(404)
})

test('a change that names nothing, two things, or what its action has no use for is refused', async () => {
  const ids = [tenant.findingIds[0]]
  const triage = { action: 'triage', triage: 'new' }
  const refused: readonly [object, string][] = [
    [triage, '/ids'],
    [{ ...triage, ids, filter: {}, expected_count: 1 }, '/ids'],
    [{ ...triage, ids, expected_count: 1 }, '/expected_count'],
    [{ ...triage, ids: [] }, '/ids'],
    [{ ...triage, ids: Array.from({ length: 1_001 }, () => randomUUIDv7()) }, '/ids'],
    [{ ...triage, filter: { severty: 'high' }, expected_count: 1 }, '/filter'],
    [{ action: 'assign', ids }, '/assignee'],
    [{ ...triage, ids, assignee: 'x' }, '/'],
    [{ action: 'delete', ids }, '/action'],
  ]
  for (const [body, pointer] of refused) {
    const answer = await bulk(body)
    expect(answer.json, JSON.stringify(body).slice(0, 200)).toMatchObject({
      status: 400,
      errors: [{ pointer }],
    })
  }
  expect((await said()).events).toEqual({})
})

test('ten thousand are changed at once, and not one more', async () => {
  const { sql } = fresh.database
  const most = 10_000
  await sql`
    insert into findings select (f).* from (
      select jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid(), 'fingerprint', n::text)) as f
      from findings f, generate_series(1, ${most - ALL}) as n where f.id = ${tenant.findingIds[0] ?? ''}) as made`
  const change = { filter: mine(), expected_count: most, action: 'triage', triage: 'in_review', note: 'All.' }
  expect((await bulk(change)).json).toEqual({ matched: most, changed: most })
  expect((await said()).events).toEqual({ triaged: most, commented: most })
  const rows = Array.from({ length: most }, (_, n) => ({
    id: asExceptionId(randomUUIDv7()),
    integrationId: tenant.integrationId,
    scope: { by: 'finding', fingerprint: String(n + 1) } as const,
    ...{ reason: 'r', owner: 'o', expiresAt: soon() },
  }))
  await insertExceptions(fresh.database.drizzle, SYSTEM_ACTOR, rows)
  const excepted = await bulk({ ...change, filter: mine({ excepted: 'only' }), expected_count: most - ALL })
  expect(excepted.json).toMatchObject({ matched: most - ALL, changed: 0 })
  await sql`
    insert into findings select (f).* from (
      select jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid(), 'fingerprint', 'more')) as f
      from findings f where f.id = ${tenant.findingIds[0] ?? ''}) as made`
  const more = await bulk({ ...change, expected_count: most + 1 })
  expect(more.json).toMatchObject({ status: 422, type: '/docs/problems/too-many-findings' })
})

test('findings of more rules than there are locks for are not changed at once', async () => {
  await fresh.database.sql`
    insert into findings select (f).* from (
      select jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid(), 'fingerprint', n::text,
        'rule_id', 'rule.' || n)) as f
      from findings f, generate_series(1, 1001) as n where f.id = ${tenant.findingIds[0] ?? ''}) as made`
  const change = { filter: mine(), expected_count: 1_001 + ALL, action: 'assign', assignee: 'Blue Team' }
  const answer = await bulk(change)
  expect(answer.json).toMatchObject({ status: 422, type: '/docs/problems/too-many-findings' })
  expect(answer.json.detail).toContain('1000 rules')
  expect((await said()).events).toEqual({})
})

test('what begins to match while locks are waited for is of a rule that nobody locked: nothing is changed', async () => {
  const { sql } = fresh.database
  const [first, second] = tenant.findingIds
  const [rule] = RULE_IDS
  await bulk({ ids: [first], action: 'triage', triage: 'in_review' })
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const { promise: locked, resolve: lockedNow } = Promise.withResolvers<void>()
  const held = { integrationId: tenant.integrationId, ruleId: rule, mode: null }
  const evaluation = withRuleLocked(sql, held, () => {
    lockedNow()
    return released
  })
  await locked
  const filter = mine({ triage: 'in_review' })
  // The number as it will be: only who was found first may be changed, whatever the number.
  const asked = bulk({ filter, action: 'assign', assignee: 'Blue Team', expected_count: 2 })
  await vi.waitFor(async () => {
    const waiting = await sql`select from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`
    expect(waiting).toHaveLength(1)
  }, UNTIL_WAITING_MS)
  await sql`update findings set triage = 'in_review' where id = ${second ?? null}`
  release()
  await evaluation
  expect((await asked).json).toMatchObject({ status: 409, type: '/docs/problems/unexpected-count' })
  expect((await said()).findings.every(({ assignee }) => assignee === null)).toBe(true)
})
