import { describe, expect, test } from 'vitest'
import type { Walked } from '../../../test/support/tenant-walk.ts'
import { standingWorld, WALK_EPOCH, walkEvents, walkState } from '../../../test/support/tenant-walk.ts'
import { OWN_DOMAINS } from './tenant.ts'

// Nothing that a rule would find, said of what is served and not of how it is made.

const NOW = Date.parse(WALK_EPOCH) / 1000
const SECONDS_A_DAY = 86_400
const daysSince = (seconds: unknown) => (NOW - Number(seconds)) / SECONDS_A_DAY

const isOwn = (email: unknown) =>
  OWN_DOMAINS.some((domain) => String(email).toLowerCase().endsWith(`@${domain}`))

/** Of all fields of all nouns, those that are judged here. */
interface Shown {
  readonly id: string
  readonly name: string | null
  readonly email: string
  readonly role: string
  readonly status: string
  readonly permissions: readonly string[]
  readonly added_at: number
  readonly created_at: number
  readonly expires_at: number
  readonly last_used_at: number
  readonly api_key_last_used_at: number
  readonly is_service_account: boolean
  readonly user: object
  readonly owner_id: string
  readonly owner_project_access: string
  readonly owner: { readonly type: string; readonly id: string; readonly role: string } & {
    readonly service_account?: { readonly role: string }
  }
  readonly sharing: { readonly visibility: string }
  readonly files: { readonly data: readonly unknown[] }
  readonly tools: { readonly data: readonly { readonly type: string }[] }
}

const shown = ({ value }: Walked) => value as unknown as Shown

