import { randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GptDetailView, GptView } from '../../src/api/schemas/gpt.ts'
import { STATE_RULE_IDS } from '../../src/model/core/rule-ids.ts'
import type { ChangeKind } from '../../src/simulator/changes.ts'
import type { Answer, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import { narrowToken } from '../support/api-fixtures.ts'
import { listFindingEvents } from '../support/finding-events.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import type { OpenScenario } from '../support/scenario.ts'
import { NEEDED_STREAMS, openScenario } from '../support/scenario.ts'

/** A clean simulated tenant: its GPTs are collected, approved, edited at OpenAI, collected again, and judged. */

const SMALL = {
  users: 24,
  gpts: 14,
  projects: 4,
  messagesPerDay: 60,
  days: 5,
  windowMinutes: 60,
  profile: 'strict',
  planted: [],
} as const
const DEFINITIONS = ['chatgpt.gpts', 'chatgpt.gpt_configs', 'chatgpt.gpt_shared_users'] as const
const RULE = 'gpt.changed_after_approval'

let fresh: FreshDatabase
let api: TestApi
let scenario: OpenScenario
let gpts: GptView[]

beforeAll(async () => {
  fresh = await freshDatabase()
  api = await startTestApi(fresh.database)
  scenario = await openScenario(fresh.database, SMALL)
  await scenario.collect(NEEDED_STREAMS)
  const { json } = await get(`/gpts?integration=${scenario.integrationId}&limit=200`)
  gpts = (json.data ?? []) as unknown as GptView[]
}, 60_000)
afterAll(async () => {
  await scenario?.[Symbol.asyncDispose]()
  await api?.close()
  await fresh?.drop()
})

const get = (path: string, options = {}): Promise<Answer> => api.call('GET', `/api/v1${path}`, options)
const post = (path: string, body: object, options = {}): Promise<Answer> =>
  api.call('POST', `/api/v1${path}`, { body, ...options })
const detail = async (id: string): Promise<GptDetailView> =>
  (await get(`/gpts/${id}`)).json as unknown as GptDetailView

async function approve(id: string, options = {}): Promise<Answer> {
  const { definition } = await detail(id)
  return post(
    `/gpts/${id}/approvals`,
    { definition_hash: definition?.hash, reason: 'Looked at it.' },
    options,
  )
}

/** Makes somebody edit the n-th GPT of the simulated tenant, and says which of ours it is. */
async function edit(kind: ChangeKind, index: number): Promise<string> {
  const url = new URL('/_sim/changes', scenario.simulator.platformUrl)
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ kind, index }) })
  const { id } = (await answer.json()) as { id: string }
  return ourIdOf(id)
}

const ourIdOf = (externalId: string): string =>
  gpts.find(({ external_id }) => external_id === externalId)?.id ?? 'none'

/** The n-th GPT of the simulated tenant, by an edit that changes nothing of it. */
const nth = (index: number): Promise<string> => edit('gpt_restored', index)

async function judged() {
  await scenario.collect(DEFINITIONS)
  return (await scenario.evaluate(STATE_RULE_IDS)).findings.filter(({ ruleId }) => ruleId === RULE)
}

describe('a clean tenant', () => {
  test('has a version of each GPT, no approval, and nothing that changed after one', async () => {
    expect(gpts).toHaveLength(SMALL.gpts)
    for (const gpt of gpts) {
      expect(gpt).toMatchObject({ approval: 'none', definition: { version: 1, is_current: true } })
    }
    const { findings, results } = await scenario.evaluate(STATE_RULE_IDS)
    expect(findings).toEqual([])
    expect(results.find(({ ruleId }) => ruleId === RULE)).toMatchObject({
      passed: 0,
      failed: 0,
      notEvaluated: 0,
      reason: null,
      assetReasons: { 'skipped:not_approved': SMALL.gpts },
    })
  })

  test('approved as it is gives none either, and collected again makes no other version', async () => {
    for (const { id } of gpts) expect((await approve(id)).status).toBe(201)
    expect(await judged()).toEqual([])
    const { json } = await get(`/gpts?integration=${scenario.integrationId}&approval=approved&limit=200`)
    expect(json.data).toHaveLength(SMALL.gpts)
    for (const { id } of gpts) expect((await detail(id)).definition?.version).toBe(1)
  })
})

