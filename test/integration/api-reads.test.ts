import { randomUUIDv7 } from 'node:crypto'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeToken, tokenHash, tokenPrefix } from '../../src/api/tokens.ts'
import { createToken } from '../../src/db/tokens/tokens.ts'
import { API_SCOPES } from '../../src/model/core/access.ts'
import { SYSTEM_ACTOR } from '../../src/model/core/actor.ts'
import { RULE_IDS } from '../../src/model/core/rule-ids.ts'
import { CATALOGUE } from '../../src/rules/catalogue/catalogue.ts'
import type { Answer, Json, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { narrowToken, seededTenant } from '../support/api-fixtures.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

let fresh: FreshDatabase
let api: TestApi
let tenant: SeededTenant
let other: SeededTenant
let description: Json

beforeAll(async () => {
  fresh = await freshDatabase()
  api = await startTestApi(fresh.database)
  tenant = await seededTenant(fresh.database)
  other = await seededTenant(fresh.database)
  description = (await api.call('GET', '/api/v1/openapi.json')).json
})
afterAll(async () => {
  await api?.close()
  await fresh?.drop()
})

const get = (path: string, options = {}): Promise<Answer> => api.call('GET', `/api/v1${path}`, options)

describe('the description', () => {
  test('is OpenAPI 3.1, and every route says what it is for and which problems it has', () => {
    expect(description.openapi).toBe('3.1.0')
    const operations = Object.entries(description.paths ?? {}).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation: operation as Json })),
    )
    expect(operations.length).toBe(94)
    for (const { path, method, operation } of operations) {
      const name = `${method} ${path}`
      expect(operation.summary, name).toBeTypeOf('string')
      if (!path.startsWith('/api/')) continue
      for (const status of ['400', '401', '500', '503']) {
        const answer = operation.responses?.[status]
        expect(answer?.content, `${name} ${status}`).toHaveProperty('application/problem+json')
      }
    }
  })

  test('has schemas that compile, and no reference that leads nowhere', () => {
    const names = Object.keys(description.components?.schemas ?? {})
    expect(names.length).toBeGreaterThan(30)
    for (const name of names) expect(() => validator({ $ref: `#/components/schemas/${name}` })).not.toThrow()
    const references = JSON.stringify(description).matchAll(/"#\/components\/schemas\/([^"]+)"/g)
    for (const [, name] of references) expect(names).toContain(name)
  })

  test('has no schema that is another one with a field of it otherwise: both would have to hold', () => {
    type Schema = { readonly properties?: object; readonly $ref?: string; readonly allOf?: readonly Schema[] }
    const schemas = description.components?.schemas as unknown as Readonly<Record<string, Schema>>
    const propertiesOf = ({ properties, $ref }: Schema): object =>
      properties ?? schemas[$ref?.split('/').at(-1) ?? '']?.properties ?? {}
    const extended = Object.entries(schemas).filter(([, { allOf }]) => allOf !== undefined)
    expect(extended.length).toBeGreaterThan(5)
    for (const [name, { allOf = [] }] of extended) {
      const fields = allOf.flatMap((part) => Object.keys(propertiesOf(part)))
      expect(fields, name).toEqual([...new Set(fields)])
    }
  })
})

/** Answers are held against the description: what is documented is what is sent. */
function validator(schema: object) {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
  return ajv.compile({ ...schema, components: description.components })
}

function asDescribed(template: string, answer: Answer, status = '200'): void {
  const content = description.paths?.[`/api/v1${template}`]?.get?.responses?.[status]?.content
  const schema = content?.['application/json']?.schema as object | undefined
  if (schema === undefined) throw new Error(`${template} describes no ${status}`)
  const check = validator(schema)
  expect(check(answer.json), `${template}: ${JSON.stringify(check.errors)}`).toBe(true)
}

