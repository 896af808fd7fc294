import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RULE_IDS } from '../../src/model/core/rule-ids.ts'
import type { Answer, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { narrowToken, seededTenant } from '../support/api-fixtures.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

let fresh: FreshDatabase
let api: TestApi
let tenant: SeededTenant
let other: SeededTenant

beforeAll(async () => {
  fresh = await freshDatabase()
  api = await startTestApi(fresh.database)
  tenant = await seededTenant(fresh.database)
  other = await seededTenant(fresh.database)
})
afterAll(async () => {
  await api?.close()
  await fresh?.drop()
})

const get = (path: string, options = {}): Promise<Answer> => api.call('GET', `/api/v1${path}`, options)
const patch = (id: string, body: object, headers = {}): Promise<Answer> =>
  api.call('PATCH', `/api/v1/findings/${id}`, { body, headers })
const findingAt = (at: number): string => String(tenant.findingIds[at])
const tagOf = async (id: string): Promise<string> =>
  (await get(`/findings/${id}`)).headers.get('ETag') ?? 'none'

describe('what people say of a finding', () => {
  test('is in its history with who said it, and leaves the state alone', async () => {
    const id = findingAt(0)
    const body = { triage: 'in_review', assignee: ' ada@ours.example ', note: 'Asked\r\nthe owner.' }
    const answer = await patch(id, body)
    expect(answer.json).toEqual({
      id,
      integration_id: tenant.integrationId,
      state: 'open',
      triage: 'in_review',
      assignee: 'ada@ours.example',
    })
    const { json } = await get(`/findings/${id}`)
    expect(json).toMatchObject({ state: 'open', triage: 'in_review', assignee: 'ada@ours.example' })
    const actor = { kind: 'token', label: 'bootstrap' }
    expect(json.history).toMatchObject([
      { kind: 'commented', actor, run_id: null, detail: { text: 'Asked\nthe owner.' } },
      { kind: 'assigned', actor, detail: { from: null, to: 'ada@ours.example' } },
      { kind: 'triaged', actor, detail: { from: 'new', to: 'in_review' } },
      { kind: 'opened', actor: null, run_id: tenant.runId },
    ])
  })

  test('is said once where it is so already; a note is kept all the same', async () => {
    const id = findingAt(1)
    await patch(id, { triage: 'remediating' })
    await patch(id, { triage: 'remediating', note: 'Still at it.' })
    await patch(id, { assignee: null })
    const { json } = await get(`/findings/${id}`)
    expect((json.history ?? []).map(({ kind }) => kind)).toEqual(['commented', 'triaged', 'opened'])
  })

  test('comments may be repeated, are appended and reach a finding of the token’s own only', async () => {
    const id = findingAt(2)
    const comment = (text: string, options = {}) =>
      api.call('POST', `/api/v1/findings/${id}/comments`, { body: { text }, ...options })
    expect((await comment('Same.')).json).toMatchObject({ finding_id: id })
    expect((await comment('Same.')).status).toBe(200)
    const token = await narrowToken(fresh.database, [other.integrationId])
    expect((await comment('From afar.', { token })).status).toBe(404)
    const { json } = await get(`/findings/${id}`)
    expect((json.history ?? []).map(({ kind }) => kind)).toEqual(['commented', 'commented', 'opened'])
    expect(json.history?.[0]?.detail).toEqual({ text: 'Same.' })
  })

  test('a repeated request has one effect', async () => {
    const id = findingAt(3)
    const headers = { 'Idempotency-Key': 'comment-once' }
    const ask = () =>
      api.call('POST', `/api/v1/findings/${id}/comments`, { body: { text: 'Once.' }, headers })
    const [first, second] = [await ask(), await ask()]
    expect(second.json).toEqual(first.json)
    expect((await get(`/findings/${id}`)).json.history).toHaveLength(2)
  })

  test('whom it is for is kept in no answer to a repeated request', async () => {
    const id = findingAt(6)
    const headers = { 'Idempotency-Key': 'assign-once' }
    const ask = () =>
      api.call('PATCH', `/api/v1/findings/${id}`, { body: { assignee: 'canary@ours.example' }, headers })
    const first = await ask()
    expect(first.json).toMatchObject({ assignee: 'canary@ours.example' })
    expect((await ask()).json).toEqual({ ...(first.json as object), assignee: undefined })
    const kept = await fresh.database.sql`select response::text from idempotency_keys`
    expect(JSON.stringify(kept)).not.toContain('canary@')
  })

  test('is refused where it is too long, empty, unknown or a key, and quoted nowhere', async () => {
    const id = findingAt(4)
    const refused: readonly [object, string][] = [
      [{}, '/'],
      [{ triage: 'accepted' }, '/triage'],
      [{ assignee: 'x'.repeat(201) }, '/assignee'],
      [{ assignee: 'a\nb' }, '/assignee'],
      [{ assignee: '' }, '/assignee'],
      [{ assignee: 'ada\u202egrace' }, '/assignee'],
      [{ note: 'x'.repeat(4_001) }, '/note'],
      [{ note: 'a\u0000b' }, '/note'],
      [{ note: 'a\u2067b' }, '/note'],
      [{ note: 'the key is sk-admin-CANARY0123456789abcdef' }, '/note'],
      [{ triage: 'new', state: 'resolved' }, '/'],
    ]
    for (const [body, pointer] of refused) {
      const answer = await patch(id, body)
      expect(answer.json, JSON.stringify(body)).toMatchObject({ status: 400, errors: [{ pointer }] })
      expect(answer.text).not.toContain('CANARY')
    }
    expect((await patch(String(other.runId), { triage: 'new' })).status).toBe(404)
    expect((await get(`/findings/${id}`)).json).toMatchObject({ triage: 'new', assignee: null })
  })

  test('is audited by what was chosen, without a word of the text', async () => {
    const id = findingAt(5)
    await patch(id, { triage: 'false_positive', assignee: 'grace@ours.example', note: 'Private words.' })
    const { json, text } = await get('/audit-log?limit=1')
    expect(json.data?.[0]).toMatchObject({
      action: 'finding.triage',
      target: `finding/${id}`,
      detail: { triage: 'false_positive', fields: ['triage', 'assignee', 'note'] },
    })
    expect(text).not.toMatch(/grace@|Private/)
    expect(api.logged.join('\n')).not.toMatch(/grace@|ada@|Private/)
  })
})

describe('If-Match', () => {
  test('lets a change through that was decided on what still is so, and no other', async () => {
    const id = findingAt(6)
    const tag = await tagOf(id)
    const first = await patch(id, { triage: 'in_review' }, { 'If-Match': tag })
    expect(first.status).toBe(200)
    const stale = await patch(id, { triage: 'false_positive' }, { 'If-Match': tag })
    expect(stale.json).toMatchObject({ status: 412, type: '/docs/problems/finding-changed' })
    expect((await get(`/findings/${id}`)).json.triage).toBe('in_review')
    expect(await tagOf(id)).not.toBe(tag)
    // The tag of the answer is good for the next one; so is any of a list, and a weak one.
    const next = first.headers.get('ETag') ?? ''
    expect((await patch(id, { assignee: 'Team A' }, { 'If-Match': next })).status).toBe(200)
    const both = `"other.tag", W/${await tagOf(id)}`
    expect((await patch(id, { assignee: 'Team B' }, { 'If-Match': both })).status).toBe(200)
    expect((await patch(id, { assignee: 'Team C' }, { 'If-Match': '*' })).status).toBe(200)
    const bare = await patch(id, { assignee: 'Team D' }, { 'If-Match': 'no quotes' })
    expect(bare.json).toMatchObject({ status: 400, errors: [{ pointer: '/if-match' }] })
  })

  test('sees a comment, a change of state and of severity, and not the next evaluation', async () => {
    const id = findingAt(7)
    const before = await tagOf(id)
    await fresh.database.sql`
      update finding_sightings set evaluated_at = now(), seen_at = now() where finding_id = ${id}`
    const evaluated = await tagOf(id)
    // Readers are told; who decides is not held up.
    expect(evaluated).not.toBe(before)
    expect((await get(`/findings/${id}`, { headers: { 'If-None-Match': before } })).status).toBe(200)
    expect((await get(`/findings/${id}`, { headers: { 'If-None-Match': evaluated } })).status).toBe(304)
    expect((await patch(id, { triage: 'in_review' }, { 'If-Match': before })).status).toBe(200)
    const changes = [
      () => api.call('POST', `/api/v1/findings/${id}/comments`, { body: { text: 'Wait.' } }),
      () => fresh.database.sql`update findings set state = 'resolved' where id = ${id}`,
      () => fresh.database.sql`update findings set effective_severity = 'critical' where id = ${id}`,
    ]
    for (const change of changes) {
      const tag = await tagOf(id)
      await change()
      expect((await patch(id, { triage: 'remediating' }, { 'If-Match': tag })).status).toBe(412)
    }
  })

  test('two at once on the same tag: one is let through', async () => {
    const id = findingAt(8)
    const headers = { 'If-Match': await tagOf(id) }
    const answers = await Promise.all(
      ['in_review', 'remediating', 'false_positive'].map((triage) => patch(id, { triage }, headers)),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412])
  })
})

