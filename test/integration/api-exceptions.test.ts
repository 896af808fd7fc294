import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { markDisconnected } from '../../src/db/integrations/change-integration.ts'
import { shredIntegration } from '../../src/db/purge/shred-integration.ts'
import { RULE_IDS } from '../../src/model/core/rule-ids.ts'
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
/** Sees `tenant` alone. */
let token: string

beforeAll(async () => {
  fresh = await freshDatabase()
  api = await startTestApi(fresh.database)
  tenant = await seededTenant(fresh.database)
  other = await seededTenant(fresh.database)
  token = await narrowToken(fresh.database, [tenant.integrationId])
})
afterAll(async () => {
  await api?.close()
  await fresh?.drop()
})

const DAY_MS = 86_400_000
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString()
const texts = { reason: 'Known,\nand watched.', owner: 'Platform team' }
const get = (path: string, options = {}): Promise<Answer> => api.call('GET', `/api/v1${path}`, options)
const send = (path: string, body: object, options = {}): Promise<Answer> =>
  api.call('POST', `/api/v1${path}`, { body, ...options })
const except = (about: object, options = {}): Promise<Answer> =>
  send('/exceptions', { ...texts, expires_at: inDays(30), ...about }, options)
const disable = (id: unknown, options = {}): Promise<Answer> =>
  api.call('POST', `/api/v1/exceptions/${id}/disable`, options)
const readFinding = async (at: number, of = tenant): Promise<Json> =>
  (await get(`/findings/${of.findingIds[at]}`)).json
const kindsOf = ({ history }: Json) => (history ?? []).map(({ kind }) => String(kind))
const idsIn = ({ json }: Answer): string[] => (json.data ?? []).map(({ id }) => String(id))

