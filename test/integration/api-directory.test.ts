import { randomUUIDv7 } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { verifyAudit } from '../../src/db/audit/verify-audit.ts'
import { shredIntegration } from '../../src/db/purge/shred-integration.ts'
import { DIRECTORY_FILE_AT_MOST } from '../../src/model/core/directory.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import type { Answer, CallOptions, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import { narrowToken } from '../support/api-fixtures.ts'
import { plantIntegration } from '../support/plant.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { holdersOf } from '../support/purges.ts'

let fresh: FreshDatabase
let api: TestApi
let integrationId: IntegrationId
beforeAll(async () => {
  fresh = await freshDatabase()
  api = await startTestApi(fresh.database)
})
afterAll(async () => {
  await api?.close()
  await fresh?.drop()
})
beforeEach(async () => {
  integrationId = await plantIntegration(fresh.database.sql)
})

const CSV = { 'Content-Type': 'text/csv; charset=utf-8' }
const path = (query = '') => `/api/v1/integrations/${integrationId}/directory${query}`
const put = (body: string, query = '', { headers, ...more }: CallOptions = {}): Promise<Answer> =>
  api.call('PUT', path(query), { body, headers: { ...CSV, ...headers }, ...more })
const read = async () => (await api.call('GET', path())).json

const HEADER = 'id,email,status,department'
const file = (...rows: string[]) => `${[HEADER, ...rows].join('\n')}\n`
const many = (count: number) =>
  file(...Array.from({ length: count }, (_, n) => `${n},person-${n}@example.com,active,Sales`))

