import { describe, expect, test } from 'vitest'
import { shredIntegration } from '../../src/db/purge/shred-integration.ts'
import { narrowToken, seededTenant } from '../support/api-fixtures.ts'
import { assignmentRoutesBench, KEYS, REST } from '../support/assignment-routes.ts'

const bench = assignmentRoutesBench()
const { read, put, preview, rows } = bench

const NULLS = { categories: null, rules: null, least_severity: null, departments: null, owners: null }

/** What was assigned by routes so far, by route. */
async function told(): Promise<Record<string, number>> {
  const counts = await bench.fresh.database.sql<{ route: string; n: number }[]>`
    select detail ->> 'route' as route, count(*)::int as n from finding_events
    where integration_id = ${bench.tenant.integrationId} and kind = 'assigned' and actor ->> 'kind' = 'system' group by 1`
  return Object.fromEntries(counts.map(({ route, n }) => [route, n]))
}
describe('a list of routes', () => {
  test('is saved as a whole, shown in its order, and may be sent back as it was read', async () => {
    expect((await read()).json).toEqual({ routes: [], updated_at: null, updated_by: null })
    const theirs = {
      name: 'Theirs',
      match: {
        ...{ rules: ['key.admin_unused', 'custom.mine'], least_severity: 'medium' },
        ...{ departments: ['Sales', ' sales ', 'R&D'], owners: ['Ada@example.com'] },
      },
      assign_to: 'owner',
    }
    const saved = await put({ routes: [KEYS, theirs, REST] })
    expect(saved.status, saved.text).toBe(200)
    expect(saved.json).toMatchObject({ assigned: null, updated_by: { kind: 'token' } })
    const now = await read()
    expect(now.json.routes).toEqual([
      { ...KEYS, match: { ...NULLS, ...KEYS.match }, assign_to: null },
      { ...theirs, match: { ...NULLS, ...theirs.match, departments: ['Sales', 'R&D'] }, assignee: null },
      { ...REST, match: NULLS, assign_to: null },
    ])
    const again = await put({ routes: now.json.routes })
    expect(again.json.routes).toEqual(now.json.routes)
    expect((await put({ routes: [] })).json.routes).toEqual([])
    // Nothing was asked for of what stands.
    expect((await rows()).every(({ assignee }) => assignee === null)).toBe(true)
  })

  test('is not overwritten unseen', async () => {
    const tag = (await read()).headers.get('ETag') ?? ''
    const headers = { 'If-Match': tag }
    const first = await put({ routes: [KEYS] }, { headers })
    expect(first.status).toBe(200)
    expect(first.headers.get('ETag')).toBe((await read()).headers.get('ETag'))
    const late = await put({ routes: [REST], apply_to_open: true }, { headers })
    expect(late.json).toMatchObject({ status: 412, type: '/docs/problems/routes-changed' })
    expect((await read()).json.routes).toMatchObject([{ name: 'Keys' }])
    expect(await told()).toEqual({})
    const both = await Promise.all(
      [KEYS, REST].map((route) =>
        put({ routes: [route] }, { headers: { 'If-Match': first.headers.get('ETag') ?? '' } }),
      ),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
  })

  test.each([
    ['a category that is none', { routes: [{ ...REST, match: { categories: ['Keys'] } }] }],
    ['a rule that is none', { routes: [{ ...REST, match: { rules: ['no.rule'] } }] }],
    ['a severity that is none', { routes: [{ ...REST, match: { least_severity: 'urgent' } }] }],
    ['an owner who is no address', { routes: [{ ...REST, match: { owners: ['Ada'] } }] }],
    ['a list that names nothing', { routes: [{ ...REST, match: { departments: [] } }] }],
    ['a condition that is none', { routes: [{ ...REST, match: { team: ['Ops'] } }] }],
    ['a field that is none', { routes: [{ ...REST, to: 'me' }] }],
    ['nobody to assign', { routes: [{ name: 'x' }] }],
    ['two to assign', { routes: [{ ...REST, assign_to: 'owner' }] }],
    ['an assignee that is a key', { routes: [{ name: 'x', assignee: `sk-proj-${'a'.repeat(48)}` }] }],
    ['two of one name', { routes: [REST, { ...KEYS, name: 'the REST' }] }],
    ['a digest without what it is for', { routes: [REST], expected_digest: 'abc' }],
    ['too many', { routes: Array.from({ length: 101 }, (_, n) => ({ ...REST, name: `${n}` })) }],
  ])('with %s is refused, and the pointer leads there', async (_, body) => {
    const answer = await put(body)
    expect(answer.json, answer.text).toMatchObject({ status: 400, type: '/docs/problems/invalid-request' })
    expect(String(answer.json.errors?.[0]?.pointer)).toMatch(/^\/(?:routes|expected_digest)/)
    expect((await read()).json.routes).toEqual([])
  })

  test('is audited by numbers, and no answer to a repeated request keeps an address', async () => {
    const named = {
      ...KEYS,
      match: { owners: ['nowhere-kept@example.com'] },
      assignee: 'nowhere-kept@example.com',
    }
    const headers = { 'Idempotency-Key': `routes of ${bench.tenant.integrationId}`.replaceAll(' ', '-') }
    const first = await put({ routes: [named], apply_to_open: true }, { headers })
    expect(first.json).toMatchObject({ assigned: 0 })
    const again = await put({ routes: [named], apply_to_open: true }, { headers })
    expect(again.headers.get('Idempotency-Replayed')).toBe('true')
    expect(again.json).toMatchObject({ assigned: 0 })
    expect(again.json).not.toHaveProperty('routes')
    await preview([named], { headers })
    const kept = await bench.fresh.database.sql`
      select response::text as text from idempotency_keys union all select detail::text from audit_log`
    expect(JSON.stringify(kept)).not.toContain('nowhere-kept')
    const [entry] = await bench.fresh.database.sql<{ detail: object }[]>`
      select detail from audit_log where action = 'integration.assignment_routes' order by seq desc limit 1`
    expect(entry?.detail).toEqual({ routes: 1, apply_to_open: true })
    expect(bench.api.logged.join('\n')).not.toContain('nowhere-kept')
  })

  test('is for tokens that see the integration, and for living ones', async () => {
    const other = await seededTenant(bench.fresh.database)
    const token = await narrowToken(bench.fresh.database, [other.integrationId])
    for (const answer of await Promise.all([
      read({ token }),
      put({ routes: [REST], apply_to_open: true }, { token }),
      preview([REST], { token }),
    ]))
      expect(answer.json).toMatchObject({ status: 404, type: '/docs/problems/not-found' })
    const own = await narrowToken(bench.fresh.database, [bench.tenant.integrationId])
    expect((await put({ routes: [KEYS], apply_to_open: true }, { token: own })).status).toBe(200)
    const others = await bench.fresh.database.sql`
      select from findings where integration_id = ${other.integrationId} and assignee is not null`
    expect(others).toHaveLength(0)
    await shredIntegration(bench.fresh.database.sql, bench.tenant.integrationId)
    const gone = await bench.fresh.database.sql`
      select from assignment_routes where integration_id = ${bench.tenant.integrationId}`
    expect(gone).toHaveLength(0)
    for (const answer of [await put({ routes: [REST] }), await preview([REST])])
      expect(answer.json).toMatchObject({ status: 409, type: '/docs/problems/integration-closed' })
  })
})