describe('an exception', () => {
  test('of one finding holds at once, says who and why, and is in its history; disabling it ends it at once', async () => {
    const { fingerprint, id } = await readFinding(0)
    const made = await except({ fingerprint })
    expect(made.status, made.text).toBe(201)
    expect(made.json).toMatchObject({
      ...texts,
      state: 'live',
      integration_id: tenant.integrationId,
      finding_id: id,
      matches: { standing: 1, resolved: 0 },
      created_by: { label: 'bootstrap' },
    })
    const excepted = await readFinding(0)
    expect(excepted).toMatchObject({
      state: 'open',
      triage: 'new',
      excepted: { exception_id: made.json.id, ...texts },
    })
    expect(new Date(String(excepted.excepted?.expires_at)).getTime()).toBe(
      new Date(String(made.json.expires_at)).getTime(),
    )
    expect(kindsOf(excepted)).toEqual(['excepted', 'opened'])
    expect((await disable(made.json.id)).json).toMatchObject({
      state: 'disabled',
      disabled_by: { kind: 'token' },
    })
    expect((await disable(made.json.id)).status).toBe(200)
    const back = await readFinding(0)
    expect(back.excepted).toBeNull()
    expect(kindsOf(back)).toEqual(['unexcepted', 'excepted', 'opened'])
  })

  test('of a rule, an asset, or a rule on an asset matches just those, and rewrites no history', async () => {
    const finding = await readFinding(1)
    const asset = { kind: finding.asset?.kind, external_id: finding.asset?.external_id }
    const place = { integration_id: tenant.integrationId }
    const abouts: readonly [object, number][] = [
      [{ rule_id: finding.rule_id }, 1],
      [{ asset }, 1],
      [{ rule_id: finding.rule_id, asset }, 1],
      [{ rule_id: (await readFinding(2)).rule_id, asset }, 0],
      [{ asset: { ...asset, kind: 'chatgpt.user' } }, 0],
    ]
    for (const [about, standing] of abouts) {
      const made = await except({ ...place, ...about })
      expect(made.json.matches, JSON.stringify(about)).toEqual({ standing, resolved: 0 })
      const read = await readFinding(1)
      expect(read.excepted?.exception_id ?? null).toBe(standing === 1 ? made.json.id : null)
      expect(kindsOf(read)).toEqual(['opened'])
      expect((await readFinding(1, other)).excepted).toBeNull()
      await disable(made.json.id)
    }
    const everywhere = await except({ integration_id: null, rule_id: finding.rule_id })
    expect(everywhere.json.matches).toEqual({ standing: 2, resolved: 0 })
    expect((await readFinding(1, other)).excepted).not.toBeNull()
    await disable(everywhere.json.id)
  })

  test('that ended is over the moment it ends; of several the one that lasts longest is shown', async () => {
    const { fingerprint } = await readFinding(3)
    const short = await except({ fingerprint, expires_at: inDays(1) })
    const long = await except({ fingerprint, expires_at: inDays(2) })
    expect((await readFinding(3)).excepted?.exception_id).toBe(long.json.id)
    const expire = (id: unknown) =>
      fresh.database
        .sql`update exceptions set expires_at = now() - interval '1 millisecond' where id = ${String(id)}`
    await expire(long.json.id)
    expect((await readFinding(3)).excepted?.exception_id).toBe(short.json.id)
    await expire(short.json.id)
    expect((await readFinding(3)).excepted).toBeNull()
    expect((await get(`/exceptions/${short.json.id}`)).json.state).toBe('expired')
    const longer = await api.call('PATCH', `/api/v1/exceptions/${short.json.id}`, {
      body: { expires_at: inDays(3), reason: 'Longer than thought.' },
    })
    expect(longer.json).toMatchObject({ state: 'live', reason: 'Longer than thought.', owner: texts.owner })
    expect((await readFinding(3)).excepted).toMatchObject({ reason: 'Longer than thought.' })
    await disable(short.json.id)
    const late = await api.call('PATCH', `/api/v1/exceptions/${short.json.id}`, { body: { owner: 'Nobody' } })
    expect(late.json).toMatchObject({ status: 409, type: '/docs/problems/exception-disabled' })
  })

  test('must end, soon enough, unless the installation says otherwise', async () => {
    const about = { integration_id: null, rule_id: RULE_IDS[4] }
    for (const expires_at of [undefined, null, inDays(-1), inDays(401)]) {
      const answer = await except({ ...about, expires_at })
      expect(answer.json, String(expires_at)).toMatchObject({
        status: 422,
        type: '/docs/problems/unusable-expiry',
        errors: [{ pointer: '/expires_at', detail: expect.stringContaining('like 20') }],
      })
    }
    expect((await except({ ...about, expires_at: 'tomorrow' })).status).toBe(400)
    const lenient = await startTestApi(fresh.database, { permanentExceptions: true })
    const body = { ...texts, ...about }
    const made = await lenient.call('POST', '/api/v1/exceptions', { body })
    expect(made.json).toMatchObject({ state: 'live', expires_at: null })
    expect((await readFinding(4)).excepted).toMatchObject({ expires_at: null })
    const unending = await api.call('PATCH', `/api/v1/exceptions/${made.json.id}`, {
      body: { expires_at: null },
    })
    expect(unending.status).toBe(422)
    await disable(made.json.id)
    await lenient.close()
  })

  test('that is about nothing, about two things, or about everything by oversight is refused', async () => {
    const { fingerprint } = await readFinding(5)
    const rule_id = RULE_IDS[5]
    const foreign = (await readFinding(5, other)).fingerprint
    const refused: readonly [object, number, string | null][] = [
      [{}, 400, '/fingerprint'],
      [{ fingerprint, rule_id }, 400, '/fingerprint'],
      [{ rule_id }, 400, '/integration_id'],
      [{ fingerprint: 'f'.repeat(64) }, 404, null],
      [{ fingerprint, integration_id: other.integrationId }, 400, '/integration_id'],
      [{ fingerprint, reason: '' }, 400, '/reason'],
      [{ fingerprint, reason: 'Known\u2028and watched' }, 400, '/reason'],
      [{ fingerprint, owner: 'Platform\u202emaet' }, 400, '/owner'],
      [{ fingerprint, reason: 'x'.repeat(2_001) }, 400, '/reason'],
      [{ fingerprint, owner: undefined }, 400, '/owner'],
      [{ fingerprint, reason: 'sk-admin-CANARY0123456789abcdef' }, 400, '/reason'],
    ]
    for (const [body, status, pointer] of refused) {
      const answer = await except(body)
      const errors = pointer === null ? {} : { errors: [{ pointer }] }
      expect(answer.json, JSON.stringify(body)).toMatchObject({ status, ...errors })
      expect(answer.text).not.toContain('CANARY')
    }
    expect((await except({ fingerprint: foreign }, { token })).status).toBe(404)
    const rows = await fresh.database
      .sql`select from exceptions where disabled_at is null and expires_at > now()`
    expect(rows).toHaveLength(0)
  })

  test('is audited without its texts', async () => {
    const { fingerprint } = await readFinding(6)
    const made = await except({ fingerprint, reason: 'Private words.', owner: 'grace@ours.example' })
    await disable(made.json.id)
    const { json, text } = await get('/audit-log?limit=2')
    expect((json.data ?? []).map(({ action }) => action)).toEqual(['exception.disable', 'exception.create'])
    expect(text + api.logged.join('\n')).not.toMatch(/Private|grace@/)
  })
})