describe('an import', () => {
  test('puts one file in place of another, and counts what that was', async () => {
    expect(await read()).toEqual({ loaded: false, active: 0, left: 0, sources: [] })
    const first = await put(
      file('1,ada@example.com,active,Ops', '2,bob@example.com,active,', '3,cy@example.com,left,'),
    )
    expect(first.json).toEqual({
      dry_run: false,
      counts: { active: 2, left: 1, added: 3, changed: 0, removed: 0, unchanged: 0, skipped: 0 },
      skipped_rows: [],
    })
    const second = await put(
      file('1,ada@example.com,active,Ops', '2,bob@example.com,left,', '4,di@example.com,active,'),
    )
    expect(second.json.counts).toEqual({
      active: 2,
      left: 1,
      added: 1,
      changed: 1,
      removed: 1,
      unchanged: 1,
      skipped: 0,
    })
    expect(await read()).toMatchObject({ loaded: true, active: 2, left: 1, sources: [{ source: 'csv' }] })
  })

  test('adds and changes only, where it is not the whole', async () => {
    await put(file('1,ada@example.com,active,', '2,bob@example.com,active,'))
    const { json } = await put(file('2,bob@example.com,left,', '3,cy@example.com,active,'), '?replace=false')
    expect(json.counts).toMatchObject({ active: 2, left: 1, added: 1, changed: 1, removed: 0 })
  })

  test('that is only tried counts the same and changes nothing', async () => {
    await put(many(3))
    const rows = ['0,x@example.com,left,', '8,newer@example.com,active,', '9,new@example.com,active,']
    const tried = await put(file(...rows), '?dry_run=true')
    expect(tried.json).toMatchObject({ dry_run: true, counts: { added: 2, changed: 1, removed: 2 } })
    expect(await read()).toMatchObject({ active: 3, left: 0 })
  })

  test('with one bad row changes nothing, and says where, without the value', async () => {
    await put(many(3))
    const answer = await put(file('0,person-0@example.com,on-CANARY,', '1,nobody-CANARY,active,'))
    expect(answer.json).toMatchObject({
      status: 400,
      detail: expect.stringContaining('2 of 2 rows'),
      errors: [
        { pointer: '/lines/2', detail: expect.stringContaining('line 2, column status') },
        { pointer: '/lines/3', detail: 'line 3, column email: must be an e-mail address' },
      ],
    })
    expect(answer.text + api.logged.join('')).not.toContain('CANARY')
    expect(await read()).toMatchObject({ active: 3 })
  })

  test('leaves bad rows out where that is asked for, and their people as they were', async () => {
    await put(many(3))
    const rows = ['0,person-0@example.com,active,Sales', '1,person-1@example.com,on leave,Sales']
    const { json } = await put(file(...rows), '?skip_bad_rows=true')
    expect(json).toMatchObject({
      counts: { active: 2, removed: 1, unchanged: 1, skipped: 1 },
      skipped_rows: [{ pointer: '/lines/3' }],
    })
  })

  test('that would lose more than half is refused with both counts, unless it is meant', async () => {
    await put(many(10))
    const refused = await put(many(4))
    expect(refused.json).toMatchObject({
      status: 409,
      type: '/docs/problems/directory-would-shrink',
      detail: expect.stringMatching(/has 10 people .* have 4/),
    })
    expect((await put(many(4), '?dry_run=true')).status).toBe(409)
    expect(await read()).toMatchObject({ active: 10 })
    expect((await put(many(5))).json.counts).toMatchObject({ removed: 5 })
    expect((await put(many(1), '?accept_shrink=true')).json.counts).toMatchObject({ active: 1, removed: 4 })
  })

  test('that says of more than half of those who work here that they have left is refused, unless it is meant', async () => {
    const leaving = (count: number) =>
      many(10).replaceAll(new RegExp(`^([0-${count - 1}],.*),active,`, 'gm'), '$1,left,')
    await put(many(10))
    for (const query of ['', '?dry_run=true', '?replace=false']) {
      expect((await put(leaving(6), query)).json, query).toMatchObject({
        status: 409,
        type: '/docs/problems/directory-would-shrink',
        detail: '10 people from files work here, and 4 would: the others would count as having left.',
      })
    }
    expect(await read()).toMatchObject({ active: 10, left: 0 })
    expect((await put(leaving(5))).json.counts).toMatchObject({ active: 5, left: 5 })
    expect((await put(leaving(9), '?accept_shrink=true')).json.counts).toMatchObject({ active: 1, left: 9 })
  })

  test('without ids is about the people whom it names by address; with a column missing it is refused, unless it is meant', async () => {
    await put(
      'id,email,status,manager,department\n' +
        '1,Ada@example.com,active,bob@example.com,Ops\n2,bob@example.com,active,,\n3,cy@example.com,left,,\n',
    )
    const bare = 'email\nada@example.com\nbob@example.com\ncy@example.com\n'
    for (const query of ['', '?dry_run=true', '?replace=false']) {
      expect((await put(bare, query)).json, query).toMatchObject({
        status: 409,
        type: '/docs/problems/directory-would-shrink',
        detail:
          'The file has no column status or left_at: 1 of its people had left, and all would work here again.',
      })
    }
    const noManager = 'email,status,department\nada@example.com,active,Ops\n'
    expect((await put(noManager, '?replace=false')).json.detail).toBe(
      'The file has no column manager, which is known of 1 of its people and would be forgotten.',
    )
    const whole =
      'email,status,manager,department\nada@example.com,active,bob@example.com,Ops\n' +
      'BOB@example.com,active,,\ncy@example.com,left,,\nnew@example.com,active,,\n'
    const matched = await put(whole)
    expect(matched.json.counts).toMatchObject({ active: 3, left: 1, added: 1, changed: 2, removed: 0 })
    const meant = await put(bare, '?accept_shrink=true')
    expect(meant.json.counts).toMatchObject({ active: 3, left: 0, added: 0, changed: 3, removed: 1 })
  })

  test('names by address whom it does not name by id, and keeps whose row without an id cannot be read', async () => {
    await put(file('1,ada@example.com,left,', '2,ada@example.com,active,', '3,bob@example.com,active,'))
    const both = file('1,ada@example.com,left,', ',ada@example.com,active,Ops', ',bob@example.com,on leave,')
    const { json } = await put(both, '?skip_bad_rows=true')
    expect(json.counts).toMatchObject({ active: 2, left: 1, added: 0, changed: 1, removed: 0, skipped: 1 })
  })

  test('that brings most of those who had left back is refused, unless it is meant', async () => {
    const people = (left: number) =>
      file(...[0, 1, 2, 3, 4, 5].map((n) => `${n},person-${n}@example.com,${n < left ? 'left' : 'active'},`))
    await put(people(4), '?accept_shrink=true')
    expect((await put(people(1))).json.detail).toBe(
      '4 people of the file had left, and 3 of them would work here again.',
    )
    // One of four, in a file that only adds: the others are as they were.
    expect((await put(file('0,person-0@example.com,active,'), '?replace=false')).status).toBe(200)
    expect((await put(people(0))).status).toBe(409)
    expect((await put(people(0), '?accept_shrink=true')).json.counts).toMatchObject({ active: 6, left: 0 })
  })

  test('leaves a bad row out also where its id is nothing that could be kept', async () => {
    await put(many(3))
    const bad = ['a\u0000b', 'a\u001bb', 'x'.repeat(5_000)].map((id) => `${id},nobody,active,`)
    const { json } = await put(`${many(3)}${bad.join('\n')}\n`, '?skip_bad_rows=true')
    expect(json).toMatchObject({ counts: { active: 3, unchanged: 3, skipped: 3 } })
  })

  test('has one effect under one key, and is in the audit log without anybody’s address', async () => {
    const headers = { 'Idempotency-Key': randomUUIDv7() }
    const first = await put(many(2), '', { headers })
    const again = await put(many(2), '', { headers })
    expect(again.json).toEqual(first.json)
    expect(again.headers.get('Idempotency-Replayed')).toBe('true')
    expect((await put(many(3), '', { headers })).status).toBe(422)
    // The same key for another question is another request.
    expect((await put(many(2), '?dry_run=true', { headers })).json).toMatchObject({ dry_run: true })
    const rows = await fresh.database.sql<{ detail: unknown }[]>`
      select detail from audit_log where action = 'directory.import' and target = ${`integration/${integrationId}`}`
    expect(rows.map(({ detail }) => detail)).toEqual([
      { rows: 2, skipped: 0, replace: true, accept_shrink: false },
    ])
    expect(await verifyAudit(fresh.database.drizzle)).toMatchObject({ intact: true })
  })

  test('of tens of thousands is one import', async () => {
    const count = 25_000
    expect((await put(many(count))).json.counts).toMatchObject({ active: count, added: count })
    expect((await put(many(count))).json.counts).toMatchObject({ unchanged: count, added: 0, changed: 0 })
  })
})

