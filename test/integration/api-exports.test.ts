import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EXPORT_FORMATS } from '../../src/api/exports/formats.ts'
import { sendFindings } from '../../src/api/exports/send-findings.ts'
import { EXPORT_FORMAT_NAMES } from '../../src/model/core/export-formats.ts'
import { ALL_INTEGRATIONS } from '../../src/model/core/scope.ts'
import type { TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { narrowToken, seededTenant } from '../support/api-fixtures.ts'
import { ocsfProblems } from '../support/ocsf.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { eventually } from '../support/temporal.ts'

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

const PATH = '/api/v1/exports/findings'
const get = (query: string, options = {}) => api.call('GET', `${PATH}?${query}`, options)
const linesOf = (
  text: string,
): { id: string; state: string; integration_id: string; excepted: object | null }[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

describe('an export', () => {
  test('brings all that the list shows, as it shows it, each once', async () => {
    const { status, headers, text } = await get(`integration=${tenant.integrationId}`)
    expect([status, headers.get('Content-Type')]).toEqual([200, 'application/x-ndjson'])
    const listed = await api.call('GET', `/api/v1/findings?limit=200&integration=${tenant.integrationId}`)
    const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id)
    expect(linesOf(text)).toEqual((listed.json.data as unknown as { id: string }[]).toSorted(byId))
    expect(Date.parse(headers.get('Casbah-As-Of') ?? '')).toBeGreaterThan(Date.now() - 60_000)
  })

  test.each(EXPORT_FORMAT_NAMES)('as %s has every finding in it', async (format) => {
    const { status, headers, text } = await get(`format=${format}`)
    expect([status, headers.get('Content-Type')]).toEqual([200, EXPORT_FORMATS[format].contentType])
    for (const id of [...tenant.findingIds, ...other.findingIds]) expect(text).toContain(id)
  })

  test('as ocsf is valid by the published schema, line by line', async () => {
    const events = linesOf((await get('format=ocsf')).text)
    expect(events).toHaveLength(tenant.findingIds.length + other.findingIds.length)
    expect(events.flatMap(ocsfProblems)).toEqual([])
  })

  test('takes the filters of the list, refuses what it does not know, and stops after as many as were asked for', async () => {
    const all = linesOf((await get('')).text)
    const some = linesOf((await get('severity=high')).text)
    expect(some.length).toBeGreaterThan(0)
    expect(some.length).toBeLessThan(all.length)
    expect(linesOf((await get('most=3')).text)).toEqual(all.slice(0, 3))
    expect((await get('format=xml')).status).toBe(400)
    expect((await get('colour=red')).status).toBe(400)
    expect((await get('most=0')).status).toBe(400)
  })

  test('that was cut off goes on behind the last finding that came, without another head', async () => {
    const all = linesOf((await get('')).text)
    const rest = linesOf((await get(`after=${all[4]?.id}`)).text)
    expect(rest).toEqual(all.slice(5))
    const csv = await get(`format=csv&after=${all[4]?.id}`)
    expect(csv.text.split('\r\n')[0]).toContain(all[5]?.id)
    const end = await get(`after=${all.at(-1)?.id}`)
    expect([end.status, end.text]).toEqual([200, ''])
  })

  test('holds nothing of an integration that the token does not see', async () => {
    const token = await narrowToken(fresh.database, [tenant.integrationId])
    const lines = linesOf((await get('', { token })).text)
    expect(new Set(lines.map(({ integration_id }) => integration_id))).toEqual(
      new Set([tenant.integrationId]),
    )
    expect((await get(`integration=${other.integrationId}`, { token })).status).toBe(404)
    const cloudflare = await get('format=cloudflare', { token })
    expect(cloudflare.text).not.toContain(other.integrationId)
  })

  test('tells what is excepted, leaves it out, or brings it alone, as the list does', async () => {
    const [id = ''] = tenant.findingIds
    const { fingerprint } = (await api.call('GET', `/api/v1/findings/${id}`)).json
    const expires_at = new Date(Date.now() + 86_400_000).toISOString()
    const body = { fingerprint, reason: 'Known.', owner: 'Ada', expires_at }
    const made = await api.call('POST', '/api/v1/exceptions', { body })
    expect(made.status).toBe(201)
    const mine = `integration=${tenant.integrationId}`
    const brought = async (query: string) => {
      const lines = linesOf((await get(`${mine}${query}`)).text)
      const listed = await api.call('GET', `/api/v1/findings?limit=200&${mine}${query}`)
      const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id)
      expect(lines).toEqual((listed.json.data as unknown as { id: string }[]).toSorted(byId))
      return lines
    }
    const all = await brought('')
    expect(all.filter(({ excepted }) => excepted !== null)).toMatchObject([
      { id, excepted: { exception_id: made.json.id, reason: 'Known.', owner: 'Ada' } },
    ])
    expect(await brought('&excepted=include')).toEqual(all)
    expect((await brought('&excepted=only')).map((line) => line.id)).toEqual([id])
    const rest = all.filter((line) => line.id !== id)
    expect(await brought('&excepted=exclude')).toEqual(rest)
    expect((await api.call('POST', `/api/v1/exceptions/${made.json.id}/disable`)).status).toBe(200)
    expect((await brought('')).every(({ excepted }) => excepted === null)).toBe(true)
    expect(await brought('&excepted=only')).toEqual([])
  })

  test('is in the audit log, without what was searched for', async () => {
    await get('format=ocsf&severity=high&q=ada%40example.com&assignee=bob%40example.com')
    const [row] = await fresh.database.sql<{ detail: object }[]>`
      select detail from audit_log where action = 'findings.export' order by seq desc limit 1`
    expect(row?.detail).toEqual({ format: 'ocsf', filters: ['assignee', 'q', 'severity'] })
  })

  test('HEAD says what it would be, and reads nothing', async () => {
    const { status, headers, text } = await api.call('HEAD', `${PATH}?format=csv`)
    expect([status, text]).toEqual([200, ''])
    expect(headers.get('Content-Type')).toContain('text/csv')
  })
})

