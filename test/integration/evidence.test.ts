import { execFile } from 'node:child_process'
import { randomUUIDv7 } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sendEvidence } from '../../src/api/exports/evidence/send-evidence.ts'
import { checkPack } from '../../src/cli/evidence/check-pack.ts'
import { readTar } from '../../src/cli/evidence/read-pack.ts'
import { daysBetween } from '../../src/model/core/period.ts'
import { ALL_INTEGRATIONS } from '../../src/model/core/scope.ts'
import type { TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { narrowToken, seededTenant } from '../support/api-fixtures.ts'
import type { EvidenceRow, Unpacked } from '../support/evidence-pack.ts'
import { one, unpacked } from '../support/evidence-pack.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { scratchFolder } from '../support/scratch.ts'

const opened = new AsyncDisposableStack()
let fresh: FreshDatabase
let api: TestApi
let tenant: SeededTenant
let other: SeededTenant
let folder: string
beforeAll(async () => {
  folder = opened.use(await scratchFolder('evidence')).path
  fresh = await freshDatabase()
  opened.defer(() => fresh.drop())
  api = await startTestApi(fresh.database)
  opened.defer(() => api.close())
  tenant = await seededTenant(fresh.database)
  other = await seededTenant(fresh.database)
})
afterAll(() => opened.disposeAsync())

/** Findings of the fixtures were first seen on the 22nd of November 2026; commands are of now. */
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)
const PAST = 'from=2026-11-20&to=2026-11-24'
const UNTIL_NOW = `from=2026-11-20&to=${dayOf(Math.max(Date.now(), Date.parse('2026-11-30')))}`

