import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { FindingDetailSchema } from '../../src/api/schemas/finding.ts'
import type { RecheckAnswer } from '../../src/api/schemas/recheck.ts'
import type { RunDetail } from '../../src/cli/run-view.ts'
import type { RuleId } from '../../src/model/core/rule-ids.ts'
import { runCli } from '../support/cli.ts'
import type { Stack } from '../support/stack.ts'
import { startStack } from '../support/stack.ts'
import { eventually } from '../support/temporal.ts'

/**
 * Whoever has mended something at OpenAI wants to see the finding go, not to wait for a collection. On the whole of
 * Casbah: the API takes the wish, the worker reads the one thing again, and judges it.
 */
type Finding = z.infer<typeof FindingDetailSchema>
type Ticket = z.infer<typeof RecheckAnswer>

const [MENDED, DELETED, LEFT] = [0, 4, 1]
const ONE_GPT = 'GET /v1/compliance/workspaces/*/gpts/*'
/** Longer than any test here takes. */
const HELD_MS = 600_000

let stack: Stack
let integrationId: string
const gptIds: Record<number, string> = {}

beforeAll(async () => {
  stack = await startStack()
  for (const index of [MENDED, DELETED, LEFT]) gptIds[index] = await change('gpt_public', index)
  ;({ id: integrationId } = await stack.integrate())
  const { full, incremental } = await stack.collect(integrationId)
  await stack.ended(full.run_id, incremental.run_id)
})
afterAll(() => stack?.close())
afterEach(() => stack.scenario({ faults: [], poison: { unknownShape: [] }, revokedTokens: [] }))

async function change(kind: string, index: number): Promise<string> {
  const url = new URL('/_sim/changes', stack.simulator.platformUrl)
  const response = await fetch(url, { method: 'POST', body: JSON.stringify({ kind, index }) })
  expect(response.status).toBe(200)
  return ((await response.json()) as { id: string }).id
}

async function findingsOf(externalId: string): Promise<Finding[]> {
  const found = []
  const query = { integration: integrationId, q: externalId }
  for await (const one of stack.api.list<Finding>('/api/v1/findings', query)) found.push(one)
  return found.filter(({ asset }) => asset.external_id === externalId)
}

async function someFinding(rule: RuleId): Promise<Finding> {
  for await (const one of stack.api.list<Finding>('/api/v1/findings', { integration: integrationId, rule }))
    return one
  throw new Error(`nothing was found by ${rule}`)
}

const publicOne = async (index: number): Promise<Finding> => {
  const found = await findingsOf(gptIds[index] ?? '')
  return found.find(({ rule_id }) => rule_id === 'gpt.public_store') as Finding
}

const findingNow = (id: string) => stack.api.get<Finding>(`/api/v1/findings/${id}`)
const ask = (id: string) => stack.api.post<Ticket>(`/api/v1/findings/${id}/recheck`)

/** Rechecks, and says what came of it. */
async function recheck(id: string) {
  const ticket = await ask(id)
  const [run] = await stack.ended(ticket.run_id)
  const result = run?.rechecks.find(({ finding_id }) => finding_id === id)
  return { ticket, run: run as RunDetail, result, finding: await findingNow(id) }
}

const bodyOf = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
  const response = await fetch(`${stack.api.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.token}`, 'content-type': 'application/json', ...headers },
    body: '{}',
  })
  const json = (await response.json()) as Readonly<Record<string, unknown>>
  return { status: response.status, headers: response.headers, json }
}

test('what still stands stays open, judged anew', async () => {
  const { id, last_evaluated_at: before } = await publicOne(LEFT)
  const { ticket, run, result, finding } = await recheck(id)
  expect(ticket).toMatchObject({
    kind: 'recheck',
    finding_id: id,
    joined: false,
    reads: ['chatgpt.gpts', 'chatgpt.gpt_configs', 'chatgpt.gpt_shared_users'],
    stored: [],
  })
  expect(run).toMatchObject({ kind: 'recheck', lane: 'recheck', state: 'completed', outcome_label: null })
  expect(run.streams.map(({ stream, state }) => [stream, state]).sort()).toEqual(
    ticket.reads.map((stream) => [stream, 'completed']).sort(),
  )
  expect(run.totals.pages).toBe(3)
  expect(result).toMatchObject({ result: 'still_failing', obstacle: null })
  expect(finding.state).toBe('open')
  expect(Date.parse(finding.last_evaluated_at)).toBeGreaterThan(Date.parse(before))
  expect(finding.run_id).toBe(ticket.run_id)
})