describe('findings', () => {
  test('are listed without, with or only excepted ones, and counted apart', async () => {
    const { fingerprint } = await readFinding(7)
    const list = async (query: string) =>
      idsIn(await get(`/findings?integration=${tenant.integrationId}&limit=200${query}`))
    const all = await list('')
    const made = await except({ fingerprint })
    const id = String(tenant.findingIds[7])
    expect(await list('&excepted=only')).toEqual([id])
    expect(await list('&excepted=exclude')).toEqual(all.filter((one) => one !== id))
    expect(await list('&excepted=include')).toEqual(all)
    const summary = (await get(`/findings/summary?integration=${tenant.integrationId}`)).json
    expect(summary).toMatchObject({ standing: all.length - 1, excepted: 1, resolved: 0 })
    const ofRule = (summary.rules ?? []).find((one) => String(one.rule_id) === RULE_IDS[7])
    expect(ofRule).toMatchObject({ standing: 0, excepted: 1 })
    await fresh.database.sql`update findings set state = 'resolved' where id = ${id}`
    expect((await get(`/exceptions/${made.json.id}`)).json.matches).toEqual({ standing: 0, resolved: 1 })
    const resolved = (await get(`/findings/summary?integration=${tenant.integrationId}`)).json
    expect(resolved).toMatchObject({ standing: all.length - 1, excepted: 0, resolved: 1 })
    await disable(made.json.id)
  })
})