describe('findings are read by', () => {
  const count = async (query: string): Promise<number> =>
    (await get(`/findings?integration=${other.integrationId}&limit=200&${query}`)).json.data?.length ?? 0

  test('what people said of them, and whether they are overdue', async () => {
    const [first = '', second = ''] = other.findingIds.map(String)
    await patch(first, { triage: 'remediating', assignee: 'Blue Team' })
    await patch(second, { triage: 'false_positive' })
    expect(await count('triage=remediating')).toBe(1)
    expect(await count('triage=remediating,false_positive')).toBe(2)
    expect(await count('assignee=Blue%20Team')).toBe(1)
    expect(await count('assignee=blue')).toBe(0)
    const { sql } = fresh.database
    await sql`update findings set due_at = now() + interval '1 day' where integration_id = ${other.integrationId}`
    expect(await count('overdue=true')).toBe(0)
    await sql`update findings set due_at = now() - interval '1 day' where id in (${first}, ${second})`
    await sql`update findings set state = 'resolved' where id = ${second}`
    expect(await count('overdue=true')).toBe(1)
    expect(await count('overdue=false')).toBe(RULE_IDS.length - 1)
    expect((await get(`/findings/${first}`)).json).toMatchObject({ overdue: true, state: 'open' })
    expect((await get(`/findings/${second}`)).json.overdue).toBe(false)
    expect((await get('/findings?overdue=maybe')).status).toBe(400)
  })

  test('and name whose the thing is', async () => {
    const { json } = await get(`/findings/${findingAt(0)}`)
    expect(json.owner).toMatchObject({ role: 'self', person: { email: json.asset?.name } })
  })
})
