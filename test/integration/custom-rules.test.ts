import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import type { Answer, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import { EvaluationBench } from '../support/evaluation.ts'
import { plantAsset, plantIntegration, plantPerson } from '../support/plant.ts'

const bench = new EvaluationBench()
let api: TestApi

beforeAll(async () => {
  api = await startTestApi(bench.database)
})
afterAll(() => api?.close())

const RULE = 'custom.keys_of_bots'
const KEY = 'platform.project_key'
const EXPRESSION = 'asset.owner_type == "service_account" && asset.name.matches("^ci-")'

const at = (id: IntegrationId, path = ''): string => `/api/v1/integrations/${id}/custom-rules${path}`
const create = (id: IntegrationId, more: object = {}, options = {}): Promise<Answer> =>
  api.call('POST', at(id), {
    body: { id: RULE, kind: KEY, title: 'Keys of bots', severity: 'high', expression: EXPRESSION, ...more },
    ...options,
  })
const change = (id: IntegrationId, body: object, options = {}): Promise<Answer> =>
  api.call('PATCH', at(id, `/${RULE}`), { body, ...options })
const tryOut = (id: IntegrationId, body: object): Promise<Answer> =>
  api.call('POST', at(id, '/backtest'), { body: { kind: KEY, severity: 'high', ...body } })

async function plantKeys(id: IntegrationId, count: number, from = 0): Promise<void> {
  for (let no = from; no < from + count; no += 1) {
    await plantAsset(bench.database.sql, id, {
      kind: KEY,
      externalId: `proj_1/key_${String(no).padStart(3, '0')}`,
      attributes: {
        name: no % 3 === 0 ? `ci-${no}` : `person-${no}`,
        ...(no % 7 !== 0 && { owner_type: no % 2 === 0 ? 'service_account' : 'user' }),
        created_at: 1_700_000_000 + no,
      },
    })
  }
}

const standing = async (id: IntegrationId): Promise<string[]> =>
  (await bench.findingsOf(id, RULE))
    .filter(({ state }) => state !== 'resolved')
    .map((f) => f.fingerprint)
    .sort()
const fingerprints = ({ json }: Answer, ...moves: string[]): string[] =>
  (json.moves ?? [])
    .filter(({ move }) => moves.includes(String(move)))
    .map(({ fingerprint }) => String(fingerprint))
    .sort()

describe('a backtest equals what saving then does', () => {
  test('of a new rule, and of a change of it', async () => {
    const id = await plantIntegration(bench.database.sql)
    await plantKeys(id, 60)
    const before = await tryOut(id, { expression: EXPRESSION })
    expect(before.status, before.text).toBe(200)
    // 60 keys: every third is called ci-, every second is a bot's, every seventh says no owner, which counts for a ci- alone:
    // false && whatever is false.
    expect(before.json).toMatchObject({
      judged: { failed: 8, not_evaluated: 3, reason: null },
      would: { open: 8, reopen: 0, resolve: 0, severity: 0 },
    })
    expect(before.json.judged?.reason_detail).toContain('`owner_type` (line 1, column 7)')
    expect(await standing(id), 'nothing is saved').toEqual([])

    const made = await create(id)
    expect(made.status, made.text).toBe(201)
    expect(made.json).toMatchObject({ version: 1, evaluation: { state: 'done', opened: 8, resolved: 0 } })
    expect((await standing(id)).length).toBe(8)

    const other = 'asset.owner_type == "service_account" && asset.name.startsWith("person-1")'
    const foreseen = await tryOut(id, { id: RULE, expression: other, severity: 'critical' })
    const old = await standing(id)
    const changed = await change(id, { expression: other, severity: 'critical' })
    expect(changed.json).toMatchObject({ version: 2 })
    const now = await standing(id)
    expect(now.filter((one) => !old.includes(one))).toEqual(fingerprints(foreseen, 'open', 'reopen'))
    expect(old.filter((one) => !now.includes(one))).toEqual(fingerprints(foreseen, 'resolve'))
    expect(changed.json.evaluation).toEqual({
      state: 'done',
      opened: fingerprints(foreseen, 'open', 'reopen').length,
      resolved: fingerprints(foreseen, 'resolve').length,
    })
    expect(fingerprints(foreseen, 'open').length).toBeGreaterThan(0)
    expect(fingerprints(foreseen, 'resolve').length).toBeGreaterThan(0)

    const back = await tryOut(id, { id: RULE, expression: EXPRESSION })
    expect(back.json.would?.reopen).toBe(8)
    await change(id, { expression: EXPRESSION })
    expect(await standing(id)).toEqual(old)
    const [finding] = await bench.findingsOf(id, RULE)
    expect(finding).toMatchObject({
      ruleVersion: expect.any(Number),
      category: 'Custom',
      customTitle: 'Keys of bots',
    })
  })

  test('of a rule that is named: what is not said again is as the rule has it', async () => {
    const id = await plantIntegration(bench.database.sql)
    await plantKeys(id, 10)
    await create(id, { expression: 'true', severity: 'critical' })
    const same = await api.call('POST', at(id, '/backtest'), { body: { id: RULE, expression: 'true' } })
    expect(same.json.would).toEqual({ open: 0, reopen: 0, resolve: 0, severity: 0 })
    const other = await api.call('POST', at(id, '/backtest'), {
      body: { id: RULE, expression: 'true', severity: 'low' },
    })
    expect(other.json.would).toMatchObject({ severity: 10 })
    const nothing = await api.call('POST', at(id, '/backtest'), { body: { expression: 'true' } })
    expect(nothing.status, 'of what, is not known').toBe(400)
  })

  test('of a new rule, whatever rules there are: it has no finding yet', async () => {
    const id = await plantIntegration(bench.database.sql)
    await plantKeys(id, 10)
    for (const taken of ['custom.new', 'custom.unsaved'])
      expect((await create(id, { id: taken, expression: 'true' })).json.evaluation).toMatchObject({
        opened: 10,
      })
    const foreseen = await tryOut(id, { expression: 'asset.name == "ci-0"' })
    expect(foreseen.json.would).toMatchObject({ open: 1, reopen: 0, resolve: 0 })
  })

  test('chunks make no difference, and a run judges the same again', async () => {
    const id = await plantIntegration(bench.database.sql)
    await plantKeys(id, 25)
    await create(id)
    const now = await standing(id)
    expect(now.length).toBeGreaterThan(0)
    const counts = await bench.evaluate(id, { chunk: 4, now: new Date(), ruleIds: ['key.project_unused'] })
    expect(counts.resolved).toBe(0)
    expect(await standing(id)).toEqual(now)
    const result = (await bench.resultsOf(id)).get(RULE)
    expect(result).toMatchObject({ failed: now.length, ruleVersion: 1 })
  })
})

describe('the lifecycle is that of every finding', () => {
  test('it names what it judged by; what is mended is resolved by the next run, what is gone too', async () => {
    const id = await plantIntegration(bench.database.sql)
    const owner = await plantPerson(bench.database.sql, id, 'user:u-1', 'who@example.com')
    const bot = (no: number, name: string) =>
      plantAsset(bench.database.sql, id, {
        kind: KEY,
        externalId: `proj_1/key_${no}`,
        attributes: { name, owner_type: 'service_account' },
        people: { owner },
      })
    await bot(1, 'ci-1')
    await bot(2, 'ci-2')
    await create(id)
    const [finding] = await bench.findingsOf(id, RULE)
    expect(finding).toMatchObject({
      ruleId: RULE,
      ruleVersion: 1,
      severity: 'high',
      parameters: { kind: KEY, expression: EXPRESSION },
      evidence: { owner_type: 'service_account', owner_person_id: owner },
      judged: { assets: [{ kind: KEY, content_hash: expect.any(String) }] },
    })
    const shown = await api.call('GET', `/api/v1/findings/${finding?.id}`)
    expect(shown.json).toMatchObject({ title: 'Keys of bots', rule_id: RULE, cloudflare_name: null })
    expect((await api.call('GET', `/api/v1/findings?rule=${RULE}&integration=${id}`)).json.data).toHaveLength(
      2,
    )

    await bot(1, 'renamed')
    await bench.database.sql`
      update assets set deleted_at = now() where integration_id = ${id} and external_id = 'proj_1/key_2'`
    expect((await standing(id)).length, 'nobody has looked yet').toBe(2)
    await bench.evaluate(id, { now: new Date(), ruleIds: ['key.project_unused'] })
    expect(await standing(id)).toEqual([])
  })

  test('judged again, it agrees with itself; a thing that changed since, and a rule, are told apart', async () => {
    const id = await plantIntegration(bench.database.sql)
    await plantKeys(id, 20)
    await create(id)
    const [finding] = await bench.findingsOf(id, RULE)
    const replay = () => api.call('POST', `/api/v1/findings/${finding?.id}/replay`)
    expect((await replay()).json).toMatchObject({ agrees: true, rule_id: RULE, differences: [] })
    await change(id, { title: 'Keys of machines', expression: 'asset.name == "nobody"' })
    const changed = await replay()
    expect(changed.json).toMatchObject({ agrees: true, differences: [{ kind: 'rule_version' }] })
    const { sql } = bench.database
    await sql`update assets set content_hash = 'other', attributes = attributes || '{"name": "person"}'
      where id = ${finding?.assetId ?? ''}`
    const other = await replay()
    expect(other.json).toMatchObject({ agrees: false, verdict: { result: 'pass' } })
    expect(JSON.stringify(other.json.differences)).toContain('the asset changed since')
  })

  test('a GPT whose live configuration was not read keeps its finding until it is', async () => {
    const { sql } = bench.database
    const id = await plantIntegration(sql)
    const gpt = (latest: string) =>
      plantAsset(sql, id, {
        kind: 'chatgpt.gpt',
        externalId: 'g-1',
        attributes: { name: 'helper', visibility: 'private', latest_config: { id: latest } },
      })
    const configuration = (config: string, type: string) =>
      plantAsset(sql, id, {
        kind: 'chatgpt.gpt_config',
        externalId: `g-1/${config}`,
        attributes: { tools: [{ type }] },
      })
    const expression = 'has(asset.configuration) && asset.configuration.tools.exists(t, t.type == "browser")'
    await gpt('c-1')
    await configuration('c-1', 'browser')
    expect((await create(id, { kind: 'chatgpt.gpt', expression })).json.evaluation).toMatchObject({
      opened: 1,
    })

    await gpt('c-2')
    const judge = () => bench.evaluate(id, { now: new Date(), ruleIds: ['gpt.public_link'] })
    await judge()
    expect(await standing(id), 'c-2 was not read').toHaveLength(1)
    expect((await bench.resultsOf(id)).get(RULE)).toMatchObject({
      ...{ passed: 0, failed: 0, notEvaluated: 1, assetReasons: { stream_incomplete: 1 } },
      reasonDetail: expect.stringContaining('its latest configuration was not read'),
    })
    await configuration('c-2', 'code_interpreter')
    await judge()
    expect(await standing(id)).toEqual([])
  })

  test('a project whose settings were not read passes nothing that asks of them', async () => {
    const { sql } = bench.database
    const id = await plantIntegration(sql)
    await plantAsset(sql, id, {
      kind: 'platform.project',
      externalId: 'proj_1',
      attributes: { name: 'Research', status: 'active' },
    })
    const of = async (expression: string) =>
      (await tryOut(id, { kind: 'platform.project', expression })).json.judged
    expect(await of('has(asset.settings) && asset.settings.hosted_tools.mcp.enabled')).toMatchObject({
      ...{ passed: 0, not_evaluated: 1, asset_reasons: { stream_incomplete: 1 } },
    })
    expect(await of('asset.name == "x"')).toMatchObject({ passed: 1, not_evaluated: 0 })
  })

  test('a listing that was never read to its end opens and resolves nothing', async () => {
    const { sql } = bench.database
    const id = await plantIntegration(sql)
    await plantKeys(id, 10)
    await create(id)
    const before = await standing(id)
    expect(before.length).toBeGreaterThan(0)
    await sql`update checkpoints set completed_at = null, complete_run_no = null
      where integration_id = ${id} and stream = 'platform.project_keys'`
    const foreseen = await tryOut(id, { id: RULE, expression: 'false' })
    expect(foreseen.json).toMatchObject({
      judged: { failed: 0, reason: 'stream_incomplete' },
      would: { open: 0, resolve: 0 },
    })
    expect((await change(id, { expression: 'false' })).json.evaluation).toMatchObject({
      opened: 0,
      resolved: 0,
    })
    expect(await standing(id)).toEqual(before)
    expect((await bench.resultsOf(id)).get(RULE)).toMatchObject({ reason: 'stream_incomplete' })
  })

  test('switched off it leaves its findings as they are; deleted they are resolved, and its id stays taken', async () => {
    const id = await plantIntegration(bench.database.sql)
    await plantKeys(id, 10)
    await create(id)
    const before = await standing(id)
    const off = await change(id, { enabled: false })
    expect(off.json).toMatchObject({ enabled: false, version: 1, last_result: { reason: 'rule_disabled' } })
    expect(await standing(id)).toEqual(before)
    await bench.evaluate(id, { now: new Date() })
    expect(await standing(id)).toEqual(before)
    expect((await api.call('DELETE', at(id, `/${RULE}`))).status).toBe(204)
    expect(await standing(id)).toEqual([])
    expect(await bench.historyOf(id, RULE)).toEqual(['opened', 'resolved'])
    expect((await api.call('GET', at(id, `/${RULE}`))).status).toBe(404)
    expect((await create(id)).json.type).toContain('rule-id-taken')
    const [finding] = await bench.findingsOf(id, RULE)
    expect(finding?.customTitle, 'history still says what it was').toBe('Keys of bots')
  })

  test('old versions are kept, with who made them; If-Match refuses a change that was overtaken', async () => {
    const id = await plantIntegration(bench.database.sql)
    const { headers } = await create(id)
    const tag = headers.get('ETag') ?? ''
    expect((await change(id, { title: 'Bots' }, { headers: { 'If-Match': tag } })).json).toMatchObject({
      version: 2,
    })
    const late = await change(id, { title: 'Robots' }, { headers: { 'If-Match': tag } })
    expect(late.status).toBe(412)
    expect((await change(id, { title: 'Bots' })).json, 'the same again is no version').toMatchObject({
      version: 2,
    })
    const { json } = await api.call('GET', at(id, `/${RULE}`))
    expect(json.versions?.map(({ version, title }) => [version, title])).toEqual([
      [2, 'Bots'],
      [1, 'Keys of bots'],
    ])
    expect(json.versions?.[0]?.created_by).toMatchObject({ label: 'bootstrap' })
    const audit = await bench.database.sql<{ action: string }[]>`
      select action from audit_log where target = ${`integration/${id}`} order by seq`
    expect(audit.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['integration.custom_rule.create', 'integration.custom_rule.change']),
    )
  })
})