const job = (part: Partial<Parameters<typeof sendFindings>[0]> = {}) => ({
  db: fresh.database.drizzle,
  scope: ALL_INTEGRATIONS,
  filter: {},
  format: EXPORT_FORMATS.ndjson,
  after: null,
  most: null,
  version: '0.1.0',
  page: 5,
  isAllowed: async () => true,
  ...part,
})

/** Transactions of this database that are open, beside the one that asks. */
async function openSnapshots(): Promise<number> {
  const rows = await fresh.database.sql`
    select from pg_stat_activity
    where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()
      and backend_type = 'client backend'`
  return rows.length
}

/** More findings than two pages hold, so that an export that nobody reads is not sent whole. */
async function cloneFindings(times: number): Promise<void> {
  const { sql } = fresh.database
  await sql`
    insert into findings
    select (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid(), 'fingerprint', gen_random_uuid()))).*
    from findings f cross join generate_series(1, ${times}::int)`
  await sql`
    insert into finding_sightings select id, now(), now(), ${tenant.runId} from findings on conflict do nothing`
}

describe('while it is sent', () => {
  test('what changes is told as it was at the beginning', async () => {
    const before = linesOf((await get('')).text)
    const sent = await sendFindings(job())
    const reader = sent.body.getReader()
    const decoder = new TextDecoder()
    let text = decoder.decode((await reader.read()).value)
    const last = before.at(-1)?.id ?? ''
    await fresh.database.sql`update findings set state = 'resolved', resolved_at = now() where id = ${last}`
    for (let piece = await reader.read(); !piece.done; piece = await reader.read())
      text += decoder.decode(piece.value)
    expect(linesOf(text).at(-1)).toMatchObject({ id: last, state: 'open' })
    expect(linesOf(text)).toHaveLength(before.length)
    expect(await sent.ended).toBeNull()
    expect(linesOf((await get('')).text).at(-1)).toMatchObject({ id: last, state: 'resolved' })
  })

  test('whoever stops to read is let go of, and the stream has no end', async () => {
    const sent = await sendFindings(job({ stalledMs: 100 }))
    expect(await openSnapshots()).toBe(1)
    const reader = sent.body.getReader()
    await reader.read()
    expect(await sent.ended).toMatchObject({ error: { name: 'ReaderStalled' } })
    await expect(
      (async () => {
        for (let piece = await reader.read(); !piece.done; piece = await reader.read());
      })(),
    ).rejects.toThrow('cut off before its end')
    await eventually('no snapshot is open', async () => expect(await openSnapshots()).toBe(0))
  })

  test('whose token ends meanwhile gets no more', async () => {
    const sent = await sendFindings(job({ tokenCheckMs: 0, isAllowed: async () => false }))
    expect(await sent.ended).toMatchObject({ error: { name: 'ExportEnded' } })
    await expect(new Response(sent.body).text()).rejects.toThrow('cut off before its end')
  })

  test('whoever hangs up is let go of', async () => {
    const sent = await sendFindings(job())
    await sent.body.cancel()
    expect(await sent.ended).toMatchObject({ error: { name: 'ReaderGone' } })
    await eventually('no snapshot is open', async () => expect(await openSnapshots()).toBe(0))
  })

  test('what fails before the first page is a problem, and no place is kept for it', async () => {
    await fresh.database.sql`alter table finding_sightings rename to elsewhere`
    try {
      expect((await get('')).status).toBe(500)
    } finally {
      await fresh.database.sql`alter table elsewhere rename to finding_sightings`
    }
    expect((await get('')).status).toBe(200)
  })

  test('a token has one at a time, and gives its place back', async () => {
    await cloneFindings(100)
    const first = await api.app.request(PATH, { headers: { Authorization: `Bearer ${api.token}` } })
    const second = await get('')
    expect([second.status, second.json.type]).toEqual([503, '/docs/problems/busy'])
    expect(linesOf(await first.text()).length).toBeGreaterThan(0)
    await eventually('its place is free', async () => expect((await get('')).status).toBe(200))
  })
})