describe('what is refused before it is read', () => {
  test('another type, too many bytes, an integration that is not there, is closed, or is not this token’s', async () => {
    const json = await put('{}', '', { headers: { 'Content-Type': 'application/json' } })
    expect(json.json).toMatchObject({ status: 415, detail: expect.stringContaining('text/csv') })
    const large = await put(`${HEADER}\n${'x'.repeat(DIRECTORY_FILE_AT_MOST)}`)
    expect(large.status).toBe(413)
    const token = await narrowToken(fresh.database, [await plantIntegration(fresh.database.sql)])
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body = method === 'PUT' ? { body: many(1), headers: CSV } : {}
      expect((await api.call(method, path(), { token, ...body })).status, method).toBe(404)
    }
    const bulky = await api.call('DELETE', path(), { body: 'x'.repeat(100_000) })
    expect(bulky.status).toBe(413)
    await fresh.database.sql`update integrations set disconnected_at = now() where id = ${integrationId}`
    expect((await put(many(1))).json).toMatchObject({ type: '/docs/problems/integration-closed' })
  })

  test('an unknown parameter, and a text that is not UTF-8', async () => {
    expect((await put(many(1), '?replaces=false')).status).toBe(400)
    const latin = Buffer.from(file('1,m\xfcller@example.com,active,'), 'latin1')
    const answer = await api.call('PUT', path(), { body: latin, headers: CSV })
    expect(answer.json).toMatchObject({ status: 400, detail: 'The body is not UTF-8.' })
  })
})

test('whoever sends slowly holds up nobody else’s file, and of one integration few wait', async () => {
  const { promise: rest, resolve: sendRest } = Promise.withResolvers<void>()
  const slowly = new ReadableStream<Uint8Array>({
    async start(sent) {
      sent.enqueue(Buffer.from(many(2)))
      await rest
      sent.close()
    },
  })
  const headers = { ...CSV, Authorization: `Bearer ${api.token}` }
  const slow = api.app.request(
    new Request(`http://127.0.0.1${path()}`, { method: 'PUT', body: slowly, headers, duplex: 'half' }),
  )
  await sleep(200)
  const others = [put(many(2)), put(many(2)), put(many(2))]
  const refused = await Promise.race(others)
  expect(refused.json).toMatchObject({ status: 503, type: '/docs/problems/busy' })
  expect(refused.headers.get('Retry-After')).not.toBeNull()
  const other = await plantIntegration(fresh.database.sql)
  const quick = await api.call('PUT', `/api/v1/integrations/${other}/directory`, {
    body: many(1),
    headers: CSV,
  })
  expect(quick.status).toBe(200)
  sendRest()
  expect((await slow).status).toBe(200)
  expect((await Promise.all(others)).map(({ status }) => status).toSorted()).toEqual([200, 200, 503])
})

test('it is erased as a whole, and goes with its integration', async () => {
  const mark = `mark-${integrationId}`
  await put(file(`1,${mark}@example.com,active,`))
  expect((await api.call('DELETE', path())).status).toBe(204)
  expect(await read()).toMatchObject({ loaded: false })
  expect(await holdersOf(fresh.database.sql, mark)).toEqual({})
  await put(file(`1,${mark}@example.com,active,`))
  await shredIntegration(fresh.database.sql, integrationId)
  expect(await holdersOf(fresh.database.sql, mark)).toEqual({})
})
