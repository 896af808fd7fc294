import { afterAll, beforeAll, expect, test } from 'vitest'
import { withRuleLocked } from '../../src/db/findings/rule-lock.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import type { Answer, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import { EvaluationBench } from '../support/evaluation.ts'
import { plantAsset, plantIntegration } from '../support/plant.ts'

/** Custom rules that are changed while they judge, are tried out, or by several people at once. */

const bench = new EvaluationBench()
let api: TestApi

beforeAll(async () => {
  api = await startTestApi(bench.database)
})
afterAll(() => api?.close())

const RULE = 'custom.any_key'
const KEY = 'platform.project_key'
const EXPRESSION = 'asset.name.startsWith("ci-")'
const KEYS = 20
/** Bounds a hang: whoever was asked has come to where it waits. */
const WAITED_FOR_MS = 60_000

const at = (id: IntegrationId, path = ''): string => `/api/v1/integrations/${id}/custom-rules${path}`
const create = (id: IntegrationId, more: object = {}): Promise<Answer> =>
  api.call('POST', at(id), {
    body: { id: RULE, kind: KEY, title: 'Any key', severity: 'high', expression: EXPRESSION, ...more },
  })
const change = (id: IntegrationId, body: object): Promise<Answer> =>
  api.call('PATCH', at(id, `/${RULE}`), { body })
const end = (id: IntegrationId, headers = {}): Promise<Answer> =>
  api.call('DELETE', at(id, `/${RULE}`), { headers })

async function tenantOfKeys(name = 'ci-'): Promise<IntegrationId> {
  const id = await plantIntegration(bench.database.sql)
  for (let no = 0; no < KEYS; no += 1)
    await plantAsset(bench.database.sql, id, {
      kind: KEY,
      externalId: `proj_1/key_${no}`,
      attributes: { name: `${name}${no}` },
    })
  return id
}

const standing = async (id: IntegrationId): Promise<number> =>
  (await bench.findingsOf(id, RULE)).filter(({ state }) => state !== 'resolved').length
const isOn = async (id: IntegrationId) =>
  (await bench.database.sql`select enabled from custom_rules where integration_id = ${id}`)[0]?.enabled

/** Sessions of this database that wait for a lock of this kind. */
const waiting = async (locktype: string): Promise<number> => {
  const [row] = await bench.database.sql<{ n: number }[]>`
    select count(*)::int as n from pg_locks l join pg_stat_activity a using (pid)
    where not l.granted and l.locktype = ${locktype} and a.datname = current_database()`
  return row?.n ?? 0
}
const untilWaiting = (locktype: string, sessions = 1) =>
  expect.poll(() => waiting(locktype), { timeout: WAITED_FOR_MS, interval: 20 }).toBe(sessions)

/** Holds something in a transaction of its own until it is let go. */
async function held(hold: (until: Promise<void>, isHeld: () => void) => Promise<unknown>) {
  const [until, holding] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const done = hold(until.promise, holding.resolve)
  await Promise.race([holding.promise, done])
  return async () => {
    until.resolve()
    await done
  }
}
const holdAssets = () =>
  held((until, isHeld) =>
    bench.database.sql.begin(async (tx) => {
      await tx`lock table assets in access exclusive mode`
      isHeld()
      await until
    }),
  )
const holdRule = (integrationId: IntegrationId) =>
  held((until, isHeld) =>
    withRuleLocked(bench.database.sql, { integrationId, ruleId: RULE, mode: null }, () => {
      isHeld()
      return until
    }),
  )

/** A run that has the rule in hand and is about to write the first of several chunks of it. */
const run = (id: IntegrationId) =>
  bench.evaluate(id, { now: new Date(), ruleIds: ['key.project_unused'], chunk: 4 })

test.each([
  ['deleted', end, 204],
  ['changed', (id: IntegrationId) => change(id, { expression: 'false' }), 200],
])('a rule that is %s while a run holds it opens nothing', async (_, overtake, status) => {
  const id = await tenantOfKeys('person-')
  await create(id)
  await bench.database.sql`update assets set attributes = '{"name": "ci-1"}' where integration_id = ${id}`
  const letGo = await holdRule(id)
  const running = run(id)
  await untilWaiting('advisory')
  const overtaking = overtake(id)
  await untilWaiting('advisory', 2)
  await letGo()
  expect((await overtaking).status).toBe(status)
  expect(await running, 'the run goes on, and at once').toMatchObject({ opened: 0 })
  expect(await bench.findingsOf(id, RULE)).toEqual([])
})