/** Something of all that people can say of a finding. Returns its exception. */
async function sayOf(findingId: string): Promise<string> {
  const path = `/api/v1/findings/${findingId}`
  const said = { triage: 'in_review', assignee: 'Ada', note: 'Looked at.' }
  expect((await api.call('PATCH', path, { body: said })).status).toBe(200)
  const { fingerprint } = (await api.call('GET', path)).json
  const expires_at = new Date(Date.now() + 60_000).toISOString()
  const body = { fingerprint, reason: 'For a minute.', owner: 'Ada', expires_at }
  return String((await api.call('POST', '/api/v1/exceptions', { body })).json.id)
}

test('every read answers as it is described', async () => {
  const { integrationId, runId, findingIds } = tenant
  const assets = await get(`/assets?integration=${integrationId}`)
  const exception = await sayOf(findingIds[0] ?? '')
  const reads: readonly (readonly [template: string, path: string])[] = [
    ['/integrations', '/integrations'],
    ['/integrations/{id}', `/integrations/${integrationId}`],
    ['/integrations/{id}/activity', `/integrations/${integrationId}/activity`],
    ['/runs', `/runs?integration=${integrationId}&kind=full&open=true`],
    ['/runs/{id}', `/runs/${runId}`],
    ['/assets', `/assets?integration=${integrationId}`],
    ['/assets/{id}', `/assets/${assets.json.data?.[0]?.id}`],
    ['/findings', '/findings'],
    ['/findings/{id}', `/findings/${findingIds[0]}`],
    ['/findings/summary', `/findings/summary?integration=${integrationId}`],
    ['/coverage', `/coverage?integration=${integrationId}`],
    ['/exceptions', '/exceptions'],
    ['/exceptions/{id}', `/exceptions/${exception}`],
    ['/integrations/{id}/assignment-routes', `/integrations/${integrationId}/assignment-routes`],
    ['/rules', '/rules'],
    ['/rules', `/rules?integration=${integrationId}`],
    ['/quarantine', `/quarantine?integration=${integrationId}`],
    ['/drift', `/drift?integration=${integrationId}`],
    ['/budgets', `/budgets?integration=${integrationId}`],
    ['/destinations', '/destinations'],
    ['/audit-log', '/audit-log'],
  ]
  for (const [template, path] of reads) {
    const answer = await get(path)
    expect(answer.status, `${path}: ${answer.text}`).toBe(200)
    asDescribed(template, answer)
    if (template !== '/destinations' && template !== '/audit-log') {
      expect(answer.json.data?.length ?? 1, path).toBeGreaterThan(0)
    }
  }
  expect((await api.call('POST', `/api/v1/exceptions/${exception}/disable`)).status).toBe(200)
})

test('activity comes by day, in pages of any size, of whom, of what and since when somebody asks', async () => {
  const path = `/integrations/${tenant.integrationId}/activity`
  const all = (await get(path)).json.data ?? []
  expect(all.length).toBeGreaterThan(1)
  const paged: unknown[] = []
  let cursor = ''
  do {
    const { json } = await get(`${path}?limit=1${cursor && `&cursor=${cursor}`}`)
    paged.push(...(json.data ?? []))
    cursor = String(json.page?.next_cursor ?? '')
  } while (cursor !== '')
  expect(paged).toEqual(all)
  const keys = (await get(`${path}?subject_kind=api_key&subject=key_P1`)).json.data
  expect(keys).toEqual([
    {
      subject_kind: 'api_key',
      subject: 'key_P1',
      day: '2026-11-19',
      signal: 'last_used_at',
      count: 1,
      last_at: '2026-11-19T12:00:00Z',
    },
  ])
  expect((await get(`${path}?since=2026-11-17&until=2026-11-19`)).json.data).toEqual(keys)
  expect((await get(`${path}?until=2026-11-18&subject_kind=api_key`)).json.data).toEqual([])
  for (const query of [
    'since=yesterday',
    'since=2026-02-31',
    'since=0000-01-01',
    'subject_kind=robot',
    'day=2026-11-19',
  ]) {
    expect((await get(`${path}?${query}`)).status, query).toBe(400)
  }
})