test('what was mended is resolved at once, and its history says who asked', async () => {
  const { id } = await publicOne(MENDED)
  const others = (await findingsOf(gptIds[LEFT] ?? '')).map((one) => [one.id, one.state])
  await change('gpt_private', MENDED)
  const { ticket, result, finding } = await recheck(id)
  expect(result).toMatchObject({ result: 'resolved', obstacle: null })
  expect(finding).toMatchObject({ state: 'resolved', run_id: ticket.run_id })
  const told = finding.history.filter(({ kind }) => kind === 'rechecked' || kind === 'resolved')
  expect(new Map(told.map((one) => [one.kind, one]))).toEqual(
    new Map([
      [
        'rechecked',
        expect.objectContaining({
          run_id: null,
          actor: expect.objectContaining({ kind: 'token' }),
          detail: { recheck_run_id: ticket.run_id },
        }),
      ],
      ['resolved', expect.objectContaining({ run_id: ticket.run_id, actor: null })],
    ]),
  )
  const audited = await stack.database.sql`
    select 1 from audit_log where action = 'finding.recheck' and target = ${`finding/${id}`}`
  expect(audited).toHaveLength(1)
  expect((await findingsOf(gptIds[LEFT] ?? '')).map((one) => [one.id, one.state])).toEqual(others)
})

test('what comes back is opened again by the next recheck', async () => {
  const { id } = await publicOne(MENDED)
  await change('gpt_public', MENDED)
  const { result, finding } = await recheck(id)
  expect([result?.result, finding.state, finding.reopened_count]).toEqual(['still_failing', 'reopened', 1])
})

test('what a rule of one’s own has found is rechecked like anything else', async () => {
  const body = {
    ...{ id: 'custom.in_the_store', kind: 'chatgpt.gpt', title: 'In the store', severity: 'low' },
    expression: 'asset.sharing.visibility == "gpt-store"',
  }
  await stack.api.post(`/api/v1/integrations/${integrationId}/custom-rules`, body)
  const found = await findingsOf(gptIds[MENDED] ?? '')
  const own = found.find(({ rule_id }) => rule_id === body.id) as Finding
  expect((await recheck(own.id)).result).toMatchObject({ result: 'still_failing', obstacle: null })
  await change('gpt_private', MENDED)
  const mended = await recheck(own.id)
  expect(mended.result).toMatchObject({ result: 'resolved', obstacle: null })
  expect(mended.finding.state).toBe('resolved')
  await change('gpt_public', MENDED)
  expect((await recheck(own.id)).finding.state).toBe('reopened')
})