describe.each([
  ['the least', { users: 12, gpts: 8, projects: 3, seed: 1 }],
  ['of a middle size', { users: 130, gpts: 40, projects: 12, seed: 5 }],
  ['large', { users: 2_000, gpts: 300, projects: 40, seed: 11 }],
])('a clean tenant: %s', (_, size) => {
  const world = standingWorld({ ...size, planted: [], profile: 'strict', messagesPerDay: 100 })
  const state = [...walkState(world)]
  const events = [...walkEvents(world)]
  const of = (noun: string) => state.filter((one) => one.noun === noun).map(shown)
  const owners = of('platform.users').filter(({ role }) => role === 'owner')

  test('has as many people and GPTs as were asked for', () => {
    expect(of('chatgpt.users')).toHaveLength(size.users)
    expect(of('chatgpt.gpts')).toHaveLength(size.gpts)
    expect(of('platform.projects')).toHaveLength(size.projects)
  })

  test('everybody is of the house, enabled, and seen lately', () => {
    const signedIn = new Set(actorsOf(events, 'logs.AUTH_LOG'))
    for (const user of of('chatgpt.users')) {
      expect(user.status).toBe('active')
      expect(isOwn(user.email), user.email).toBe(true)
      expect(signedIn, user.email).toContain(user.id)
    }
    for (const user of of('platform.users')) {
      expect(user.user).toMatchObject({ enabled: true, banned: false })
      expect(isOwn(user.email), user.email).toBe(true)
      expect(daysSince(user.api_key_last_used_at)).toBeLessThan(30)
      expect(user.is_service_account || daysSince(user.added_at) > 90).toBe(true)
      expect(user.api_key_last_used_at).toBeGreaterThan(user.added_at)
    }
  })

  test('everybody but the machines is in the audit log too: samples tell nothing of their keys', () => {
    const seen = new Set(actorsOf(events, 'platform.audit_logs'))
    for (const user of of('platform.users')) {
      expect(seen.has(user.id) || user.is_service_account, user.email).toBe(true)
      if (user.is_service_account) expect(daysSince(user.added_at)).toBeLessThan(30)
    }
  })

  test('two owners on each plane and nobody else who may do as much', () => {
    const roles = of('chatgpt.users').map(({ role }) => role)
    expect(roles.filter((role) => role === 'account-owner')).toHaveLength(1)
    expect(roles.filter((role) => role === 'account-admin')).toHaveLength(1)
    expect(new Set(roles).size).toBe(3)
    expect(owners).toHaveLength(2)
    expect(owners.every(({ is_service_account }) => !is_service_account)).toBe(true)
    const ids = owners.map(({ id }) => id)
    for (const { role, id } of of('platform.project_users')) if (role === 'owner') expect(ids).toContain(id)
    for (const { noun, id, value } of state) {
      const isOfUser = noun === 'platform.user_roles' || noun === 'platform.project_user_roles'
      if (isOfUser && value.name === 'owner') expect(ids).toContain(id.split('/')[0])
    }
    for (const noun of ['platform.group_roles', 'platform.project_group_roles']) {
      for (const { permissions } of of(noun)) expect(permissions.join()).not.toContain('write')
    }
    for (const account of of('platform.service_accounts')) expect(account.role).not.toBe('owner')
  })

  test('GPTs have no tool that a rule minds, and owners who are active members', () => {
    const members = new Set(of('chatgpt.users').map(({ id }) => id))
    for (const one of [...of('chatgpt.gpts'), ...of('chatgpt.projects'), ...of('chatgpt.agents')])
      expect(members).toContain(one.owner_id)
    for (const gpt of of('chatgpt.gpts'))
      expect(['invite-only', 'workspace']).toContain(gpt.sharing.visibility)
    for (const config of of('chatgpt.gpt_configs')) {
      expect(config.files.data).toEqual([])
      for (const tool of config.tools.data) expect(tool.type).toBe('dall-e')
    }
  })

  test('keys are young, in use, will expire, and belong to somebody who may have them', () => {
    const keys = [...of('platform.admin_keys'), ...of('platform.project_keys')]
    expect(keys.length).toBeGreaterThan(6)
    for (const key of keys) {
      expect(daysSince(key.created_at)).toBeLessThan(60)
      expect(daysSince(key.last_used_at)).toBeLessThan(10)
      expect(key.last_used_at).toBeGreaterThan(key.created_at)
      expect(-daysSince(key.expires_at)).toBeGreaterThan(100)
    }
    for (const key of of('platform.project_keys')) {
      expect(key.owner_project_access).toBe('active')
      expect(key.owner.service_account?.role).not.toBe('owner')
    }
    const admin = of('platform.admin_keys')
    for (const { owner } of admin) expect(owner.role).toBe('owner')
    const own = admin.find(({ name }) => name === 'casbah')
    expect(own?.owner.type).toBe('service_account')
    for (const { owner } of admin.filter((key) => key !== own))
      expect(owners.map(({ id }) => id)).toContain(owner.id)
  })

  test('invites are fresh, for readers, and for people of the house', () => {
    for (const invite of of('platform.invites')) {
      expect(invite).toMatchObject({ role: 'reader', status: 'pending', projects: [] })
      expect(isOwn(invite.email)).toBe(true)
      expect(daysSince(invite.created_at)).toBeLessThan(3)
      expect(daysSince(invite.expires_at)).toBeLessThan(-4)
    }
  })

  test('platform projects are alive, and say which models they may use', () => {
    for (const project of of('platform.projects')) expect(project.status).toBe('active')
    for (const settings of of('platform.project_settings')) {
      expect(settings).toMatchObject({
        model_permissions: { mode: 'allow_list', model_ids: ['gpt-5-5'] },
        hosted_tools: { mcp: { enabled: false } },
        data_retention: { type: 'organization_default' },
      })
    }
  })
})

type Actor = { readonly user_id?: string } & {
  readonly [by in 'session' | 'api_key']?: { readonly user: { readonly id: string } }
}

const actorOf = ({ value }: Walked) => value.actor as Actor | null

function actorsOf(events: readonly Walked[], noun: string): (string | undefined)[] {
  return events
    .filter((event) => event.noun === noun)
    .map((event) => {
      const actor = actorOf(event)
      return actor?.user_id?.split('__')[0] ?? (actor?.session ?? actor?.api_key)?.user.id
    })
}