describe('findings', () => {
  const ids = (answer: Answer) => (answer.json.data ?? []).map(({ id }) => String(id))

  test('are most urgent first, and pages of any size together are the whole list', async () => {
    const all = await get('/findings?limit=200')
    const ranks = (all.json.data ?? []).map((row) =>
      ['critical', 'high', 'medium', 'low'].indexOf(String(row.effective_severity)),
    )
    expect(ranks).toEqual([...ranks].sort((one, two) => one - two))
    expect(all.json.page).toEqual({ next_cursor: null, limit: 200 })
    const paged: string[] = []
    let cursor = ''
    do {
      const page = await get(`/findings?limit=5${cursor && `&cursor=${cursor}`}`)
      paged.push(...ids(page))
      cursor = String(page.json.page?.next_cursor ?? '')
      expect(page.headers.get('Link') !== null).toBe(cursor !== '')
    } while (cursor !== '')
    expect(paged).toEqual(ids(all))
  })

  test('are filtered by what they are, with commas or repetition, and by nothing unknown', async () => {
    const one = tenant.integrationId
    const rules = await get(`/findings?integration=${one}&rule=user.inactive,invite.stale`)
    const repeated = await get(`/findings?integration=${one}&rule=user.inactive&rule=invite.stale`)
    expect(ids(rules)).toHaveLength(2)
    expect(ids(repeated)).toEqual(ids(rules))
    const type = 'b72e971d-f5b9-4cf3-96f4-ef82bdf38453'
    const byType = await get(`/findings?integration=${one}&finding_type_id=${type}&state=open`)
    expect(byType.json.data?.[0]).toMatchObject({ rule_id: 'key.admin_not_rotated' })
    expect(ids(await get(`/findings?integration=${one}&severity=critical`))).toEqual([])
    expect(ids(await get('/findings?first_seen_gte=2030-01-01T00:00:00Z'))).toEqual([])
    const unknown = await get('/findings?severty=high')
    expect(unknown.json).toMatchObject({ status: 400, errors: [{ detail: 'not known here: severty' }] })
    expect((await get('/findings?severity=urgent')).status).toBe(400)
    expect((await get('/findings?limit=201')).status).toBe(400)
    expect((await get('/findings?limit=0')).status).toBe(400)
  })

  test('refuse a cursor of other filters', async () => {
    const page = await get('/findings?limit=5&state=open')
    const cursor = page.json.page?.next_cursor
    const moved = await get(`/findings?limit=5&state=resolved&cursor=${cursor}`)
    expect(moved.json).toMatchObject({ status: 400, type: '/docs/problems/invalid-cursor' })
  })

  test('name the people in their evidence, and keep their history', async () => {
    const { json } = await get(`/findings/${tenant.findingIds[0]}`)
    const email = `${json.asset?.external_id}@example.com`
    expect(json.people?.self).toMatchObject({ email, erased: false })
    expect(json.asset).toMatchObject({ name: email, kind_label: 'Platform user' })
    expect((json.history ?? []).map(({ kind }) => kind)).toContain('opened')
  })

  test('are summed up with their denominators', async () => {
    const { json } = await get(`/findings/summary?integration=${tenant.integrationId}`)
    expect(json.standing).toBe(RULE_IDS.length)
    const published = (severity: string) =>
      RULE_IDS.filter((id) => CATALOGUE[id].severity === severity).length
    expect(json.by_severity).toEqual({
      critical: 0,
      high: published('high'),
      medium: published('medium'),
      low: published('low'),
    })
    expect(json.rules).toHaveLength(RULE_IDS.length)
    expect(json.rules?.[0]?.results?.[0]).toMatchObject({ failed: 1, total: 14, not_evaluated: 2 })
  })
})