describe('a GPT that is edited after its approval', () => {
  test('is found: medium for other words, high for another host and tool', async () => {
    const [reworded, armed] = [await edit('gpt_reworded', 0), await edit('gpt_armed', 1)]
    const findings = await judged()
    const of = (id: string) => findings.find(({ assetId }) => assetId === id)
    expect(findings).toHaveLength(2)
    expect(of(reworded)).toMatchObject({
      state: 'open',
      effectiveSeverity: 'medium',
      severityReason: null,
      evidence: {
        approved_version: 1,
        current_version: 2,
        changes: [{ kind: 'instructions_changed', count: 1 }],
      },
    })
    expect(of(armed)).toMatchObject({
      effectiveSeverity: 'high',
      severityReason: 'since it was approved it may call other hosts, and it has other tools',
      evidence: {
        changes: expect.arrayContaining([
          { kind: 'action_hosts_added', count: 1 },
          { kind: 'tools_added', count: 1 },
        ]),
        action_hosts_added: ['collector.example.net'],
        tools_added: ['browser'],
      },
    })
    expect(await detail(armed)).toMatchObject({ approval: 'changed', definition: { version: 2 } })
    const { json } = await get(`/gpts?approval=changed`)
    expect(json.data).toHaveLength(2)
  })

  test('shows what changed, and no word of its instructions', async () => {
    const id = await nth(0)
    await edit('gpt_reworded', 0)
    await judged()
    const { json, text } = await get(`/gpts/${id}/diff`)
    expect(json).toMatchObject({
      from: { version: 1 },
      same: false,
      changes: [{ kind: 'instructions_changed', detail: { from: { length: expect.any(Number) } } }],
    })
    expect(text).not.toContain('You are')
    expect(JSON.stringify(await detail(id))).not.toContain('You are')
  })

  test('is well again once it is approved as it is now', async () => {
    const id = await edit('gpt_armed', 1)
    expect((await approve(id)).status).toBe(201)
    expect((await judged()).find(({ assetId }) => assetId === id)).toMatchObject({ state: 'resolved' })
    expect((await get(`/gpts/${id}/approvals`)).json.data).toMatchObject([
      { ended: null, version: 2 },
      { ended: 'superseded', version: 1 },
    ])
  })

  test('or once it is what was approved again, which is a version of its own', async () => {
    const id = await edit('gpt_reworded', 2)
    await judged()
    await edit('gpt_restored', 2)
    expect((await judged()).find(({ assetId }) => assetId === id)).toMatchObject({ state: 'resolved' })
    const { json } = await get(`/gpts/${id}/versions`)
    const versions = json.data as unknown as { version: number; definition_hash: string }[]
    expect(versions.map(({ version }) => version)).toEqual([3, 2, 1])
    expect(versions[0]?.definition_hash).toBe(versions[2]?.definition_hash)
    expect(await detail(id)).toMatchObject({ approval: 'approved' })
  })

  test('is nobody’s concern once the approval is withdrawn', async () => {
    const id = await edit('gpt_reworded', 3)
    await judged()
    const live = (await detail(id)).live_approval
    const path = `/gpts/${id}/approvals/${live?.id}`
    const withdrawn = await post(`${path}/withdraw`, { reason: 'Nobody needs it.' })
    expect(withdrawn.json).toMatchObject({ ended: 'withdrawn', end_reason: 'Nobody needs it.' })
    const again = await post(`${path}/withdraw`, { reason: 'Twice.' })
    expect(again.json).toMatchObject({ ended: 'withdrawn', end_reason: 'Nobody needs it.' })
    expect((await get(path)).json).toMatchObject({ reason: 'Looked at it.', ended: 'withdrawn' })
    const finding = (await judged()).find(({ assetId }) => assetId === id)
    expect(finding).toMatchObject({ state: 'resolved' })
    const [last] = await listFindingEvents(fresh.database.drizzle, finding?.id as never, { limit: 1 })
    expect(last?.detail).toMatchObject({ because: 'out_of_scope', reason: 'not_approved' })
    expect(await detail(id)).toMatchObject({ approval: 'none', live_approval: null })
  })
})