describe('bad input', () => {
  test.each([
    ['wrong', 'asset.nam == "x"', 'line 1, column 7: No such key: nam'],
    ['no rule', 'size(asset.name)', 'true or false'],
    ['slow', 'asset.name.matches(asset.name)', 'written as a text'],
    ['loops', 'asset.x.all(a, true)', 'No such key'],
    ['a bomb', `[[1]]${'.map(x, x + x + x + x)'.repeat(20)}.exists(x, true)`, '`map` is not offered'],
    ['a large pattern', `asset.name.matches("(?:${'a?'.repeat(90)}){1000}x")`, 'at most 50'],
    ['huge', `asset.name in [${Array.from({ length: 300 }, () => '1').join(',')}]`, 'at most 100 entries'],
  ])('an expression that is %s', async (_, expression, words) => {
    const id = await plantIntegration(bench.database.sql)
    for (const answer of [await tryOut(id, { expression }), await create(id, { expression })]) {
      expect(answer.status).toBe(400)
      expect(answer.json.errors?.[0]).toMatchObject({
        pointer: '/expression',
        detail: expect.stringContaining(words),
      })
    }
    expect((await api.call('GET', at(id))).json.data).toEqual([])
  })

  test.each([
    [{ id: 'gpt.public_link' }],
    [{ id: 'custom.' }],
    [{ kind: 'chatgpt.memory' }],
    [{ severity: 'urgent' }],
    [{ title: '' }],
    [{ title: 'x'.repeat(151) }],
    [{ expression: 'x'.repeat(3_000) }],
    [{ surprise: true }],
  ])('%j is refused', async (more) => {
    const id = await plantIntegration(bench.database.sql)
    expect((await create(id, more)).status).toBe(400)
  })

  test('another kind, an unknown rule, another’s integration', async () => {
    const id = await plantIntegration(bench.database.sql)
    await create(id)
    expect((await tryOut(id, { id: RULE, kind: 'platform.user', expression: 'true' })).status).toBe(400)
    expect((await tryOut(id, { id: 'custom.nobody', expression: 'true' })).status).toBe(404)
    expect((await change(id, {})).status).toBe(400)
    expect((await create(id)).status).toBe(409)
  })

  test('the same Idempotency-Key makes one rule', async () => {
    const id = await plantIntegration(bench.database.sql)
    const headers = { 'Idempotency-Key': `k-${id}` }
    expect((await create(id, {}, { headers })).status).toBe(201)
    expect((await create(id, {}, { headers })).status).toBe(201)
  })
})