describe('exceptions', () => {
  test('are listed by state, by when they end and by matching nothing, page by page', async () => {
    const asset = { kind: 'chatgpt.gpt', external_id: 'g-gone' }
    const about = { integration_id: tenant.integrationId }
    const gone = (await except({ ...about, asset })).json.id
    const soon = (await except({ ...about, rule_id: RULE_IDS[8], expires_at: inDays(5) })).json.id
    const off = (await except({ ...about, rule_id: RULE_IDS[9] })).json.id
    await disable(off)
    const list = async (query: string) => idsIn(await get(`/exceptions?${query}`))
    expect(await list('state=live')).toEqual([soon, gone])
    expect((await list('state=disabled'))[0]).toBe(off)
    expect(await list('expiring_within_days=7')).toEqual([soon])
    expect(await list('state=live&matches=none')).toEqual([gone])
    expect(await list(`rule=${RULE_IDS[8]}`)).toEqual([soon])
    const all = await list('limit=200')
    const paged: string[] = []
    let cursor = ''
    do {
      const page = await get(`/exceptions?limit=3${cursor && `&cursor=${cursor}`}`)
      paged.push(...idsIn(page))
      cursor = String(page.json.page?.next_cursor ?? '')
    } while (cursor !== '')
    expect(paged).toEqual(all)
    for (const bad of ['state=over', 'expiring_within_days=0', 'matches=some', 'owner=x']) {
      expect((await get(`/exceptions?${bad}`)).status, bad).toBe(400)
    }
    for (const id of [gone, soon]) await disable(id)
  })

  test('keep to what a token may see and change', async () => {
    const own = (await except({ integration_id: tenant.integrationId, rule_id: RULE_IDS[10] }, { token }))
      .json.id
    const theirs = (await except({ integration_id: other.integrationId, rule_id: RULE_IDS[10] })).json.id
    const everyones = (await except({ integration_id: null, rule_id: RULE_IDS[10] })).json
    expect(everyones.matches).toEqual({ standing: 2, resolved: 0 })
    const seen = await get('/exceptions?state=live', { token })
    expect(idsIn(seen)).toEqual([everyones.id, own])
    // Of one that holds everywhere it counts what is its own.
    expect(seen.json.data?.[0]?.matches).toEqual({ standing: 1, resolved: 0 })
    expect((await get(`/exceptions/${theirs}`, { token })).status).toBe(404)
    expect((await disable(theirs, { token })).status).toBe(404)
    expect((await get(`/exceptions?integration=${other.integrationId}`, { token })).status).toBe(404)
    const refused = [
      await except({ integration_id: null, rule_id: RULE_IDS[11] }, { token }),
      await disable(everyones.id, { token }),
      await api.call('PATCH', `/api/v1/exceptions/${everyones.id}`, { body: { owner: 'Me' }, token }),
    ]
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403])
    expect(
      (await except({ integration_id: other.integrationId, rule_id: RULE_IDS[11] }, { token })).status,
    ).toBe(404)
    expect((await disable(own, { token })).status).toBe(200)
    const none = await narrowToken(fresh.database, [])
    expect(idsIn(await get('/exceptions', { token: none }))).toEqual([])
  })

  test('a repeated request makes one, and people’s words are kept for it nowhere', async () => {
    const headers = { 'Idempotency-Key': 'one-exception' }
    const body = { integration_id: tenant.integrationId, rule_id: RULE_IDS[2], expires_at: inDays(9) }
    const [first, again] = [await except(body, { headers }), await except(body, { headers })]
    expect(first.json).toMatchObject(texts)
    expect(again.json).toEqual({ ...(first.json as object), reason: undefined, owner: undefined })
    expect(again.text).not.toMatch(/reason|owner/)
    expect(again.headers.get('Location')).toBe(first.headers.get('Location'))
    const path = `/api/v1/exceptions/${first.json.id}`
    const change = { reason: 'CANARY reason', owner: 'CANARY owner' }
    for (const [method, at, changed] of [
      ['PATCH', path, change],
      ['POST', `${path}/disable`, undefined],
    ] as const) {
      const ask = () => api.call(method, at, { headers, ...(changed === undefined ? {} : { body: changed }) })
      expect((await ask()).json, at).toMatchObject(change)
      const repeated = await ask()
      expect(repeated.headers.get('Idempotency-Replayed')).toBe('true')
      expect(repeated.json).toMatchObject({ id: first.json.id })
      expect(repeated.text).not.toContain('CANARY')
    }
    const kept = await fresh.database.sql<{ response: string }[]>`
      select response::text as response from idempotency_keys`
    expect(kept.length).toBeGreaterThanOrEqual(3)
    expect(JSON.stringify(kept)).not.toMatch(/CANARY|Known,|Platform team/)
  })

  test('go with their integration, and those of every integration stay', async () => {
    const ownRows = () =>
      fresh.database.sql`select from exceptions where integration_id = ${other.integrationId}`
    expect((await ownRows()).length).toBeGreaterThan(0)
    // From the moment that it is disconnected nothing is written for it, which the purge might have passed.
    const made = await except({ integration_id: other.integrationId, rule_id: RULE_IDS[0] })
    await markDisconnected(fresh.database.drizzle, other.integrationId)
    const path = `/api/v1/findings/${other.findingIds[0]}`
    const refused = [
      await disable(made.json.id),
      await except({ fingerprint: (await readFinding(0, other)).fingerprint }),
      await api.call('PATCH', path, { body: { triage: 'in_review' } }),
      await api.call('POST', `${path}/comments`, { body: { text: 'Late.' } }),
    ]
    expect(refused.map(({ status }) => status)).toEqual([409, 409, 409, 409])
    await shredIntegration(fresh.database.sql, other.integrationId)
    expect(await ownRows()).toHaveLength(0)
    const everyones = await fresh.database.sql`select from exceptions where integration_id is null`
    expect(everyones.length).toBeGreaterThan(0)
    const late = await except({ integration_id: other.integrationId, rule_id: RULE_IDS[0] })
    expect(late.json).toMatchObject({ status: 409, type: '/docs/problems/integration-closed' })
  })
})