test('a rule that is switched off while a run holds it leaves its findings as they are', async () => {
  const id = await tenantOfKeys()
  await create(id)
  await bench.database.sql`update assets set attributes = '{"name": "other"}' where integration_id = ${id}`
  const letGo = await holdRule(id)
  const running = run(id)
  await untilWaiting('advisory')
  expect((await change(id, { enabled: false })).status).toBe(200)
  await letGo()
  await running
  expect(await standing(id)).toBe(KEYS)
})

test('what a deleted rule found is resolved by the next run where that did not come to its end', async () => {
  const id = await tenantOfKeys()
  await create(id)
  await bench.database.sql`
    update custom_rules set deleted_at = now(), enabled = false where integration_id = ${id}`
  expect(await standing(id)).toBe(KEYS)
  await run(id)
  expect(await standing(id)).toBe(0)
})

test('a rule that was written switched off is tried out before it is switched on', async () => {
  const id = await tenantOfKeys()
  expect((await create(id, { enabled: false })).status).toBe(201)
  const letGo = await holdAssets()
  const switching = change(id, { enabled: true })
  await untilWaiting('relation')
  expect(await isOn(id), 'not before it was worked out').toBe(false)
  await letGo()
  expect((await switching).json).toMatchObject({ enabled: true, evaluation: { opened: KEYS } })
})

test('nor is one switched on whose expression is not usable any more', async () => {
  const id = await tenantOfKeys()
  await create(id, { enabled: false })
  await bench.database.sql`
    update custom_rule_versions set expression = 'asset.nam == ""' where integration_id = ${id}`
  const { status, json } = await change(id, { enabled: true })
  expect([status, json.errors?.[0]?.pointer]).toEqual([400, '/expression'])
  expect(await isOn(id)).toBe(false)
})

test('a caller’s queue is short: what comes beyond is told when to come again, and saves nothing', async () => {
  const id = await tenantOfKeys()
  const letGo = await holdAssets()
  const answers: Answer[] = []
  const asked = Array.from({ length: 9 }, async (_, no) => {
    answers.push(await create(id, { id: `custom.at_once_${no}` }))
  })
  await untilWaiting('relation')
  await expect.poll(() => answers.length, { timeout: WAITED_FOR_MS }).toBe(3)
  for (const { status, headers, json } of answers)
    expect([status, headers.get('Retry-After'), json.type]).toEqual([503, '20', '/docs/problems/busy'])
  expect(await waiting('relation'), 'one at a time').toBe(1)
  await letGo()
  await Promise.all(asked)
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(6)
  expect((await api.call('GET', at(id))).json.data).toHaveLength(6)
})

test('there are never more than 50, however many are made at once', async () => {
  const id = await plantIntegration(bench.database.sql)
  await create(id)
  const { sql } = bench.database
  const more = Array.from({ length: 48 }, (_, no) => `custom.more_${no}`)
  await sql`
    insert into custom_rules (integration_id, rule_id, version)
    select ${id}, name, 1 from unnest(${more}::text[]) as given(name)`
  await sql`
    insert into custom_rule_versions
    select (jsonb_populate_record(v, jsonb_build_object('rule_id', name))).*
    from custom_rule_versions v, unnest(${more}::text[]) as given(name) where v.integration_id = ${id}`
  const last = ['a', 'b', 'c', 'd', 'e'].map((name) => create(id, { id: `custom.last_${name}` }))
  const statuses = (await Promise.all(last)).map(({ status }) => status)
  expect(statuses.toSorted()).toEqual([201, 409, 409, 409, 409])
  expect((await api.call('GET', at(id))).json.data).toHaveLength(50)
})

test('a rule has at most a thousand versions, and can still be switched and deleted', async () => {
  const id = await plantIntegration(bench.database.sql)
  await create(id)
  for (const table of ['custom_rules', 'custom_rule_versions'])
    await bench.database.sql`
      update ${bench.database.sql(table)} set version = 1000 where integration_id = ${id}`
  const refused = await change(id, { title: 'Once more' })
  expect([refused.status, refused.json.type]).toEqual([409, '/docs/problems/too-many-versions'])
  expect((await change(id, { enabled: false })).status).toBe(200)
  expect((await end(id)).status).toBe(204)
})

test.each([
  ['as it was read is not deleted once it is another', { 'If-Match': '"1.on"' }, 412],
  ['whatever it is is deleted', {}, 204],
])('a rule %s', async (_, headers, status) => {
  const id = await plantIntegration(bench.database.sql)
  await create(id)
  const letGo = await held((until, isHeld) =>
    bench.database.sql.begin(async (tx) => {
      await tx`update custom_rules set enabled = false where integration_id = ${id}`
      isHeld()
      await until
    }),
  )
  const deleting = end(id, headers)
  await untilWaiting('transactionid')
  await letGo()
  expect((await deleting).status).toBe(status)
  expect((await api.call('GET', at(id, `/${RULE}`))).status).toBe(status === 204 ? 404 : 200)
})
