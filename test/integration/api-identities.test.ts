import { randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { IntegrationId, PersonId } from '../../src/model/core/ids.ts'
import type { Answer, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import { narrowToken } from '../support/api-fixtures.ts'
import type { PlantedAsset } from '../support/plant.ts'
import {
  plantActivity,
  plantAsset,
  plantDay,
  plantDirectory,
  plantIntegration,
  plantPerson,
} from '../support/plant.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

let fresh: FreshDatabase
let api: TestApi
let integrationId: IntegrationId
/** Ada left the workspace, and has a key and GPTs of hers there and on the platform. */
let workspaceAda: PersonId
let platformAda: PersonId

const LATER = Date.now() / 1_000 + 86_400
const plant = (asset: PlantedAsset) => plantAsset(fresh.database.sql, integrationId, asset)

beforeAll(async () => {
  fresh = await freshDatabase()
  api = await startTestApi(fresh.database)
  const { sql } = fresh.database
  integrationId = await plantIntegration(sql)
  workspaceAda = await plantPerson(sql, integrationId, 'user:u-1', 'ada@example.com')
  platformAda = await plantPerson(sql, integrationId, 'user:p-1', 'Ada@Example.com')
  const namesake = await plantPerson(sql, integrationId, 'user:u-2', 'ada.two@example.com')
  await sql`update people set name = 'Ada L' where id in (${platformAda}, ${namesake})`
  await plant({
    kind: 'chatgpt.user',
    externalId: 'u-1',
    attributes: { role: 'account-admin', status: 'inactive' },
    people: { self: workspaceAda },
  })
  await plant({
    kind: 'platform.user',
    externalId: 'p-1',
    attributes: { role: 'owner', enabled: true, api_key_last_used_at: 1_795_000_000 },
    people: { self: platformAda },
  })
  await plant({
    kind: 'chatgpt.user',
    externalId: 'u-2',
    attributes: { role: 'standard-user', status: 'active' },
    people: { self: namesake },
  })
  await plantThings()
  const at = new Date('2026-11-20T10:00:00Z')
  const used = { kind: 'api_key', subject: 'key_1', count: 1 } as const
  await plantDay(sql, integrationId, { ...used, signal: 'last_used_at', at })
  await plantDay(sql, integrationId, { ...used, signal: 'usage', at: new Date('2026-11-19T00:00:00Z') })
  await plantDay(sql, integrationId, { kind: 'gpt', subject: 'g-1', signal: 'conversations', at, count: 3 })
  await plantActivity(sql, integrationId, workspaceAda, 'AUTH_LOG', new Date('2026-10-01T10:00:00Z'))
  await plantDirectory(sql, integrationId, [{ email: 'ADA@example.com' }])
})
afterAll(async () => {
  await api?.close()
  await fresh?.drop()
})

async function plantThings(): Promise<void> {
  const owner = { owner_type: 'user', owner_id: 'p-1' }
  await plant({ kind: 'platform.project', externalId: 'proj_1', attributes: {} })
  await plant({ kind: 'platform.project', externalId: 'proj_2', attributes: { status: 'archived' } })
  const keys: Record<string, object> = {
    'proj_1/key_1': { name: 'deploy', redacted_value: 'sk-…abcd', expires_at: LATER },
    'proj_1/key_2': { expires_at: 1_700_000_000 },
    'proj_2/key_3': {},
    'proj_1/key_4': { owner_type: 'service_account' },
  }
  for (const [externalId, more] of Object.entries(keys)) {
    await plant({ kind: 'platform.project_key', externalId, attributes: { ...owner, ...more } })
  }
  await plant({
    kind: 'platform.admin_key',
    externalId: 'key_A',
    attributes: owner,
    people: { owner: platformAda },
  })
  const gpts = {
    'g-1': { visibility: 'workspace' },
    'g-2': { visibility: 'invite-only' },
    'g-3': { visibility: 'gpt-store' },
  }
  for (const [externalId, sharing] of Object.entries(gpts)) {
    await plant({
      kind: 'chatgpt.gpt',
      externalId,
      attributes: { name: `GPT ${externalId}`, sharing },
      people: { owner: workspaceAda },
    })
  }
  await plant({
    kind: 'chatgpt.agent',
    externalId: 'agent_1',
    attributes: { name: 'Helper', status: 'published' },
    people: { owner: workspaceAda },
  })
}

const get = (path: string, token?: string): Promise<Answer> =>
  api.call('GET', `/api/v1/identities${path}`, token === undefined ? {} : { token })

describe('one human', () => {
  test('has the accounts of both planes, whichever of their ids is asked for', async () => {
    const { json } = await get(`/${platformAda}`)
    expect(json).toMatchObject({
      id: workspaceAda,
      person_ids: [workspaceAda, platformAda],
      integration_id: integrationId,
      email: 'ada@example.com',
      name: 'Ada L',
      accounts: [
        {
          external_id: 'u-1',
          plane: 'chatgpt',
          role: 'account-admin',
          enabled: false,
          gone_at: null,
          last_seen: [{ signal: 'AUTH_LOG', at: '2026-10-01T10:00:00Z' }],
        },
        {
          external_id: 'p-1',
          plane: 'platform',
          role: 'owner',
          enabled: true,
          last_seen: [{ signal: 'api_key_last_used_at', at: new Date(1_795_000_000_000).toISOString() }],
        },
      ],
      last_seen: [{ signal: 'api_key_last_used_at' }, { signal: 'AUTH_LOG' }],
      directory_loaded: true,
      directory: { status: 'active', department: 'Sales', manager_known: false, left_at: null },
    })
    expect((await get(`/${workspaceAda}`)).json).toEqual(json)
  })

  test('shows of keys and GPTs when they were last used, and in which signal, as the assets do', async () => {
    const { json } = await get(`/${workspaceAda}`)
    expect(json.gpts).toMatchObject([
      { external_id: 'g-1', last_use: { signal: 'conversations', at: '2026-11-20T10:00:00Z' } },
      { external_id: 'g-2', last_use: null },
      { external_id: 'g-3', last_use: null },
    ])
    const path = `/api/v1/assets?integration=${integrationId}&kind=platform.project_key&q=key_1`
    const assets = await api.call('GET', path)
    expect(assets.json.data).toMatchObject([
      { last_use: { signal: 'last_used_at', at: '2026-11-20T10:00:00Z' } },
    ])
  })

  test('owns what is live, and it is said in words', async () => {
    const { json } = await get(`/${workspaceAda}`)
    expect(json.owns).toEqual({ keys: 2, gpts: 3, shared_gpts: 2, agents: 1 })
    expect(json).toMatchObject({
      keys: [
        {
          external_id: 'proj_1/key_1',
          name: 'deploy',
          redacted_value: 'sk-…abcd',
          last_use: { signal: 'last_used_at', at: '2026-11-20T10:00:00Z' },
        },
        { external_id: 'key_A', name: null },
      ],
    })
    expect(json.gpts).toMatchObject([
      { external_id: 'g-1', visibility: 'workspace', shared: true },
      { external_id: 'g-2', visibility: 'invite-only', shared: false },
      { external_id: 'g-3', visibility: 'gpt-store', shared: true },
    ])
    expect(json.agents).toMatchObject([{ external_id: 'agent_1', name: 'Helper', status: 'published' }])
    expect(json.notes).toEqual([
      {
        code: 'left_workspace_owns',
        counts: { keys: 2, shared_gpts: 2, agents: 1 },
        text: 'left the workspace but owns 2 live keys, 2 shared GPTs and 1 agent',
      },
      { code: 'has_admin_power', counts: { accounts: 1 }, text: 'is an owner or admin in 1 enabled account' },
    ])
  })

  test('that nobody knows is not found', async () => {
    expect((await get(`/${randomUUIDv7()}`)).status).toBe(404)
    expect((await get('/not-an-id')).status).toBe(400)
  })
})

describe('the list', () => {
  test('has each human once, joined by address and never by name', async () => {
    const { json } = await get(`?integration=${integrationId}`)
    expect(json.data?.map(({ email }) => email)).toEqual(['ada@example.com', 'ada.two@example.com'])
    expect(json.data?.[1]).toMatchObject({
      name: 'Ada L',
      owns: { keys: 0, gpts: 0 },
      directory: null,
      notes: [{ code: 'not_in_directory', counts: { accounts: 1 } }],
    })
    expect(json.data?.[0]).not.toHaveProperty('keys')
  })

  test('is searched by address, name and id, and read in pages', async () => {
    const found = async (q: string) =>
      (await get(`?q=${encodeURIComponent(q)}`)).json.data?.map(({ id }) => id)
    expect(await found('ADA@EXAMPLE.COM')).toEqual([workspaceAda])
    expect(await found('ada l')).toHaveLength(2)
    expect(await found('p-1')).toEqual([workspaceAda])
    expect(await found('%')).toEqual([])
    const first = await get('?limit=1')
    expect(first.json.data).toHaveLength(1)
    const second = await get(`?limit=1&cursor=${encodeURIComponent(String(first.json.page?.next_cursor))}`)
    expect(second.json).toMatchObject({
      data: [{ email: 'ada.two@example.com' }],
      page: { next_cursor: null },
    })
  })
})

test('a token of another integration sees nobody', async () => {
  const { sql } = fresh.database
  const other = await plantIntegration(sql)
  // The same human at another customer is another human here.
  await plantPerson(sql, other, 'user:u-1', 'ada@example.com')
  const token = await narrowToken(fresh.database, [other])
  expect((await get(`/${workspaceAda}`, token)).status).toBe(404)
  expect((await get(`?integration=${integrationId}`, token)).status).toBe(404)
  const { json } = await get('', token)
  expect(json.data).toMatchObject([{ integration_id: other, accounts: [], directory_loaded: false }])
  expect((await get('?q=ada@example.com')).json.data).toHaveLength(2)
})