describe('an approval is refused', () => {
  test('where the GPT is something else than was looked at', async () => {
    const id = await nth(4)
    const looked = (await detail(id)).definition?.hash
    await edit('gpt_reworded', 4)
    await scenario.collect(DEFINITIONS)
    const answer = await post(`/gpts/${id}/approvals`, { definition_hash: looked, reason: 'Looked at it.' })
    expect(answer.json).toMatchObject({
      status: 409,
      type: expect.stringContaining('definition-changed'),
      detail: expect.stringContaining('It changed since you looked'),
    })
    expect((await get(`/gpts/${id}/approvals`)).json.data).toHaveLength(1)
  })

  test('where its newest configuration was not read yet, and the rule says nothing of it then', async () => {
    const id = await edit('gpt_armed', 5)
    await scenario.collect(['chatgpt.gpts'])
    expect(await detail(id)).toMatchObject({ approval: 'unread', definition: { is_current: false } })
    expect((await approve(id)).json).toMatchObject({
      status: 409,
      type: expect.stringContaining('definition-unknown'),
    })
    const { findings, results } = await scenario.evaluate(STATE_RULE_IDS)
    expect(findings.find((one) => one.ruleId === RULE && one.assetId === id)).toBeUndefined()
    expect(results.find(({ ruleId }) => ruleId === RULE)).toMatchObject({ notEvaluated: 1 })
  })

  test('of what a token may not see, of other assets, and without a reason', async () => {
    const [gpt] = gpts
    const token = await narrowToken(fresh.database, [randomUUIDv7() as never])
    expect((await approve(gpt?.id ?? '', { token })).status).toBe(404)
    const { json } = await get('/assets?kind=chatgpt.user&limit=1')
    const [user] = json.data as unknown as { id: string }[]
    const body = { definition_hash: gpt?.definition?.hash, reason: 'Looked at it.' }
    expect((await post(`/gpts/${user?.id}/approvals`, body)).status).toBe(404)
    const [other] = gpts.slice(1)
    const empty = await post(`/gpts/${other?.id}/approvals`, { ...body, reason: ' ' })
    expect(empty.json).toMatchObject({ status: 400, errors: [{ pointer: '/reason' }] })
    const long = await post(`/gpts/${other?.id}/approvals`, { ...body, definition_hash: 'abc' })
    expect(long.json).toMatchObject({ status: 400, errors: [{ pointer: '/definition_hash' }] })
    expect((await get(`/gpts/${other?.id}/diff?from=99`)).json).toMatchObject({
      errors: [{ pointer: '?from' }],
    })
  })
})

test('an approval has one effect however often it is sent, and its words are kept in one place', async () => {
  const id = await nth(6)
  const headers = { 'Idempotency-Key': 'approve-once' }
  const body = { definition_hash: (await detail(id)).definition?.hash, reason: 'Private words.' }
  const [first, second] = [
    await post(`/gpts/${id}/approvals`, body, { headers }),
    await post(`/gpts/${id}/approvals`, body, { headers }),
  ]
  expect([first.status, second.status]).toEqual([201, 201])
  expect(second.headers.get('Location')).toBe(first.headers.get('Location'))
  expect((await get(String(first.headers.get('Location')).replace('/api/v1', ''))).json).toMatchObject({
    reason: 'Private words.',
  })
  expect(second.json).toEqual({ ...(first.json as object), reason: undefined, end_reason: undefined })
  expect((await get(`/gpts/${id}/approvals`)).json.data).toHaveLength(2)
  const { json, text } = await get('/audit-log?limit=1')
  expect(json.data?.[0]).toMatchObject({ action: 'gpt.approve', target: `gpt/${id}` })
  expect(text).not.toContain('Private')
  const kept = await fresh.database.sql`select response::text from idempotency_keys`
  expect(JSON.stringify(kept)).not.toContain('Private')
})

test('a blast radius is explained, the same in the list, and grows with what was added', async () => {
  const id = await nth(7)
  const before = await detail(id)
  const factors = before.blast_radius.factors
  expect(factors.map(({ factor }) => factor)).toEqual([
    'audience',
    'tools',
    'files',
    'actions',
    'combination',
    'use',
  ])
  expect(factors.at(-1)).toMatchObject({ value: expect.stringMatching(/^\d+ messages? in 30 days$/) })
  await edit('gpt_armed', 7)
  await scenario.collect(DEFINITIONS)
  const after = await detail(id)
  expect(Number(after.blast_radius.score)).toBeGreaterThan(Number(before.blast_radius.score))
  expect(after.blast_radius.path.join('; ')).toContain('collector.example.net')
  const { json } = await get(`/gpts?q=${after.external_id}`)
  const [listed] = json.data as unknown as GptView[]
  expect(listed?.blast_radius).toEqual({ score: after.blast_radius.score, level: after.blast_radius.level })
})

test('use that a mode does not keep is unknown, and no zero', async () => {
  const { sql } = fresh.database
  await sql`update integrations set collection_mode = 'none' where id = ${scenario.integrationId}`
  const { blast_radius: blast } = await detail(await nth(7))
  await sql`update integrations set collection_mode = 'metadata' where id = ${scenario.integrationId}`
  expect(blast.factors.at(-1)).toMatchObject({ factor: 'use', value: 'unknown', points: null })
  expect(blast.score).toBeTypeOf('number')
})
