import { afterAll, beforeAll, expect, test } from 'vitest'
import { withRuleLocked } from '../../src/db/findings/rule-lock.ts'
import { putRuleSetting } from '../../src/db/rule-settings/rule-settings.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import type { Answer, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import { EvaluationBench } from '../support/evaluation.ts'
import { plantAsset, plantIntegration } from '../support/plant.ts'

const bench = new EvaluationBench()
let api: TestApi

beforeAll(async () => {
  api = await startTestApi(bench.database)
})
afterAll(() => api?.close())

const RULE = 'key.project_unused'
const DAY = 86_400
const call = (method: string, id: IntegrationId, path: string, body?: object): Promise<Answer> =>
  api.call(method, `/api/v1/integrations/${id}${path}`, body && { body })

/** Keys unused for 10, 20 … 120 days. */
async function tenantOfKeys(): Promise<IntegrationId> {
  const { sql } = bench.database
  const id = await plantIntegration(sql)
  const now = Math.floor(Date.now() / 1_000)
  await plantAsset(sql, id, {
    kind: 'platform.project',
    externalId: 'proj_1',
    attributes: { status: 'active' },
  })
  for (let tens = 1; tens <= 12; tens += 1)
    await plantAsset(sql, id, {
      kind: 'platform.project_key',
      externalId: `proj_1/key_${tens}`,
      attributes: {
        name: `k${tens}`,
        created_at: now - 200 * DAY,
        last_used_at: now - (tens * 10 + 1) * DAY,
      },
    })
  return id
}

const standing = async (id: IntegrationId): Promise<string[]> =>
  (await bench.findingsOf(id, RULE))
    .filter(({ state }) => state !== 'resolved')
    .map((f) => f.fingerprint)
    .sort()
const foreseen = ({ json }: Answer, ...moves: string[]): string[] =>
  (json.moves ?? [])
    .flatMap((one) => (moves.includes(String(one.move)) ? [String(one.fingerprint)] : []))
    .sort()

test('settings of a rule of the catalogue: the backtest equals what setting them then does, at once', async () => {
  const id = await tenantOfKeys()
  await bench.evaluate(id, { now: new Date() })
  const before = await standing(id)
  expect(before, '90 days: 91, 101, 111, 121').toHaveLength(4)
  for (const [parameters, severity] of [
    [{ maxIdleDays: 45 }, null],
    [{ maxIdleDays: 100 }, 'critical'],
  ] as const) {
    const old = await standing(id)
    const would = await call('POST', id, `/rules/${RULE}/backtest`, { parameters, severity })
    expect(would.status, would.text).toBe(200)
    expect(await standing(id)).toEqual(old)
    const set = await call('PUT', id, `/rule-settings/${RULE}`, { parameters, severity })
    expect(set.json).toMatchObject({ parameters, evaluation: { state: 'done' } })
    const now = await standing(id)
    expect(now.filter((one) => !old.includes(one))).toEqual(foreseen(would, 'open', 'reopen'))
    expect(old.filter((one) => !now.includes(one))).toEqual(foreseen(would, 'resolve'))
    expect(would.json.would).toMatchObject(
      severity === null ? { open: 4, resolve: 0 } : { resolve: 5, severity: 3 },
    )
  }
  const off = await call('POST', id, `/rules/${RULE}/backtest`, { enabled: false })
  expect(off.json).toMatchObject({ judged: { reason: 'rule_disabled' }, would: { open: 0, resolve: 0 } })
})

test('a preset says what would come of it, then does just that, and keeps what it does not name', async () => {
  const id = await tenantOfKeys()
  await call('PUT', id, `/rule-settings/${RULE}`, { severity: 'low' })
  const old = await standing(id)
  const listed = await api.call('GET', '/api/v1/presets')
  expect(listed.json.data?.map(({ name }) => name)).toEqual(['cis', 'strict', 'lenient'])
  const dry = await call('POST', id, '/rules/preset', { preset: 'cis', dry_run: true })
  expect(dry.status, dry.text).toBe(200)
  expect(await standing(id)).toEqual(old)
  const of = (answer: Answer) => answer.json.rules?.find(({ rule_id }) => rule_id === RULE)
  expect(of(dry)).toMatchObject({
    parameters: { maxIdleDays: 45 },
    backtest: { would: { open: 4, resolve: 0 } },
    evaluation: null,
  })
  const applied = await call('POST', id, '/rules/preset', { preset: 'cis' })
  expect(of(applied)).toMatchObject({ backtest: null, evaluation: { state: 'done', opened: 4, resolved: 0 } })
  expect(await standing(id)).toHaveLength(8)
  const [finding] = await bench.findingsOf(id, RULE)
  expect(finding, 'the severity that was set stays').toMatchObject({ effectiveSeverity: 'low' })
  const audit = await bench.database.sql<{ action: string }[]>`
    select action from audit_log where target = ${`integration/${id}`} and action like '%preset%'`
  expect(audit).toEqual([{ action: 'integration.rule_preset' }])
})