test('to ask for a recheck says nothing of the finding: who has read it may still change it', async () => {
  const { id } = await publicOne(LEFT)
  const read = await fetch(`${stack.api.url}/api/v1/findings/${id}`, {
    headers: { authorization: `Bearer ${stack.token}` },
  })
  await recheck(id)
  const changed = await fetch(`${stack.api.url}/api/v1/findings/${id}`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${stack.token}`,
      'content-type': 'application/json',
      'if-match': read.headers.get('etag') ?? '',
    },
    body: JSON.stringify({ triage: 'in_review' }),
  })
  expect(changed.status).toBe(200)
})

describe('a thing that OpenAI does not know any more', () => {
  test('is not taken for gone where its route answers for nobody and the list has it', async () => {
    const { id } = await publicOne(DELETED)
    await stack.scenario({ faults: [{ route: ONE_GPT, kind: 'status5xx', status: 404 }] })
    const { run, result, finding } = await recheck(id)
    expect([run.state, result?.result, result?.obstacle]).toEqual(['failed', 'not_evaluated', 'not_told'])
    expect(finding.state).toBe('open')
    const asked = await stack.database.sql`
      select 1 from rereads where integration_id = ${integrationId} and stream = 'chatgpt.gpts' and target = ''`
    expect(asked).toHaveLength(1)
  })

  test('is gone where it answers for another, and all of its findings with it', async () => {
    const before = await findingsOf(gptIds[DELETED] ?? '')
    const { id } = await publicOne(DELETED)
    await change('gpt_deleted', DELETED)
    const { result, finding } = await recheck(id)
    expect([result?.result, finding.state]).toEqual(['resolved', 'resolved'])
    const after = await findingsOf(gptIds[DELETED] ?? '')
    expect(after).toHaveLength(before.length)
    expect(new Set(after.map(({ state }) => state))).toEqual(new Set(['resolved']))
    const live = await stack.database.sql`
      select kind from assets where integration_id = ${integrationId} and deleted_at is null
        and (external_id = ${gptIds[DELETED] ?? ''} or parent_id = ${gptIds[DELETED] ?? ''})`
    expect(live).toEqual([])
    const others = await stack.database.sql`
      select 1 from assets where integration_id = ${integrationId} and kind = 'chatgpt.gpt' and deleted_at is null`
    expect(others).toHaveLength(7)
    expect((await recheck(id)).result?.result).toBe('resolved')
  })
})

describe('kinds that are read in other ways', () => {
  test.each<[RuleId, string[]]>([
    ['key.admin_not_rotated', ['platform.admin_keys']],
    ['key.project_not_rotated', ['platform.projects', 'platform.project_keys']],
    ['invite.stale', ['platform.invites']],
  ])('%s', async (rule, reads) => {
    const { id } = await someFinding(rule)
    const { ticket, run, result } = await recheck(id)
    expect(ticket.reads).toEqual(reads)
    expect([run.state, result?.result]).toEqual(['completed', 'still_failing'])
  })
})

test('a hiccup of OpenAI is tried again', async () => {
  const { id } = await publicOne(LEFT)
  await stack.scenario({ faults: [{ route: ONE_GPT, kind: 'status5xx', status: 503, count: 2 }] })
  const { result } = await recheck(id)
  expect(result).toMatchObject({ result: 'still_failing' })
})

test('what comes in a shape that nobody knows is not judged by what was stored', async () => {
  const { id, last_evaluated_at: before } = await publicOne(LEFT)
  await stack.scenario({ poison: { unknownShape: ['chatgpt.gpt_configs'] } })
  const { result, finding } = await recheck(id)
  expect([result?.result, result?.obstacle]).toEqual(['not_evaluated', 'unreadable'])
  expect(finding.last_evaluated_at).toBe(before)
})

test('it comes through beside a full run that is held, and the full run goes on', async () => {
  const { id } = await publicOne(LEFT)
  const held = [
    { route: 'GET /v1/organization/users', kind: 'slow', delayMs: HELD_MS },
    { route: 'GET /v1/compliance/workspaces/*/users', kind: 'slow', delayMs: HELD_MS },
  ]
  await stack.scenario({ faults: held })
  const { full } = await stack.collect(integrationId)
  await eventually('the full run reads', async () => {
    const run = await stack.api.find<RunDetail>(`/api/v1/runs/${full.run_id}`)
    expect(run?.streams.filter(({ state }) => state === 'running').length ?? 0).toBeGreaterThan(1)
  })
  const { result } = await recheck(id)
  expect(result).toMatchObject({ result: 'still_failing' })
  const run = await stack.api.get<RunDetail>(`/api/v1/runs/${full.run_id}`)
  expect(run.ended).toBe(false)
  const phase = await stack.api.get<{ phase: string }>(`/api/v1/integrations/${integrationId}`)
  expect(phase.phase).toBe('collecting')
})

test('one key is one recheck, whoever repeats it', async () => {
  const { id } = await publicOne(LEFT)
  const headers = { 'idempotency-key': randomUUID() }
  const path = `/api/v1/findings/${id}/recheck`
  const [first, again] = [await bodyOf(path, headers), await bodyOf(path, headers)]
  expect([first.status, again.status]).toEqual([202, 202])
  expect(again.headers.get('idempotency-replayed')).toBe('true')
  expect(again.json).toEqual(first.json)
  await stack.ended((first.json as Ticket).run_id)
  const { history } = await findingNow(id)
  const asked = history.filter(({ detail }) => detail.recheck_run_id === (first.json as Ticket).run_id)
  expect(asked).toHaveLength(1)
})

test('the command says what came of it, in words and by its exit code', async () => {
  const env = {
    CASBAH_URL: stack.api.url,
    CASBAH_TOKEN_FILE: join(stack.folder, 'token'),
    CASBAH_DATA: stack.folder,
  }
  const stands = await publicOne(LEFT)
  const gone = await publicOne(DELETED)
  const waited = await runCli(['findings', 'recheck', stands.id, '--wait'], env)
  expect([waited.code, waited.stderr]).toEqual([3, expect.stringContaining('still failing')])
  const json = await runCli(['findings', 'recheck', gone.id, '--wait', '--json'], env)
  expect([json.code, JSON.parse(json.stdout)]).toEqual([
    0,
    expect.objectContaining({ finding_id: gone.id, result: 'resolved' }),
  ])
  const asked = await runCli(['findings', 'recheck', stands.id], env)
  expect([asked.code, asked.stderr]).toEqual([0, expect.stringContaining('casbah runs show')])
})

describe('what is refused at once', () => {
  test('a finding of something that has happened, of a kind without a route, or that is not there', async () => {
    const at = async (id: string) => await bodyOf(`/api/v1/findings/${id}/recheck`)
    const rows = await stack.database.sql<{ id: string; rule: string; kind: string }[]>`
      select distinct on (rule_id, asset_kind) id, rule_id as rule, asset_kind as kind from findings
      where integration_id = ${integrationId} and asset_kind in ('chatgpt.user', 'chatgpt.agent',
        'chatgpt.workspace', 'platform.organization', 'casbah.credential')`
    const heard = new Set<string>()
    for (const { id } of rows) {
      const { status, json } = await at(id)
      expect(status).toBe(422)
      expect(json.type).toContain('recheck-impossible')
      heard.add(String(json.detail))
    }
    const words = [...heard].join(' ')
    expect(words).toContain('tells of something that happened')
    expect(words).toContain('cannot be read again by itself')
    expect((await at(randomUUID())).status).toBe(404)
  })

  test('a paused integration', async () => {
    const { id } = await publicOne(LEFT)
    await stack.api.post(`/api/v1/integrations/${integrationId}/pause`, { note: 'an audit is on' })
    const refused = await bodyOf(`/api/v1/findings/${id}/recheck`)
    expect([refused.status, refused.json.detail]).toEqual([409, expect.stringContaining('Resume it')])
    await stack.api.post(`/api/v1/integrations/${integrationId}/resume`)
  })

  test('a key that OpenAI refuses: the first hears it from the recheck, the next at once', async () => {
    const { id } = await publicOne(LEFT)
    await stack.scenario({ revokedTokens: [stack.simulator.keys.compliance] })
    const { run, result, finding } = await recheck(id)
    expect([run.state, result?.obstacle]).toEqual(['failed', 'credential_rejected'])
    expect(finding.state).toBe('open')
    // Others may have judged it meanwhile: the integration was resumed a moment ago.
    const judged = await stack.database
      .sql`select from finding_sightings where finding_id = ${id} and run_id = ${run.id}`
    expect(judged).toHaveLength(0)
    const refused = await eventually('the integration needs attention', async () => {
      const answer = await bodyOf(`/api/v1/findings/${id}/recheck`)
      expect(answer.status).toBe(409)
      return answer
    })
    expect(refused.json.detail).toContain('connection test')
  })
})
