import { randomUUIDv7 } from 'node:crypto'
import type { Client } from '@temporalio/client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { BatchDeps } from '../../src/activities/deliver-batch.ts'
import { deliverBatch } from '../../src/activities/deliver-batch.ts'
import { dispatchEverything } from '../../src/activities/dispatch-outbox.ts'
import { firstIdOf } from '../../src/db/first-id.ts'
import { shredIntegration } from '../../src/db/purge/shred-integration.ts'
import type { DestinationId } from '../../src/model/core/ids.ts'
import { asDestinationId } from '../../src/model/core/ids.ts'
import { DAY_MS } from '../../src/model/core/local-time.ts'
import { workflowIds } from '../../src/model/core/names.ts'
import type { Json, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { seededTenant } from '../support/api-fixtures.ts'
import { batchDeps } from '../support/batch-deps.ts'
import { certificateFor } from '../support/certificate.ts'
import { startMailServer } from '../support/mail-server.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

/** Mailboxes that are told once a week: when, how often, and what becomes of it. */

const OWN = certificateFor()
const DIGEST = { weekday: 'monday', hour: 8, time_zone: 'Europe/Berlin' }
/** A Monday at eight in Berlin, and when its digest can be made. */
const DUE = '2026-11-30T07:00:00Z'
const AFTER = new Date('2026-11-30T07:01:00Z')
const SECOND_MS = 1_000
const WEEK_MS = 7 * DAY_MS

const opened = new AsyncDisposableStack()
let server: Awaited<ReturnType<typeof startMailServer>>
let fresh: FreshDatabase
let api: TestApi
let tenant: SeededTenant
let deps: BatchDeps
/** Workflows that were woken. */
let woken: string[] = []

const client = {
  workflow: {
    signalWithStart: async (_type: string, { workflowId }: { workflowId: string }) => woken.push(workflowId),
    start: async () => undefined,
  },
} as unknown as Client

beforeAll(async () => {
  server = await startMailServer({ ...OWN, secure: true })
  opened.defer(() => server.close())
  fresh = await freshDatabase()
  opened.defer(() => fresh.drop())
  api = await startTestApi(fresh.database, { allowedHosts: '127.0.0.1' })
  opened.defer(() => api.close())
  deps = batchDeps(api, fresh.database)
})
afterAll(() => opened.disposeAsync())
beforeEach(async () => {
  server.reset()
  woken = []
  await fresh.database
    .sql`truncate destinations, deliveries, notices, finding_events, findings, integrations cascade`
  tenant = await seededTenant(fresh.database)
})

async function add(settings: object = {}, more: object = {}): Promise<DestinationId> {
  const made = await api.call('POST', '/api/v1/destinations', {
    body: {
      ...{ kind: 'email', url: `smtps://127.0.0.1:${server.port}`, token: 'casbah:right' },
      settings: {
        ...{ from: 'casbah@example.com', to: ['ciso@example.com'], ca: OWN.cert, digest: DIGEST },
        ...settings,
      },
      ...more,
    },
  })
  expect(made.status, made.text).toBe(201)
  return asDestinationId(String(made.json.id))
}

/** As if it had been asked for long ago. */
async function addDue(settings: object = {}, more: object = {}, dueAt = DUE): Promise<DestinationId> {
  const id = await add(settings, more)
  await fresh.database.sql`update destinations set digest_due_at = ${dueAt} where id = ${id}`
  return id
}

/** All that happened to findings, as if it had been found then. */
const writtenAt = (ms: number) => fresh.database.sql`
  update finding_events set id = overlay(id::text placing ${firstIdOf(ms).slice(0, 13)} from 1 for 13)::uuid`

const look = (now = AFTER) => dispatchEverything({ db: deps.db, client, now })
const send = (destinationId: DestinationId) => deliverBatch(deps, { destinationId })
const change = async (id: DestinationId, body: object) => {
  const changed = await api.call('PATCH', `/api/v1/destinations/${id}`, { body })
  expect(changed.status, changed.text).toBe(200)
}
const dueOf = async (id: DestinationId): Promise<string | null> => {
  const at = (await api.call('GET', `/api/v1/destinations/${id}`)).json.digest_due_at
  return at === null ? null : new Date(String(at)).toISOString()
}
async function rowsOf(id: DestinationId): Promise<readonly Json[]> {
  return (await api.call('GET', `/api/v1/deliveries?destination=${id}&limit=200`)).json.data ?? []
}
const typesOf = async (id: DestinationId) => (await rowsOf(id)).map((row) => String(row.event_type))
const weeksOf = async (id: DestinationId) => {
  const rows = await fresh.database.sql<{ week: string }[]>`
    select payload -> 'data' ->> 'week' as week from deliveries where destination_id = ${id} order by id`
  return rows.map(({ week }) => week)
}
const headerOf = (source: string | undefined, name: string) =>
  new RegExp(`^${name}: (.*)$`, 'im').exec(source ?? '')?.[1]?.trim()
/** Lines that quoted-printable broke are one again. */
const wholeOf = (source: string | undefined) => (source ?? '').replaceAll('=\r\n', '')

describe('once a week', () => {
  test('there is one mail of numbers, and none of what happens', async () => {
    await fresh.database.sql`update findings set evidence = evidence || '{"name":"Named Thing"}'`
    await writtenAt(Date.parse(DUE) - DAY_MS)
    const id = await addDue()
    await look(new Date(Date.parse(DUE) + 59 * SECOND_MS))
    expect(await typesOf(id)).toEqual([])
    await look()
    expect(woken).toEqual([workflowIds.batch(id)])
    expect(await dueOf(id)).toBe('2026-12-07T07:00:00.000Z')
    // No window: it waits for nothing.
    const unhurried = { ...deps, waitFactor: 1 }
    expect(await deliverBatch(unhurried, { destinationId: id })).toMatchObject({ outcome: 'delivered' })
    await look()
    await look(new Date('2026-12-06T12:00:00Z'))
    expect(await send(id)).toEqual({ outcome: 'idle', waitMs: null })
    expect(await rowsOf(id)).toMatchObject([
      {
        event_type: 'digest.weekly',
        state: 'delivered',
        attempts: 1,
        last_status: 250,
        finding_event_id: null,
      },
    ])
    const [mail] = server.mails
    expect(server.mails).toHaveLength(1)
    expect(headerOf(mail?.source, 'Subject')).toMatch(/^Casbah, week to 2026-11-30: \d+ open findings/)
    const text = wholeOf(mail?.source)
    expect(text).toContain('From 2026-11-23 08:00 to 2026-11-30 08:00 (Europe/Berlin)')
    expect(text).toMatch(/Tenant [0-9a-f-]+/)
    expect(text).toContain(`In this week: ${tenant.findingIds.length} opened`)
    expect(text).not.toContain('Named Thing')
    // Who asks for no digest is told as ever, and nobody else of this one.
    const hook = await add({ digest: null })
    await fresh.database.sql`update finding_events set dispatched_at = null`
    await look()
    expect(new Set(await typesOf(hook))).toEqual(new Set(['finding.opened']))
    expect(await typesOf(id)).toEqual(['digest.weekly'])
  })

  test('it is told what became of integrations by the digest alone, too', async () => {
    const id = await add()
    await fresh.database.sql`insert into notices (id, integration_id, type, subject_id, sequence, at, data)
      values (${randomUUIDv7()}, ${tenant.integrationId}, 'integration.degraded', ${tenant.integrationId}, 1, now(), '{}')`
    await look(new Date())
    expect(await typesOf(id)).toEqual([])
  })

  test('a quiet week has its mail', async () => {
    await fresh.database.sql`truncate finding_events, findings cascade`
    await fresh.database
      .sql`insert into runs (id, integration_id, run_no, kind, state, workflow_id, requested_by, ended_at)
      values (${randomUUIDv7()}, ${tenant.integrationId}, 99, 'full', 'completed', 'w', '{}',
        ${DUE}::timestamptz - interval '1 day')`
    const id = await addDue()
    await look()
    await send(id)
    expect(headerOf(server.mails[0]?.source, 'Subject')).toMatch(
      /^Casbah, week to 2026-11-30: nothing changed, 0 open findings of/,
    )
  })

  test('it is made once, however many workers look at once', async () => {
    const ids = [await addDue(), await addDue(), await addDue()]
    for (let round = 0; round < 5; round += 1) await Promise.all(Array.from({ length: 4 }, () => look()))
    for (const id of ids) expect(await weeksOf(id)).toEqual(['2026-11-30'])
    expect(new Set(woken)).toEqual(new Set(ids.map((id) => workflowIds.batch(id))))
  })

  test('it is made once also where its row says that it is due again', async () => {
    const id = await addDue()
    await look()
    await fresh.database.sql`update destinations set digest_due_at = ${DUE}`
    await look()
    expect(await weeksOf(id)).toEqual(['2026-11-30'])
    expect(await dueOf(id)).toBe('2026-12-07T07:00:00.000Z')
  })
})

describe('whoever dies', () => {
  test('while it is made leaves nothing half done, and the next one makes it', async () => {
    const id = await addDue()
    const { sql } = fresh.database
    await sql.unsafe(`
      create function refuse() returns trigger language plpgsql as $$ begin raise 'not now'; end $$;
      create trigger refuse before insert on deliveries for each row execute function refuse()`)
    try {
      await expect(look()).rejects.toThrow(/SQLSTATE P0001/)
    } finally {
      await sql.unsafe('drop trigger refuse on deliveries; drop function refuse')
    }
    expect(await dueOf(id)).toBe('2026-11-30T07:00:00.000Z')
    await look()
    expect(await weeksOf(id)).toEqual(['2026-11-30'])
  })

  test('before the workflow is told is missed by the next look', async () => {
    const id = await addDue()
    const dying = {
      workflow: { signalWithStart: () => Promise.reject(new Error('it died')) },
    } as unknown as Client
    await expect(dispatchEverything({ db: deps.db, client: dying, now: AFTER })).rejects.toThrow('it died')
    expect(await weeksOf(id)).toEqual(['2026-11-30'])
    await fresh.database.sql`update deliveries set created_at = now() - interval '1 minute'`
    await look()
    expect(woken).toEqual([workflowIds.batch(id)])
  })

  test('and is away for weeks has the last of them told, and no other', async () => {
    const id = await addDue({}, {}, '2026-10-19T06:00:00Z')
    await look(new Date('2026-12-02T03:00:00Z'))
    await look(new Date('2026-12-02T04:00:00Z'))
    expect(await weeksOf(id)).toEqual(['2026-11-30'])
    expect(await dueOf(id)).toBe('2026-12-07T07:00:00.000Z')
    await look(new Date('2026-12-07T07:01:00Z'))
    expect(await weeksOf(id)).toEqual(['2026-11-30', '2026-12-07'])
  })

  test('while it is sent has it sent again under the same id', async () => {
    const id = await addDue()
    await look()
    server.state.mail = (nth) => (nth === 1 ? 451 : 250)
    expect(await send(id)).toMatchObject({ outcome: 'again' })
    await fresh.database.sql`update delivery_batches set due_at = now()`
    // Findings that come meanwhile change nothing in what is told.
    await fresh.database.sql`update findings set state = 'resolved'`
    // Sent, and then not written down.
    await fresh.database.sql.unsafe(`
      create function refuse() returns trigger language plpgsql as $$ begin raise 'not now'; end $$;
      create trigger refuse before insert on delivery_attempts for each row execute function refuse()`)
    await expect(send(id)).rejects.toThrow(/SQLSTATE/)
    await fresh.database.sql.unsafe('drop trigger refuse on delivery_attempts; drop function refuse')
    expect(await send(id)).toMatchObject({ outcome: 'delivered' })
    expect(server.mails).toHaveLength(2)
    const [one, other] = server.mails.map(({ source }) => ({
      id: headerOf(source, 'Message-ID'),
      subject: headerOf(source, 'Subject'),
    }))
    expect(one).toEqual(other)
    expect(one?.id).toBe(`<${String((await rowsOf(id))[0]?.batch_id)}@example.com>`)
  })
})

describe('what is asked for', () => {
  test('begins with the next time that it is due, and never with one that is past', async () => {
    const soon = async (id: DestinationId) => {
      const due = Date.parse((await dueOf(id)) ?? '')
      expect(due).toBeGreaterThan(Date.now())
      expect(due).toBeLessThanOrEqual(Date.now() + WEEK_MS + DAY_MS)
    }
    const id = await add()
    await soon(id)
    // Disabled over a due moment, and enabled again.
    await change(id, { disabled: true })
    await fresh.database.sql`update destinations set digest_due_at = ${DUE}`
    await look()
    expect(await weeksOf(id)).toEqual([])
    await change(id, { disabled: false })
    await soon(id)
    // Disabled by itself, the same.
    await fresh.database.sql`update destinations set disabled_at = now(), digest_due_at = ${DUE}`
    await change(id, { disabled: false })
    await soon(id)
    // Another day, and what is no change of it.
    await fresh.database.sql`update destinations set digest_due_at = ${DUE}`
    await change(id, { settings: { to: ['soc@example.com'] }, disabled: false, least_severity: 'high' })
    await change(id, { settings: { digest: { time_zone: 'Europe/Berlin', hour: 8, weekday: 'monday' } } })
    expect(await dueOf(id)).toBe('2026-11-30T07:00:00.000Z')
    await change(id, { settings: { digest: { ...DIGEST, weekday: 'tuesday' } } })
    await soon(id)
  })

  test('for another hour or time zone on the day of a digest brings no second one of that week', async () => {
    const id = await addDue()
    await look()
    for (const digest of [
      { ...DIGEST, hour: 9 },
      { ...DIGEST, time_zone: 'America/New_York' },
    ]) {
      await change(id, { settings: { digest } })
      await fresh.database.sql`update destinations set digest_due_at = ${DUE}`
      await look(new Date('2026-11-30T23:00:00Z'))
    }
    expect(await weeksOf(id)).toEqual(['2026-11-30'])
    expect(await dueOf(id)).toBe('2026-12-07T13:00:00.000Z')
  })

  test('is passed over where it was due by an older rule of its time zone, in a week that nobody asked for', async () => {
    const id = await addDue({}, {}, '2026-11-30T06:30:00Z')
    await fresh.database.sql`update destinations set digest_due_at = '2026-11-30T06:30:00Z'`
    await look(new Date('2026-11-30T06:40:00Z'))
    expect(await weeksOf(id)).toEqual([])
    expect(await dueOf(id)).toBe('2026-11-30T07:00:00.000Z')
    await look()
    expect(await weeksOf(id)).toEqual(['2026-11-30'])
  })

  test('is told of the same week where a newer rule of its time zone has it due sooner', async () => {
    const id = await addDue({}, {}, '2026-11-30T08:00:00Z')
    await look(new Date('2026-11-30T08:01:00Z'))
    expect(await weeksOf(id)).toEqual(['2026-11-30'])
    expect(await dueOf(id)).toBe('2026-12-07T07:00:00.000Z')
  })

  test('no more, is told what happens from then on', async () => {
    const id = await addDue()
    await look()
    await change(id, { settings: { digest: null } })
    expect(await dueOf(id)).toBeNull()
    await fresh.database.sql`update finding_events set dispatched_at = null`
    await look(new Date('2026-12-10T00:00:00Z'))
    const types = await typesOf(id)
    expect(types.filter((type) => type === 'digest.weekly')).toHaveLength(1)
    expect(types.filter((type) => type === 'finding.opened')).toHaveLength(tenant.findingIds.length)
    // What was on its way goes by itself, at once, and what happens goes when its window is over.
    expect(await send(id)).toMatchObject({ outcome: 'delivered' })
    expect(await send(id)).toMatchObject({ outcome: 'delivered' })
    expect(server.mails.map(({ source }) => headerOf(source, 'Subject')?.slice(0, 12))).toEqual([
      'Casbah, week',
      expect.stringMatching(/^Casbah: \d+/),
    ])
  })

  test('has to make sense, and is of mailboxes alone', async () => {
    const refused = async (digest: unknown, kind = 'email') => {
      const settings =
        kind === 'email' ? { from: 'a@example.com', to: ['b@example.com'], digest } : { digest }
      const body = {
        kind,
        url: kind === 'email' ? 'smtps://mail.example' : 'https://hooks.example',
        settings,
      }
      const { status, json } = await api.call('POST', '/api/v1/destinations', { body })
      expect(status).toBe(400)
      return (json.errors as unknown as { pointer: string }[]).map(({ pointer }) => pointer)
    }
    expect(await refused({ ...DIGEST, time_zone: 'BST' })).toEqual(['/settings/digest/time_zone'])
    expect(await refused({ ...DIGEST, hour: 24 })).toEqual(['/settings/digest/hour'])
    expect(await refused({ weekday: 'noday' })).toEqual(['/settings/digest/weekday'])
    expect(await refused({ ...DIGEST, minute: 5 })).toEqual(['/settings/digest'])
    expect(await refused(DIGEST, 'slack')).toEqual(['/settings'])
    const id = await add({ digest: { weekday: 'friday' } })
    const { json } = await api.call('GET', `/api/v1/destinations/${id}`)
    expect(json.settings).toMatchObject({ digest: { weekday: 'friday', hour: 8, time_zone: 'UTC' } })
    expect(json.event_types).toContain('run.failed')
  })

  test('and cannot be made holds up no other', async () => {
    const broken = await addDue()
    const well = await addDue()
    await fresh.database.sql`update destinations
      set settings = jsonb_set(settings, '{digest,weekday}', '"noday"') where id = ${broken}`
    await expect(look()).rejects.toThrow(/weekday/)
    expect(await weeksOf(well)).toEqual(['2026-11-30'])
    expect(woken).toEqual([workflowIds.batch(well)])
  })
})

describe('what was sent', () => {
  test('is given up, and sent again, as everything is: each week by itself', async () => {
    const id = await addDue()
    await look()
    await look(new Date('2026-12-07T07:01:00Z'))
    await fresh.database.sql`update deliveries set state = 'abandoned'`
    const again = await api.call('POST', `/api/v1/destinations/${id}/replay-failed`, {
      body: { since: '2026-01-01T00:00:00Z' },
    })
    expect(again.json).toEqual({ replayed: 2, left: 0 })
    woken = []
    await look()
    expect(woken).toEqual([workflowIds.batch(id)])
    for (let n = 0; n < 2; n += 1) expect(await send(id)).toMatchObject({ outcome: 'delivered', waitMs: 0 })
    expect(await send(id)).toEqual({ outcome: 'idle', waitMs: null })
    const subjects = server.mails.map(({ source }) => headerOf(source, 'Subject') ?? '')
    expect(subjects).toEqual([
      expect.stringContaining('Casbah, week to 2026-11-30:'),
      expect.stringContaining('Casbah, week to 2026-12-07:'),
    ])
    const typed = await api.call('GET', `/api/v1/deliveries?destination=${id}&type=digest.weekly`)
    expect(typed.json.data).toHaveLength(2)
    const tested = await api.call('POST', `/api/v1/destinations/${id}/test`)
    expect(tested.json).toMatchObject({ taken: true, status: 250 })
  })

  test('names things where that is asked for, nobody ever, and nothing that is gone by then', async () => {
    const { sql } = fresh.database
    const name = 'x\r\nBcc: evil@evil.example <img src=x>'
    await sql`update findings set evidence = evidence || ${JSON.stringify({ name })}::text::jsonb`
    const other = await seededTenant(fresh.database)
    const [gone] = await sql<{ display_name: string }[]>`
      select display_name from integrations where id = ${other.integrationId}`
    await sql`update integrations set display_name = '<b>Acme' where id = ${tenant.integrationId}`
    const id = await addDue({ detail: 'names' }, {}, DUE)
    const counted = await addDue()
    await look(new Date(Date.now() + 2 * WEEK_MS))
    await shredIntegration(sql, other.integrationId)
    await send(id)
    await send(counted)
    const [named, nameless] = server.mails.map(({ source }) => wholeOf(source))
    expect(server.mails[0]?.source).not.toMatch(/^bcc:/im)
    const html = named?.slice(named.indexOf('<!doctype'))
    expect(html).toContain('evil@evil.example &lt;img')
    expect(html).toContain('&lt;b&gt;Acme')
    expect(html).not.toMatch(/<img|<b>/)
    expect(html).toContain(`https://casbah.example/api/v1/findings?integration=3D${tenant.integrationId}`)
    expect(nameless).not.toContain('evil.example')
    for (const mail of [named, nameless]) {
      expect(mail).not.toContain(gone?.display_name)
      expect(mail).not.toMatch(/Name \d/)
    }
  })

  test('is purged with the integration that it was about, and with its destination', async () => {
    const id = await addDue({}, { integration_id: tenant.integrationId })
    await look()
    expect(await weeksOf(id)).toHaveLength(1)
    await shredIntegration(fresh.database.sql, tenant.integrationId)
    expect(await weeksOf(id)).toEqual([])
    expect(await fresh.database.sql`select from notices`).toHaveLength(0)
  })
})