test('what somebody sets while a preset judges stays, and is what is judged by', async () => {
  const id = await tenantOfKeys()
  const { sql, drizzle } = bench.database
  const [holding, until] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const [first] =
    (await api.call('GET', '/api/v1/presets')).json.data?.find(({ name }) => name === 'cis')?.rules ?? []
  const ruleId = first?.rule_id as unknown as 'user.inactive'
  expect(ruleId).not.toBe(RULE)
  const held = withRuleLocked(sql, { integrationId: id, ruleId, mode: null }, () => {
    holding.resolve()
    return until.promise
  })
  await holding.promise
  const applying = call('POST', id, '/rules/preset', { preset: 'cis' })
  const stuck = async () => {
    const waiting = await sql`
      select 1 from pg_locks l join pg_stat_activity a using (pid)
      where not l.granted and l.locktype = 'advisory' and a.datname = current_database()`
    return waiting.length
  }
  await expect.poll(stuck, { timeout: 60_000 }).toBe(1)
  const [stored] =
    await sql`select parameters from rule_settings where integration_id = ${id} and rule_id = ${RULE}`
  expect(stored, 'all is set before anything is judged').toEqual({ parameters: { maxIdleDays: 45 } })
  const choice = { enabled: true, parameters: { maxIdleDays: 100 }, severity: 'critical' } as const
  await putRuleSetting(drizzle, id, RULE, choice)
  until.resolve()
  await held
  expect((await applying).status).toBe(200)
  const [now] = await sql`
    select enabled, parameters, severity from rule_settings where integration_id = ${id} and rule_id = ${RULE}`
  expect(now).toEqual(choice)
  expect(await standing(id), '100 days: 101, 111, 121').toHaveLength(3)
})

test('a preset changes its own parameters alone', async () => {
  const id = await tenantOfKeys()
  const allowed = ['key_1', 'key_2']
  const { drizzle, sql } = bench.database
  await putRuleSetting(drizzle, id, RULE, {
    ...{ enabled: false, parameters: { maxIdleDays: 7, other: allowed }, severity: 'low' },
  })
  await call('POST', id, '/rules/preset', { preset: 'cis' })
  const [now] = await sql`
    select enabled, parameters, severity from rule_settings where integration_id = ${id} and rule_id = ${RULE}`
  expect(now).toEqual({ enabled: false, parameters: { maxIdleDays: 45, other: allowed }, severity: 'low' })
})

test.each([
  ['POST', '/rules/control.sso_changed/backtest', {}, '/rule'],
  ['POST', `/rules/${RULE}/backtest`, { parameters: { maxIdleDays: 0 } }, '/parameters/maxIdleDays'],
  ['POST', `/rules/${RULE}/backtest`, { parameters: { nope: 1 } }, '/parameters'],
  ['POST', '/rules/nothing.at_all/backtest', {}, '/rule'],
  ['POST', '/rules/preset', { preset: 'loose' }, '/preset'],
])('%s %s %j is refused at %s', async (method, path, body, pointer) => {
  const id = await plantIntegration(bench.database.sql)
  const answer = await call(method, id, path, body)
  expect(answer.status).toBe(400)
  expect(answer.json.errors?.[0]?.pointer).toBe(pointer)
})

test('custom rules stand in the summary and in what rules could judge', async () => {
  const id = await tenantOfKeys()
  const rule = { id: 'custom.any_key', kind: 'platform.project_key', title: 'Any key', severity: 'low' }
  await call('POST', id, '/custom-rules', { ...rule, expression: 'asset.name != ""' })
  const rowIn = ({ json }: Answer, list: 'rules' | 'data') =>
    json[list]?.find(({ rule_id }) => rule_id === rule.id)
  const summary = await api.call('GET', `/api/v1/findings/summary?integration=${id}`)
  expect(rowIn(summary, 'rules')).toMatchObject({ title: 'Any key', category: 'Custom', standing: 12 })
  const coverage = await api.call('GET', `/api/v1/coverage?integration=${id}`)
  expect(rowIn(coverage, 'data')).toMatchObject({ outcome: 'fail', failed: 12, passed: 0 })
})