test('coverage says of each rule what it judged, what it could not, and what would change that', async () => {
  const { sql } = fresh.database
  await sql`update rule_results set reason = 'capability_denied', reason_detail = 'the key lacks the scope'
    where integration_id = ${tenant.integrationId} and rule_id = 'gpt.public_link'`
  await sql`delete from rule_results where integration_id = ${tenant.integrationId} and rule_id = 'app.linked'`
  await sql`update rule_results set passed = 0, failed = 0
    where integration_id = ${tenant.integrationId} and rule_id in ('user.inactive', 'control.domain_added')`
  const { json } = await get(`/coverage?integration=${tenant.integrationId}`)
  expect(json.totals).toEqual({ pass: 0, fail: RULE_IDS.length - 3, not_evaluated: 2, never: 1 })
  const of = (id: string) => json.data?.find(({ rule_id }: Json) => rule_id === id)
  // Two others could not be judged.
  const rest = { remedies: [{ kind: 'wait' }], asset_reasons: { value_absent_upstream: 2 } }
  expect(of('key.admin_unused')).toMatchObject({ outcome: 'fail', failed: 1, standing: null, ...rest })
  // Two users, none of them judged.
  expect(of('user.inactive')).toMatchObject({
    outcome: 'not_evaluated',
    reason: null,
    remedies: [{ kind: 'wait' }],
  })
  // Nothing new happened; what happened before stands.
  expect(of('control.domain_added')).toMatchObject({ outcome: 'fail', failed: 0, standing: 1, ...rest })
  expect(of('app.linked')).toMatchObject({ outcome: 'never', evaluated_at: null })
  expect(of('gpt.public_link')).toMatchObject({
    outcome: 'not_evaluated',
    reason: 'capability_denied',
    remedies: [{ kind: 'grant', label: 'read GPTs', scope: 'chatgpt.enterprise.compliance_export (read)' }],
  })
})

test('assets are searched by id, name and the people behind them', async () => {
  const count = async (q: string) =>
    (await get(`/assets?integration=${tenant.integrationId}&q=${encodeURIComponent(q)}`)).json.data?.length
  expect(await count('name 13')).toBe(1)
  expect(await count('U14@EXAMPLE')).toBe(1)
  expect(await count('%')).toBe(0)
})

