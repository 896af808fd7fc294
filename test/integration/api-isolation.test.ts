import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import type { TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { narrowToken, seededTenant, webhookTo } from '../support/api-fixtures.ts'
import { plantAsset } from '../support/plant.ts'
import { definitionOf, plantApproval } from '../support/plant-approval.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

/**
 * A token of one integration against every route that there is, with what belongs to another in every place of it. The
 * routes are the running app's, the ids are all that the other's rows hold: a route that somebody adds is tried too.
 */

let fresh: FreshDatabase
let api: TestApi
let mine: SeededTenant
let theirs: SeededTenant
let token: string
/** One id of each kind of thing that the other tenant has, by the table that holds it, of assets one a kind. */
let ids: ReadonlyMap<string, string>
/** Every id in any of its rows, which no answer may hold. */
let secrets: ReadonlySet<string>

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
const uuidsIn = (text: string): ReadonlySet<string> => new Set(text.match(UUID))

beforeAll(async () => {
  fresh = await freshDatabase()
  api = await startTestApi(fresh.database)
  mine = await fullTenant()
  theirs = await fullTenant()
  token = await narrowToken(fresh.database, [mine.integrationId])
  const [own, other] = [await rowsOf(mine.integrationId), await rowsOf(theirs.integrationId)]
  const known = uuidsIn([...own.values()].flat().join())
  secrets = new Set([...uuidsIn([...other.values()].flat().join())].filter((id) => !known.has(id)))
  const named = [...other].flatMap(([table, rows]) =>
    rows.flatMap((row) => {
      const { id, kind } = JSON.parse(row) as { id?: unknown; kind?: string }
      return typeof id === 'string' ? [[table === 'assets' ? `assets ${kind}` : table, id] as const] : []
    }),
  )
  ids = new Map(named)
})
afterAll(async () => {
  await api?.close()
  await fresh?.drop()
})

/** With a GPT, an approval, a webhook and an exception beside what a tenant has anyway. */
async function fullTenant(): Promise<SeededTenant> {
  const tenant = await seededTenant(fresh.database)
  const { sql } = fresh.database
  const gpt = await plantAsset(sql, tenant.integrationId, {
    kind: 'chatgpt.gpt',
    externalId: `g-${tenant.integrationId}`,
    attributes: { latest_config: { id: 'c1' } },
  })
  await plantApproval(sql, tenant.integrationId, gpt, [definitionOf('one'), definitionOf('two')])
  await webhookTo(tenant, 'https://hooks.example.com/casbah', `whsec_${'A'.repeat(32)}`)
  const made = await api.call('POST', '/api/v1/exceptions', {
    body: {
      integration_id: tenant.integrationId,
      rule_id: 'user.inactive',
      reason: 'Known.',
      owner: 'Ada',
      expires_at: new Date(Date.now() + 7 * 86_400_000).toISOString(),
    },
  })
  expect(made.status, made.text).toBe(201)
  return tenant
}

/** Rows of an integration, as JSON, by table. */
async function rowsOf(integrationId: IntegrationId): Promise<ReadonlyMap<string, readonly string[]>> {
  const { sql } = fresh.database
  const tables = await sql<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'integration_id'
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition order by 1`
  const found = new Map<string, readonly string[]>()
  for (const { name } of tables) {
    const rows = await sql<{ row: string }[]>`
      select row_to_json(t)::text as row from ${sql(name)} t where integration_id = ${integrationId} order by 1`
    found.set(
      name,
      rows.map(({ row }) => row),
    )
  }
  const [row] = await sql<{ row: string }[]>`
    select row_to_json(t)::text as row from integrations t where id = ${integrationId}`
  return found.set('integrations', row === undefined ? [] : [row.row])
}

const hashOfRows = async (integrationId: IntegrationId): Promise<string> =>
  createHash('sha256')
    .update(JSON.stringify([...(await rowsOf(integrationId))]))
    .digest('hex')

const routes = () =>
  api.app.routes.filter(
    ({ method, path }) => method !== 'ALL' && path.startsWith('/api/v1/') && path !== '/api/v1/openapi.json',
  )

/**
 * The route with the other's ids in its places, each kind of them in each place; where a place follows, the first is an
 * integration or a thing, one's own too: it may not lead to what is in another.
 */
function placesOf(path: string): readonly string[] {
  const all = [...ids.values()]
  const [first, second] = [...path.matchAll(/:\w+/g)].map(([name]) => name)
  if (first === undefined) return [path]
  if (second === undefined) return all.map((id) => path.replace(first, id))
  const owners = [mine.integrationId, theirs.integrationId, ids.get('assets chatgpt.gpt') ?? '']
  return owners.flatMap((owner) =>
    [...all, 'admin_key', 'user.inactive'].map((id) => path.replace(first, owner).replace(second, id)),
  )
}

const leaksIn = (text: string, asked: string): readonly string[] =>
  [...uuidsIn(text)].filter((id) => secrets.has(id) && !asked.includes(id))

/** Of a kind that a list may be narrowed by. */
const narrowed = (path: string): readonly string[] =>
  ['', `?integration=${theirs.integrationId}`, '?limit=200'].map((query) => `${path}${query}`)

describe('a token of another integration', () => {
  test('has something to be kept from', () => {
    expect(secrets.size).toBeGreaterThan(200)
    for (const table of [
      'assets chatgpt.gpt',
      'findings',
      'runs',
      'people',
      'exceptions',
      'destinations',
      'definition_approvals',
    ])
      expect([...ids.keys()]).toContain(table)
  })

  test('gets nothing of it from any place, and changes nothing of it', async () => {
    const before = await hashOfRows(theirs.integrationId)
    const leaks: string[] = []
    let asked = 0
    for (const { method, path } of routes()) {
      const places = path.includes(':') ? placesOf(path) : narrowed(path)
      for (const place of places) {
        const isTheirs = [...ids.values()].some((id) => place.includes(id))
        const body = method === 'GET' ? {} : { body: {} }
        const answer = await api.call(method, place, { token, ...body })
        asked += 1
        const isOpen = answer.status < 300 && isTheirs && method !== 'GET'
        const isObject = answer.status < 300 && isTheirs && path.includes(':') && !place.includes('?')
        if (isOpen || isObject || answer.status >= 500 || leaksIn(answer.text, place).length > 0)
          leaks.push(`${answer.status} ${method} ${place}`)
      }
    }
    expect(leaks).toEqual([])
    expect(asked).toBeGreaterThan(1_000)
    expect(await hashOfRows(theirs.integrationId)).toBe(before)
  })

  test('is kept from what another token gets in the same places', async () => {
    const open = new Set<string>()
    // What follows a run does not end while the run has not.
    const reads = routes().filter(({ method, path }) => method === 'GET' && !path.endsWith('/events'))
    for (const { method, path } of reads) {
      for (const place of path.includes(':') ? placesOf(path) : narrowed(path)) {
        const { status, text } = await api.call(method, place)
        if (status === 200 && (place.includes('?') || leaksIn(text, '').length > 0)) open.add(path)
      }
    }
    for (const path of [
      'assets/:id',
      'findings/:id',
      'runs/:id',
      'gpts/:id',
      'identities/:id',
      'exceptions/:id',
    ])
      expect([...open]).toContain(`/api/v1/${path}`)
    for (const path of ['assets', 'findings', 'runs', 'identities', 'exceptions', 'destinations', 'gpts'])
      expect([...open]).toContain(`/api/v1/${path}`)
  })
})
