import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { markDisconnected } from '../../src/db/integrations/change-integration.ts'
import type { Json, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { seededTenant } from '../support/api-fixtures.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

/** What people paste into the wrong place; it may come back from nowhere. */
const SECRET = 'sk-admin-CANARY0123456789abcdefCANARY'
const RUNS_A_ROUTE = 25
const SEED = 20_261_122

let fresh: FreshDatabase
let api: TestApi
let tenant: SeededTenant
/** Disconnected: a well-formed command is refused here, and needs no Temporal. */
let closed: SeededTenant
beforeAll(async () => {
  fresh = await freshDatabase()
  api = await startTestApi(fresh.database)
  tenant = await seededTenant(fresh.database)
  closed = await seededTenant(fresh.database)
  await markDisconnected(fresh.database.drizzle, closed.integrationId)
})
afterAll(async () => {
  await api?.close()
  await fresh?.drop()
})

const nasty = fc.oneof(
  fc.constantFrom(
    SECRET,
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '%00',
    "'; drop table findings; --",
    '../../etc/passwd',
    '{}',
    '[]',
    'null',
    '-1',
    '1e400',
    '9'.repeat(40),
    '__proto__',
    'constructor',
    '💥'.repeat(50),
  ),
  fc.string({ maxLength: 60 }),
)

const known = fc.constantFrom(
  ...[
    'display_name',
    'organization_id',
    'workspace_id',
    'project_id',
    'credentials',
    'compliance_key',
    'admin_key',
  ],
  ...[
    'secret',
    'key_name',
    'own_domains',
    'collection_mode',
    'parameters',
    'severity',
    'enabled',
    'url',
    'note',
  ],
  ...['triage', 'assignee', 'text', 'ids', 'filter', 'expected_count', 'action'],
  ...['fingerprint', 'rule_id', 'asset', 'reason', 'owner', 'expires_at'],
  ...['routes', 'match', 'name', 'assign_to', 'apply_to_open', 'owners', 'departments'],
  ...['event_types', 'integration_id', '__proto__', SECRET],
)
const { body } = fc.letrec((tie) => ({
  leaf: fc.oneof(nasty, fc.integer(), fc.double(), fc.boolean(), fc.constant(null)),
  body: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.array(tie('body'), { maxLength: 4 }),
    fc.dictionary(known, tie('body'), { maxKeys: 6 }),
  ),
}))

interface Operation {
  readonly method: string
  readonly template: string
  readonly query: readonly string[]
}

async function operations(): Promise<Operation[]> {
  const { json } = await api.call('GET', '/api/v1/openapi.json')
  return Object.entries(json.paths ?? {}).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const parameters = ((operation as Json).parameters ?? []) as readonly { in: string; name: string }[]
      return {
        method: method.toUpperCase(),
        template,
        query: parameters.filter((one) => one.in === 'query').map(({ name }) => name),
      }
    }),
  )
}

test('no junk at any route is an error of ours, and no answer or log line repeats a secret', async () => {
  const statuses = new Map<number, number>()
  for (const { method, template, query } of await operations()) {
    if (!template.startsWith('/api/')) continue
    const name = fc.oneof(fc.constantFrom('limit', 'cursor', ...query), nasty)
    const { integrationId } = method === 'GET' || method === 'PATCH' ? tenant : closed
    const junk = fc.record({
      id: fc.oneof(fc.constant(integrationId as string), nasty),
      other: nasty,
      query: fc.array(fc.tuple(name, nasty), { maxLength: 3 }),
      body,
      key: fc.option(nasty.filter((text) => /^[\x20-\x7e]*$/.test(text))),
    })
    await fc.assert(
      fc.asyncProperty(junk, async (given) => {
        const path = template.replace('{id}', escaped(given.id)).replace(/\{[a-z]+\}/, escaped(given.other))
        const search = given.query.map(([key, value]) => `${escaped(key)}=${escaped(value)}`).join('&')
        const answer = await api.call(method, `${path}?${search}`, {
          ...(method === 'GET' || method === 'DELETE' ? {} : { body: JSON.stringify(given.body) }),
          ...(given.key === null ? {} : { headers: { 'Idempotency-Key': given.key } }),
        })
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
        // Commands that were well-formed by chance meet a Temporal that is away.
        const foreseen = answer.status < 500 || answer.json.type === ('/docs/problems/unavailable' as never)
        expect(foreseen, `${method} ${path}?${search} ${JSON.stringify(given.body)}: ${answer.text}`).toBe(
          true,
        )
        if (answer.status >= 400) {
          expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
          expect(answer.text).not.toContain('CANARY')
        }
      }),
      { seed: SEED, numRuns: RUNS_A_ROUTE },
    )
  }
  expect(api.logged.join('\n')).not.toContain('CANARY')
  expect(statuses.get(400) ?? 0).toBeGreaterThan(100)
})

/** As a client would put it into a URL; half a surrogate pair has no such form. */
const escaped = (text: string): string => encodeURIComponent(text.toWellFormed()) || '%20'