describe('a token', () => {
  test('is needed everywhere but for health, docs and the description', async () => {
    const open = ['/livez', '/docs', '/docs/problems', '/docs/assets/swagger-ui.css', '/api/v1/openapi.json']
    for (const path of open) expect((await api.call('GET', path, { token: null })).status, path).toBe(200)
    for (const token of [null, 'wrong', makeToken(), `${api.token}x`]) {
      const answer = await get('/findings', { token })
      expect(answer.status).toBe(401)
      expect(answer.headers.get('WWW-Authenticate')).toContain('Bearer')
      expect(answer.json).toMatchObject({ type: '/docs/problems/unauthorized' })
    }
    const unknown = await get('/nothing-here', { token: null })
    expect(unknown.status).toBe(401)
  })

  test('is asked for by each route, those of SCIM too', async () => {
    const routes = api.app.routes.filter(
      ({ method, path }) => method !== 'ALL' && /^[/](api|scim)[/]/.test(path) && !path.includes('*'),
    )
    const guarded = routes.filter(({ path }) => path !== '/api/v1/openapi.json')
    for (const { method, path } of guarded) {
      const place = path.replaceAll(/:integration|:id/g, tenant.integrationId)
      const answer = await api.call(method, place, { token: null })
      expect(answer.status, `${method} ${path}`).toBe(401)
    }
    const scim = guarded.filter(({ path }) => path.startsWith('/scim/'))
    expect(new Set(scim.map(({ method }) => method))).toEqual(
      new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
    )
    expect(guarded.length - scim.length).toBeGreaterThan(30)
  })

  test('of one integration sees nothing of another', async () => {
    const token = await narrowToken(fresh.database, [tenant.integrationId])
    const narrow = (path: string) => get(path, { token })
    expect((await narrow('/integrations')).json.data).toHaveLength(1)
    expect((await narrow('/findings?limit=200')).json.data).toHaveLength(RULE_IDS.length)
    expect((await narrow('/findings/summary')).json.standing).toBe(RULE_IDS.length)
    const hidden = [
      `/integrations/${other.integrationId}`,
      `/integrations/${other.integrationId}/activity`,
      `/integrations/${other.integrationId}/assignment-routes`,
      `/runs/${other.runId}`,
      `/findings/${other.findingIds[0]}`,
      `/quarantine?integration=${other.integrationId}`,
      `/rules?integration=${other.integrationId}`,
      `/findings?integration=${other.integrationId}`,
      `/findings?integration=${tenant.integrationId},${other.integrationId}`,
      `/findings/summary?integration=${other.integrationId}`,
      `/coverage?integration=${other.integrationId}`,
      `/assets?integration=${other.integrationId}`,
      `/runs?integration=${other.integrationId}`,
    ]
    for (const path of hidden) expect((await narrow(path)).status, path).toBe(404)
    expect((await narrow('/audit-log')).status).toBe(403)
  })

  test('that was revoked opens nothing', async () => {
    const token = makeToken()
    const id = randomUUIDv7()
    const row = { id, name: 'old', prefix: tokenPrefix(token), hash: tokenHash(token), scopes: API_SCOPES }
    await createToken(fresh.database.drizzle, {
      ...row,
      createdBy: SYSTEM_ACTOR,
      integrationIds: null,
      expiresAt: '2020-01-01T00:00:00Z',
    })
    expect((await get('/findings', { token })).status).toBe(401)
  })
})

describe('rule settings', () => {
  const path = (rule: string) => `/api/v1/integrations/${tenant.integrationId}/rule-settings/${rule}`

  test('take thresholds and allow lists, and show what is in effect', async () => {
    const put = await api.call('PUT', path('gpt.custom_actions'), {
      body: { parameters: { allowedHosts: ['api.example.com'] }, severity: 'critical' },
    })
    expect(put.json).toMatchObject({
      enabled: true,
      severity: 'critical',
      parameters: { allowedHosts: ['api.example.com'], approvedGpts: [] },
    })
    const { json } = await get(`/rules?integration=${tenant.integrationId}`)
    const rule = (json.data ?? []).find(({ id }) => (id as unknown) === 'gpt.custom_actions')
    expect(rule?.setting).toMatchObject({ severity: 'critical' })
    expect(rule?.last_result, 'judged at once: there is no GPT').toMatchObject({ failed: 0, total: 0 })
  })

  test('that do not fit are refused, pointing at what does not', async () => {
    const answer = await api.call('PUT', path('key.admin_unused'), {
      body: { parameters: { maxIdleDays: 0 } },
    })
    expect(answer.json).toMatchObject({ status: 400, errors: [{ pointer: '/parameters/maxIdleDays' }] })
    expect((await api.call('PUT', path('no.such_rule'), { body: {} })).status).toBe(400)
    for (const host of ['a\u0000', '\ud800', 'a b', 'me@example.com', 'https://example.com', '*']) {
      const refused = await api.call('PUT', path('gpt.custom_actions'), {
        body: { parameters: { allowedHosts: [host] } },
      })
      expect(refused.status, JSON.stringify(host)).toBe(400)
      expect(refused.json.errors?.[0]).toMatchObject({ detail: expect.stringContaining('must be a host') })
    }
    const written = await api.call('PUT', path('gpt.custom_actions'), {
      body: { parameters: { allowedHosts: ['bücher.example', '*.example.com'] } },
    })
    expect(written.status).toBe(200)
  })
})
