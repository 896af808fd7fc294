import { randomUUIDv7 } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { BatchDeps } from '../../src/activities/deliver-batch.ts'
import { deliverBatch } from '../../src/activities/deliver-batch.ts'
import { findingPayload } from '../../src/activities/webhook-payloads.ts'
import { dispatchOutbox } from '../../src/db/deliveries/dispatch-outbox.ts'
import { shredIntegration } from '../../src/db/purge/shred-integration.ts'
import { markerOf } from '../../src/destinations/tickets/marker.ts'
import { asDestinationId } from '../../src/model/core/ids.ts'
import type { Json, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { seededTenant } from '../support/api-fixtures.ts'
import { batchDeps, NO_WAITS } from '../support/batch-deps.ts'
import { runCli } from '../support/cli.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { scratchFolder } from '../support/scratch.ts'
import { serveApi } from '../support/serve-api.ts'
import type { TicketServer } from '../support/ticket-systems.ts'
import { listenAsJira, listenAsServiceNow } from '../support/ticket-systems.ts'

/** Tickets at servers that behave as Jira and ServiceNow do, one attempt after the other, without waiting for any. */

const SECRET = 's3cret-t0ken'

const opened = new AsyncDisposableStack()
let cloud: TicketServer
let center: TicketServer
let snow: TicketServer
let fresh: FreshDatabase
let api: TestApi
let tenant: SeededTenant
let deps: BatchDeps

beforeAll(async () => {
  ;[cloud, center, snow] = await Promise.all([listenAsJira(3), listenAsJira(2), listenAsServiceNow()])
  for (const one of [cloud, center, snow]) opened.defer(() => one.close())
  fresh = await freshDatabase()
  opened.defer(() => fresh.drop())
  api = await startTestApi(fresh.database, { allowedHosts: '127.0.0.1' })
  opened.defer(() => api.close())
  deps = batchDeps(api, fresh.database)
})
afterAll(() => opened.disposeAsync())
beforeEach(async () => {
  for (const one of [cloud, center, snow]) {
    one.kept.length = 0
    one.asked.length = 0
    Object.assign(one.state, { refuse: () => null, isLost: () => false, isBehind: false })
  }
  await fresh.database.sql`truncate destinations, deliveries, notices, finding_events, findings cascade`
  tenant = await seededTenant(fresh.database)
  // Three of one rule, and nothing told of any.
  await fresh.database
    .sql`update findings set rule_id = 'gpt.public_store', effective_severity = 'high', severity_rank = 2`
  await fresh.database.sql`delete from finding_events`
})

interface Kind {
  readonly kind: 'jira' | 'servicenow'
  readonly server: () => TicketServer
  readonly token: string
  readonly settings: Record<string, unknown>
  readonly reopen: Record<string, unknown>
  readonly closed: string
}

const KINDS: readonly (Kind & { readonly name: string })[] = [
  {
    ...{ name: 'Jira Cloud', kind: 'jira', server: () => cloud, token: `ada@acme.example:${SECRET}` },
    ...{ settings: { project: 'SEC' }, reopen: { reopen_status: 'to do' }, closed: 'Done' },
  },
  {
    ...{ name: 'Jira Data Center', kind: 'jira', server: () => center, token: SECRET, closed: 'Done' },
    settings: { project: 'SEC', deployment: 'data_center' },
    reopen: { reopen_status: 'To Do' },
  },
  {
    ...{
      name: 'ServiceNow',
      kind: 'servicenow',
      server: () => snow,
      token: `casbah:${SECRET}`,
      settings: {},
    },
    ...{ reopen: { reopen_state: '2' }, closed: '6' },
  },
]

async function add({ kind, server, token, settings }: Kind, more: object = {}): Promise<string> {
  const body = { kind, url: server().url, token, settings: { ...settings, ...more } }
  const made = await api.call('POST', '/api/v1/destinations', { body })
  expect(made.status, made.text).toBe(201)
  return String(made.json.id)
}

async function happen(
  at: number,
  kind: 'opened' | 'resolved' | 'reopened' | 'severity_changed',
): Promise<void> {
  const finding = tenant.findingIds[at] ?? ''
  const { sql } = fresh.database
  if (kind === 'severity_changed')
    await sql`update findings set effective_severity = 'critical', severity_rank = 3 where id = ${finding}`
  else await sql`update findings set state = ${kind === 'opened' ? 'open' : kind} where id = ${finding}`
  await sql`insert into finding_events (id, integration_id, finding_id, kind, run_id, at, detail)
    values (${randomUUIDv7()}, ${tenant.integrationId}, ${finding}, ${kind}, ${randomUUIDv7()}, now(), '{}')`
}

const dispatch = () =>
  dispatchOutbox(deps.db, {
    ...{ integrationId: tenant.integrationId, limit: 1_000, payloadOf: findingPayload },
  })

/** One attempt at what has happened. */
async function attempt(id: string) {
  await dispatch()
  return (await deliverBatch(deps, { destinationId: asDestinationId(id) })).outcome
}

/** As they stand with the finding. */
async function ticketsBeside(at: number): Promise<unknown> {
  const { json } = await api.call('GET', `/api/v1/findings/${tenant.findingIds[at]}`)
  return json.tickets
}

async function ticketsOf(id: string): Promise<readonly Json[]> {
  const { status, json, text } = await api.call('GET', `/api/v1/destinations/${id}/tickets`)
  expect(status, text).toBe(200)
  return json.data ?? []
}

const lastError = async (): Promise<string> =>
  String(
    (await fresh.database.sql`select last_error from deliveries order by id desc limit 1`)[0]?.last_error,
  )

describe.each(KINDS)('$name', (kind) => {
  test('has one ticket for all of a rule, is told what changes, and closes it with the last', async () => {
    const id = await add(kind, kind.reopen)
    await happen(0, 'opened')
    await happen(1, 'opened')
    expect(await attempt(id)).toBe('delivered')
    const { kept, asked } = kind.server()
    expect(kept).toHaveLength(1)
    const [ticket] = kept
    const text = JSON.stringify(ticket?.made)
    for (const part of [
      'A GPT is published in the GPT Store',
      'high',
      '2 findings',
      'https://casbah.example/api/v1/findings?',
    ])
      expect(text).toContain(part)
    await happen(2, 'opened')
    await happen(0, 'severity_changed')
    await attempt(id)
    expect(JSON.stringify(ticket?.comments)).toMatch(/1 more: 3 findings open\..*Severity: high → critical\./)
    for (const at of [0, 1]) await happen(at, 'resolved')
    await attempt(id)
    expect(ticket?.status).not.toBe(kind.closed)
    await happen(2, 'resolved')
    expect(await attempt(id)).toBe('delivered')
    expect(ticket?.status).toBe(kind.closed)
    expect(await ticketsOf(id)).toMatchObject([{ state: 'closed', key: ticket?.key, per: 'group', open: 0 }])
    await happen(1, 'reopened')
    await attempt(id)
    expect(ticket?.status).not.toBe(kind.closed)
    expect(JSON.stringify(ticket?.comments.at(-1))).toContain('Open again: 1 finding')
    expect([kept.length, ticket?.comments.length]).toEqual([1, 4])
    const scheme = kind.token.includes(':') ? /^Basic / : /^Bearer /
    for (const { authorization } of asked) expect(authorization).toMatch(scheme)
  })

  test('has one for each finding where that is asked for, and another where none is opened again', async () => {
    const id = await add(kind, { per: 'finding' })
    await happen(0, 'opened')
    await happen(1, 'opened')
    await attempt(id)
    const { kept } = kind.server()
    expect(kept).toHaveLength(2)
    await happen(0, 'resolved')
    await attempt(id)
    expect(kept.map(({ status }) => status === kind.closed).toSorted()).toEqual([false, true])
    await happen(0, 'reopened')
    await attempt(id)
    expect(kept.filter(({ status }) => status !== kind.closed)).toHaveLength(2)
    expect(new Set(kept.map(({ marker }) => marker)).size).toBe(3)
    expect(await ticketsOf(id)).toHaveLength(2)
    const [beside] = (await ticketsBeside(0)) as Json[]
    expect(beside).toEqual({
      kind: kind.kind,
      state: 'open',
      key: expect.any(String),
      url: expect.any(String),
    })
    expect(await ticketsBeside(1)).toMatchObject([{ key: expect.not.stringMatching(`^${beside?.key}$`) }])
    expect(await ticketsBeside(2)).toEqual([])
  })

  test('is asked for no second one where the answer was lost, nor where the worker died before writing it down', async () => {
    const id = await add(kind)
    const { kept, state } = kind.server()
    const isCreate = ({ method, path }: { method: string; path: string }) =>
      method === 'POST' && /\/(issue|incident\?.*)$/.test(path)
    await happen(0, 'opened')
    state.isLost = isCreate
    expect(await attempt(id)).toBe('again')
    state.isLost = () => false
    expect(kept).toHaveLength(1)
    expect(await attempt(id)).toBe('delivered')
    expect(kept).toHaveLength(1)
    await happen(0, 'resolved')
    await attempt(id)
    await fresh.database.sql.unsafe(`
      create function refuse_ticket() returns trigger language plpgsql as $$ begin
        if new.external_id is not null then raise 'not now'; end if; return new; end $$;
      create trigger refuse_ticket before update on tickets for each row execute function refuse_ticket()`)
    await happen(0, 'reopened')
    await expect(attempt(id)).rejects.toThrow()
    await fresh.database.sql.unsafe('drop trigger refuse_ticket on tickets; drop function refuse_ticket')
    expect(kept).toHaveLength(2)
    expect(await attempt(id)).toBe('delivered')
    expect(kept).toHaveLength(2)
    expect(await ticketsOf(id)).toMatchObject([{ state: 'open', key: kept[1]?.key, generation: 2 }])
  })

  test('that does not find yet what was made is asked again, not told to make another', async () => {
    const id = await add(kind)
    const { kept, state } = kind.server()
    deps = { ...deps, waitFactor: 1 }
    try {
      await happen(0, 'opened')
      await fresh.database.sql`update destinations set settings = settings || '{"window_seconds": 1}'`
      await dispatch()
      await fresh.database.sql`update deliveries set created_at = now() - interval '1 minute'`
      state.isLost = ({ method, path }) => method === 'POST' && !path.includes('search')
      await attempt(id)
      Object.assign(state, { isLost: () => false, isBehind: true })
      await fresh.database.sql`update delivery_batches set due_at = now()`
      expect(await attempt(id)).toBe('again')
      expect(await lastError()).toBe('ticket_not_settled')
      state.isBehind = false
      await fresh.database.sql`update delivery_batches set due_at = now()`
      expect(await attempt(id)).toBe('delivered')
      expect(kept).toHaveLength(1)
    } finally {
      deps = { ...deps, waitFactor: NO_WAITS }
    }
  })

  test('that let nobody in is asked at once by who has another token, and makes one', async () => {
    const id = await add(kind)
    const { kept, state } = kind.server()
    deps = { ...deps, waitFactor: 1 }
    try {
      await happen(0, 'opened')
      await dispatch()
      await fresh.database.sql`update deliveries set created_at = now() - interval '1 day'`
      state.refuse = () => ({ status: 401 })
      expect(await attempt(id)).toBe('again')
      expect(await lastError()).toBe('status_401')
      state.refuse = () => null
      const path = `/api/v1/destinations/${id}/rotate-secret`
      expect((await api.call('POST', path, { body: { token: `${kind.token}-2` } })).status).toBe(200)
      expect([await attempt(id), await lastError()]).toEqual(['delivered', 'null'])
      expect(kept).toHaveLength(1)
    } finally {
      deps = { ...deps, waitFactor: NO_WAITS }
    }
  })

  test('gets another where somebody deleted it, if anything is open still', async () => {
    const id = await add(kind)
    const { kept } = kind.server()
    await happen(0, 'opened')
    await attempt(id)
    Object.assign(kept[0] ?? {}, { deleted: true })
    await happen(0, 'severity_changed')
    expect(await attempt(id)).toBe('delivered')
    expect(kept).toHaveLength(2)
    Object.assign(kept[1] ?? {}, { deleted: true })
    await happen(0, 'resolved')
    expect(await attempt(id)).toBe('delivered')
    expect([kept.length, await ticketsOf(id)]).toEqual([2, []])
  })

  test('that lets nobody in, asks for a pause or wants more fields says so, and what it wrote is nowhere', async () => {
    const id = await add(kind)
    const { kept, state } = kind.server()
    const refuse = async (status: number, headers: Record<string, string> = {}) => {
      const errors = { customfield_10010: `Team is required, ${SECRET}` }
      state.refuse = ({ method, path }) =>
        method === 'POST' && !path.includes('search') ? { status, headers, body: { errors } } : null
      expect(await attempt(id)).toBe('again')
      return lastError()
    }
    await happen(0, 'opened')
    const named = kind.kind === 'jira' ? 'status_400: customfield_10010' : 'status_400'
    expect(await refuse(400)).toBe(named)
    expect(await refuse(401)).toMatch(/^status_401/)
    expect(await refuse(429, { 'retry-after': '3600' })).toMatch(/^status_429/)
    expect(await deliverBatch(deps, { destinationId: asDestinationId(id) })).toMatchObject({
      outcome: 'busy',
    })
    await fresh.database.sql`update destinations set throttled_until = null`
    await fresh.database.sql`update delivery_batches set due_at = now()`
    state.refuse = () => null
    // Refused is not lost: nothing is waited for.
    expect(await attempt(id)).toBe('delivered')
    expect(kept).toHaveLength(1)
    const rows = await fresh.database.sql`
      select d::text as text from destinations d union all select t::text from tickets t
      union all select a::text from delivery_attempts a union all select l::text from audit_log l`
    expect([JSON.stringify(rows), ...api.logged].join('\n')).not.toContain(SECRET)
  })

  test('is looked for by a test, which makes nothing and takes no other answer for it', async () => {
    const id = await add(kind)
    const { asked, state } = kind.server()
    const look = async () => (await api.call('POST', `/api/v1/destinations/${id}/test`)).json
    expect(await look()).toMatchObject({ taken: true, status: 200 })
    for (const body of ['<html>Log in</html>', '', '[]', { ok: true }, { result: [{ ok: true }] }]) {
      state.refuse = () => ({ status: 200, body })
      expect(await look()).toMatchObject({ taken: false, status: null, code: 'unexpected_answer' })
      // Of tests there are few a minute.
      await fresh.database.sql`truncate webhook_tests`
    }
    expect(new Set(asked.map(({ method }) => method))).toEqual(new Set(['GET']))
  })

  test('is closed where what it was of was purged, or was told to nobody', async () => {
    const id = await add(kind, { per: 'finding' })
    const { kept } = kind.server()
    await happen(0, 'opened')
    await happen(1, 'opened')
    await attempt(id)
    await fresh.database.sql`delete from findings where id = ${tenant.findingIds[0] ?? ''}`
    await happen(2, 'opened')
    await attempt(id)
    expect(kept.filter(({ status }) => status === kind.closed)).toHaveLength(1)
    expect(await ticketsOf(id)).toHaveLength(3)
    await shredIntegration(fresh.database.sql, tenant.integrationId)
    expect(await fresh.database.sql`select from tickets`).toHaveLength(0)
    expect(await fresh.database.sql`select from ticket_findings`).toHaveLength(0)
  })
})

test('an issue from which no way leads to the status keeps no other open, and is named as why', async () => {
  const [kind] = KINDS
  if (kind === undefined) throw new Error('there is one')
  const id = await add(kind, { per: 'finding' })
  for (const at of [0, 1]) await happen(at, 'opened')
  await attempt(id)
  Object.assign(cloud.kept[0] ?? {}, { status: 'Stuck' })
  for (const at of [0, 1]) await happen(at, 'resolved')
  expect(await attempt(id)).toBe('again')
  expect(await lastError()).toBe('transition_not_available')
  expect(cloud.kept.map(({ status }) => status).toSorted()).toEqual(['Done', 'Stuck'])
  Object.assign(cloud.kept[0] ?? {}, { status: 'In Progress' })
  expect(await attempt(id)).toBe('delivered')
  expect(cloud.kept.map(({ status }) => status)).toEqual(['Done', 'Done'])
})

test('an issue of another project that bears our label is not taken for ours', async () => {
  const [kind] = KINDS
  if (kind === undefined) throw new Error('there is one')
  const id = await add(kind)
  const marker = markerOf(id, `group/gpt.public_store/${tenant.integrationId}`, 1)
  const planted = { id: '1', key: 'MINE-1', made: {}, marker, status: 'To Do', comments: [], deleted: false }
  cloud.kept.push(planted)
  await happen(0, 'opened')
  expect(await attempt(id)).toBe('delivered')
  const [, made] = cloud.kept
  expect(made).toMatchObject({ marker, key: expect.stringMatching(/^SEC-/) })
  expect(await ticketsOf(id)).toMatchObject([{ key: made?.key }])
})

test('names are told where they are asked for, and the command line adds and lists', async () => {
  await using served = await serving()
  await using folder = await scratchFolder('tickets')
  const file = join(folder.path, 'jira.token')
  await writeFile(file, `ada@acme.example:${SECRET}\n`)
  const added = await runCli(
    [
      ...['destinations', 'add', 'jira', cloud.url, '--token-file', file, '--names'],
      ...['--setting', 'project=SEC', 'fields={"priority":{"name":"High"}}'],
    ],
    served.env,
  )
  expect(added.code, added.stderr).toBe(0)
  await fresh.database.sql`update findings set evidence = '{"name":"Helper {noformat}"}'`
  await happen(0, 'opened')
  const { json } = await api.call('GET', '/api/v1/destinations')
  const id = String(json.data?.[0]?.id)
  expect((await runCli(['destinations', 'test', id], served.env)).stderr).toMatch(/^Found: the project/)
  await attempt(id)
  expect(JSON.stringify(cloud.kept[0]?.made)).toContain('Named: Helper {noformat}')
  expect(cloud.kept[0]?.made.priority).toEqual({ name: 'High' })
  const shown = await runCli(['destinations', 'show', id], served.env)
  expect(shown.stdout).toContain('{"priority":{"name":"High"}}')
  const listed = await runCli(['destinations', 'tickets', id], served.env)
  expect(listed.stdout).toContain(`${cloud.url}/browse/${cloud.kept[0]?.key}`)
  expect((await runCli(['destinations', 'tickets', id, '--json'], served.env)).stdout).toContain(
    '"state": "open"',
  )
})

async function serving() {
  const served = await serveApi(api)
  return Object.assign(served, { [Symbol.asyncDispose]: () => served.close() })
}