async function packOf(query: string, token = api.token): Promise<Unpacked> {
  const response = await api.app.request(`/api/v1/exports/evidence?${query}`, {
    headers: { Authorization: `Bearer ${token}` },
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  expect(response.status, bytes.toString('utf8', 0, 500)).toBe(200)
  return unpacked(bytes)
}

const idsIn = (rows: readonly EvidenceRow[]): unknown[] => rows.map(({ id }) => id)

describe('a pack', () => {
  test('names each of its files with size, rows and SHA-256, and is as its manifest says', async () => {
    const pack = await packOf(UNTIL_NOW)
    expect((await checkPack(readTar(one(pack.bytes)), undefined)).problems).toEqual([])
    const tables = new Set(pack.manifest.files.map(({ name }) => name.split('/')[0]))
    expect([...tables]).toEqual([
      ...['integrations', 'findings', 'finding-events', 'rules', 'rule-settings', 'custom-rule-versions'],
      ...['exceptions', 'runs', 'collection-gaps', 'rule-results', 'capabilities', 'audit-log'],
      'audit-verification.json',
    ])
    expect(pack.manifest).toMatchObject({ format: 'casbah-evidence/1', integrations: 'all', left_out: [] })
    expect(idsIn(pack.rows('findings'))).toEqual([...tenant.findingIds, ...other.findingIds].toSorted())
    expect(pack.rows('finding-events')).toHaveLength(tenant.findingIds.length + other.findingIds.length)
    expect(pack.rows('rules').length).toBeGreaterThan(40)
    expect(pack.rows('runs')).toContainEqual(
      expect.objectContaining({
        id: tenant.runId,
        streams: [expect.objectContaining({ stream: 'platform.users' })],
      }),
    )
    const audit = pack.rows('audit-log')
    expect(audit.at(-1)).toMatchObject({ action: 'evidence.export' })
    expect(JSON.parse(pack.files.get('audit-verification.json') ?? '')).toMatchObject({
      slice: { last: audit.at(-1)?.seq },
      chain: { intact: true, rows: audit.at(-1)?.seq, head: audit.at(-1)?.hash },
    })
  })

  test('of the same data and period is the same bytes, but for the moment that the manifest names', async () => {
    const [first, second] = [await packOf(PAST), await packOf(PAST)]
    for (const [name, text] of first.files) {
      if (!name.startsWith('manifest.json')) expect([name, second.files.get(name)]).toEqual([name, text])
    }
    const { as_of: then, ...rest } = first.manifest
    const { as_of: later, ...same } = second.manifest
    expect(same).toEqual(rest)
    expect(then < later).toBe(true)
  })

  test('can be read by tar itself', async () => {
    const { bytes, manifest } = await packOf(PAST)
    const file = join(folder, 'by-tar.tar')
    await writeFile(file, bytes)
    const { stdout } = await promisify(execFile)('tar', ['-tf', file])
    expect(stdout.trim().split('\n')).toEqual([
      ...manifest.files.map(({ name }) => name),
      'manifest.json',
      'manifest.json.sha256',
    ])
  })

  test('is in the audit log, with what its manifest was', async () => {
    const { files, manifest } = await packOf(PAST)
    const [sum] = (files.get('manifest.json.sha256') ?? '').split(' ')
    const [row] = await fresh.database.sql<{ detail: object }[]>`
      select detail from audit_log where action = 'evidence.exported' order by seq desc limit 1`
    expect(row?.detail).toEqual({
      ...{ from: '2026-11-20', to: '2026-11-24', integrations: 'all' },
      ...{ manifest_sha256: sum, digest: manifest.digest },
    })
  })

  test('is asked for with a period that there is', async () => {
    const path = '/api/v1/exports/evidence'
    for (const query of [
      '',
      'from=2026-11-20',
      'from=2026-11-20&to=2026-11-19',
      'from=2026-02-30&to=2026-11-20',
    ])
      expect([query, (await api.call('GET', `${path}?${query}`)).status]).toEqual([query, 400])
    const unknown = await api.call('GET', `${path}?${PAST}&integration=${randomUUIDv7()}`)
    expect(unknown.status).toBe(404)
    const head = await api.call('HEAD', `${path}?${PAST}`)
    expect([head.status, head.headers.get('Content-Type'), head.text]).toEqual([200, 'application/x-tar', ''])
  })

  test('says so where the log is not as it was written', async () => {
    const { sql } = fresh.database
    await sql`update audit_log set action = action || 'x' where seq = 2`
    try {
      const pack = await packOf(UNTIL_NOW)
      expect(JSON.parse(pack.files.get('audit-verification.json') ?? '')).toMatchObject({
        chain: { intact: false, seq: 2, why: 'altered' },
      })
    } finally {
      await sql`update audit_log set action = left(action, -1) where seq = 2`
    }
  })
})

describe('of a period', () => {
  const event = (findingId: string | undefined, kind: string, at: string) => fresh.database.sql`
    insert into finding_events (id, integration_id, finding_id, kind, run_id, at, detail)
    values (${randomUUIDv7()}, ${tenant.integrationId}, ${findingId ?? ''}, ${kind}, ${randomUUIDv7()}, ${at}, '{}')`
  const has = async (query: string, id: string | undefined): Promise<boolean> =>
    idsIn((await packOf(query)).rows('findings')).includes(id)

  test('a finding is in it that was open at some time of it, or changed in it, and no other', async () => {
    const [id] = tenant.findingIds
    const { sql } = fresh.database
    await event(id, 'resolved', '2026-11-24T12:00:00Z')
    await sql`update findings set state = 'resolved', resolved_at = '2026-11-24T12:00:00Z' where id = ${id ?? ''}`
    expect(await has('from=2026-11-01&to=2026-11-21', id)).toBe(false)
    expect(await has('from=2026-11-01&to=2026-11-22', id)).toBe(true)
    expect(await has('from=2026-11-24&to=2026-11-24', id)).toBe(true)
    expect(await has('from=2026-11-25&to=2026-11-27', id)).toBe(false)
    // Opened again later: in between it was closed all the same.
    await event(id, 'reopened', '2026-11-28T12:00:00Z')
    await sql`update findings set state = 'reopened', resolved_at = null where id = ${id ?? ''}`
    expect(await has('from=2026-11-25&to=2026-11-27', id)).toBe(false)
    expect(await has('from=2026-11-28&to=2026-11-28', id)).toBe(true)
    expect(await has('from=2026-11-29&to=2026-11-29', id)).toBe(true)
    const events = (await packOf('from=2026-11-24&to=2026-11-24')).rows('finding-events')
    expect(events.map(({ finding_id, kind }) => [finding_id, kind])).toContainEqual([id, 'resolved'])
    expect(events.map(({ kind }) => kind)).not.toContain('reopened')
  })

  test('exceptions are in it that held at some time of it', async () => {
    const { sql } = fresh.database
    const add = async (from: string, until: string, disabled: string | null = null): Promise<string> => {
      const id = randomUUIDv7()
      await sql`insert into exceptions
        (id, integration_id, rule_id, reason, owner, created_by, created_at, expires_at, disabled_at)
        values (${id}, ${tenant.integrationId}, 'user.inactive', 'r', 'o', '{"kind":"system","id":"s","label":"s"}',
          ${from}, ${until}, ${disabled})`
      return id
    }
    const over = await add('2025-01-01', '2025-02-01')
    const short = await add('2025-02-20', '2025-03-02')
    const takenBack = await add('2025-01-01', '2025-12-31', '2025-02-28')
    const later = await add('2025-04-01', '2025-05-01')
    const ids = idsIn((await packOf('from=2025-03-01&to=2025-03-31')).rows('exceptions'))
    expect(ids).toContain(short)
    for (const id of [over, takenBack, later]) expect(ids).not.toContain(id)
  })

  test('all versions of a custom rule are in it that were there by its end, and for how long each held', async () => {
    const { sql } = fresh.database
    const key = [tenant.integrationId, 'custom.mine'] as const
    await sql`insert into custom_rules (integration_id, rule_id, version, enabled) values (${key[0]}, ${key[1]}, 3, true)`
    for (const [version, at] of [
      [1, '2025-06-01T00:00:00Z'],
      [2, '2025-07-01T00:00:00Z'],
      [3, '2025-09-01T00:00:00Z'],
    ] as const) {
      await sql`insert into custom_rule_versions
        (integration_id, rule_id, version, kind, title, description, severity, remediation, expression, created_by, created_at)
        values (${key[0]}, ${key[1]}, ${version}, 'chatgpt.gpt', 't', 'd', 'low', 'r', 'true',
          '{"kind":"system","id":"s","label":"s"}', ${at})`
    }
    const rows = (await packOf('from=2025-08-01&to=2025-08-31')).rows('custom-rule-versions')
    expect(rows.map((row) => [row.version, row.in_force_from, row.in_force_until])).toEqual([
      [1, '2025-06-01T00:00:00Z', '2025-07-01T00:00:00Z'],
      [2, '2025-07-01T00:00:00Z', null],
    ])
  })
})

test('a token that may not read one of its parts by itself gets no pack', async () => {
  const all = ['findings:read', 'rules:read', 'audit:read', 'integrations:read', 'runs:read'] as const
  for (const lacking of all) {
    const token = await narrowToken(
      fresh.database,
      null,
      all.filter((scope) => scope !== lacking),
    )
    const answer = await api.call('GET', `/api/v1/exports/evidence?${PAST}`, { token })
    expect([lacking, answer.status]).toEqual([lacking, 403])
  }
  await packOf(PAST, await narrowToken(fresh.database, null, all))
})

describe('whoever sees some integrations', () => {
  test('gets theirs and no line of another, without the audit log, and is told so', async () => {
    const token = await narrowToken(fresh.database, [tenant.integrationId])
    const pack = await packOf(UNTIL_NOW, token)
    expect(pack.bytes.includes(other.integrationId)).toBe(false)
    expect(idsIn(pack.rows('findings'))).toEqual(tenant.findingIds.toSorted())
    expect(pack.manifest.integrations).toEqual([tenant.integrationId])
    expect(pack.manifest.left_out).toEqual([
      { what: 'audit-log', why: expect.stringContaining('limited to some') },
    ])
    expect([...pack.files.keys()].filter((name) => name.startsWith('audit'))).toEqual([])
    const theirs = await api.call(
      ...(['GET', `/api/v1/exports/evidence?${PAST}&integration=${other.integrationId}`, { token }] as const),
    )
    expect(theirs.status).toBe(404)
  })

  test('and whoever asks for some gets the same of them', async () => {
    const pack = await packOf(`${UNTIL_NOW}&integration=${other.integrationId}`)
    expect(pack.bytes.includes(tenant.integrationId)).toBe(false)
    expect(pack.manifest).toMatchObject({
      integrations: [other.integrationId],
      left_out: [{ what: 'audit-log', why: expect.stringContaining('asked for of some') }],
    })
  })
})

describe('while it is sent', () => {
  const job = (part: Partial<Parameters<typeof sendEvidence>[0]> = {}) => ({
    db: fresh.database.drizzle,
    scope: ALL_INTEGRATIONS,
    period: daysBetween('2026-11-20', '2026-11-24'),
    noAuditLog: null,
    version: '0.1.0',
    page: 4,
    isAllowed: async () => true,
    sealed: async () => undefined,
    ...part,
  })

  test('what changes is told as it was, in pages that make up the whole', async () => {
    const before = await packOf(PAST)
    const sent = await sendEvidence(job())
    const reader = sent.body.getReader()
    const pieces = [(await reader.read()).value ?? new Uint8Array()]
    const last = tenant.findingIds.at(-1) ?? ''
    await fresh.database.sql`update findings set triage = 'in_review' where id = ${last}`
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) pieces.push(piece.value)
    const pack = await unpacked(Buffer.concat(pieces))
    expect(await sent.ended).toBeNull()
    expect(pack.rows('findings')).toEqual(before.rows('findings'))
    expect(pack.manifest.files.filter(({ name }) => name.startsWith('findings/')).length).toBeGreaterThan(10)
    expect((await checkPack(readTar(one(pack.bytes)), undefined)).problems).toEqual([])
    await fresh.database.sql`update findings set triage = 'new' where id = ${last}`
  })

  test('one that is broken off has no end, and is told as damaged', async () => {
    const sent = await sendEvidence(job({ tokenCheckMs: 0, isAllowed: async () => false }))
    expect(await sent.ended).toMatchObject({ error: { name: 'ExportEnded' } })
    const { bytes } = await packOf(PAST)
    const { problems } = await checkPack(readTar(one(bytes.subarray(0, 5_000))), undefined)
    expect(problems.at(0)).toMatch(/it ends/)
  })
})
