import { expect, test } from 'vitest'
import { standingWorld, WALK_EPOCH, walkState } from '../../../test/support/tenant-walk.ts'
import type { Condition } from './conditions.ts'
import { CONDITION_NAMES } from './conditions.ts'
import { plantedObjects } from './planted-objects.ts'

// What each condition says, read off the served object.

const SIZE = { users: 12, gpts: 8, projects: 3, profile: 'strict' } as const
const NOW = Date.parse(WALK_EPOCH) / 1000
const SECONDS_A_DAY = 86_400

type Value = Readonly<Record<string, unknown>>

/** The planted objects as they are shown, a GPT with its latest configuration's tools. */
function shown(condition: Condition): Value[] {
  const world = standingWorld({ ...SIZE, planted: [condition] })
  const all = new Map(Array.from(walkState(world), ({ noun, id, value }) => [`${noun} ${id}`, value]))
  const objects = plantedObjects(world.tenant)[condition] ?? []
  return objects.map(({ stream, id }) => all.get(`${stream} ${id}`) as Value)
}

const gptWith = (visibility: string, files: number, ...types: readonly string[]) => ({
  sharing: { visibility },
  latest_config: {
    data: [{ files: { data: Array(files).fill({}) }, tools: { data: types.map((type) => ({ type })) } }],
  },
})

const gptWithTool = (tool: object) => ({ latest_config: { data: [{ tools: { data: [tool] } }] } })

const daysAgo = (days: number) => expect.closeTo(NOW - days * SECONDS_A_DAY, -6)

const FACTS: { readonly [C in Condition]: readonly object[] } = {
  'gpt.custom_actions': [
    gptWithTool({
      type: 'custom_action',
      auth_type: 'oauth',
      action_domain: 'api.vendor.example',
      action_privacy_policy_url: 'https://api.vendor.example/privacy',
      action_openapi_raw: expect.stringMatching(/^\{"openapi":"3\.1\.0".*"get":/),
    }),
  ],
  'gpt.code_interpreter': [gptWith('invite-only', 0, 'code_interpreter')],
  'gpt.web_browsing': [gptWith('invite-only', 0, 'browser')],
  'gpt.public_store': [gptWith('gpt-store', 0)],
  'gpt.public_link': [gptWith('anyone-with-link', 0)],
  'gpt.broad_internal_link': [gptWith('workspace-with-link', 0)],
  'gpt.risky_combination': [gptWith('invite-only', 1, 'browser', 'custom_action')],
  'gpt.audience_too_wide': [gptWith('workspace', 0, 'custom_action')],
  'gpt.action_broad': [gptWith('invite-only', 0, 'custom_action')],
  'gpt.action_insecure': [
    gptWithTool({
      auth_type: 'none',
      action_openapi_raw: expect.stringMatching(/"http:\/\/api.*"post":.*"x-openai-isConsequential":false/),
    }),
  ],
  'gpt.action_yaml': [gptWithTool({ action_openapi_raw: expect.stringMatching(/^openapi: 3\.0\.3\n/) })],
  'gpt.action_swagger2': [gptWithTool({ action_openapi_raw: expect.stringMatching(/^\{"swagger":"2\.0"/) })],
  'gpt.action_broken': [gptWithTool({ action_openapi_raw: expect.stringMatching(/[^}\n]$/) })],
  'key.admin_not_rotated': [{ created_at: daysAgo(130), last_used_at: daysAgo(1) }],
  'key.project_not_rotated': [{ created_at: daysAgo(130), last_used_at: daysAgo(1) }],
  'key.admin_unused': [{ created_at: daysAgo(130), last_used_at: daysAgo(120) }],
  'key.project_unused': [{ created_at: daysAgo(130), last_used_at: daysAgo(120) }],
  'key.owner_lost_access': [{ owner_project_access: 'inactive' }],
  'nhi.no_expiry': [{ expires_at: null }],
  'nhi.woke_up': [{ created_at: daysAgo(80), last_used_at: daysAgo(2) }],
  'nhi.orphaned': [{ owner: { type: 'user' } }, { role: 'reader', user: { enabled: false, banned: false } }],
  'nhi.admin': [{ role: 'owner' }],
  'agent.orphaned': [{ status: 'published' }, { status: 'inactive', role: 'standard-user' }],
  'invite.high_privilege': [{ role: 'owner', status: 'pending', projects: [] }],
  'invite.stale': [{ role: 'reader', status: 'pending', created_at: daysAgo(30), expires_at: null }],
  'user.inactive': [
    { role: 'reader', api_key_last_used_at: null, user: { enabled: true } },
    { role: 'standard-user', status: 'active' },
  ],
  'user.unusual_activity': [{ role: 'standard-user', status: 'active' }],
  'user.dormant_admin': [{ role: 'owner', api_key_last_used_at: null, user: { enabled: true } }],
  'user.admin_external_domain': [
    { role: 'owner', email: expect.stringMatching(/@(contractor|partner)\.example\.net$/) },
  ],
  'user.too_many_admins': Array(5).fill({ role: 'owner' }),
  'project.models_unrestricted': [{ model_permissions: { mode: 'deny_list', model_ids: [] } }],
  'project.mcp_enabled': [{ hosted_tools: { mcp: { enabled: true } } }],
  'credential.owner_at_risk': [
    { name: 'casbah', owner: { type: 'service_account', role: 'reader' }, expires_at: daysAgo(-160) },
  ],
  'credential.expiring': [
    { name: 'casbah', owner: { type: 'service_account', role: 'owner' }, expires_at: daysAgo(-5) },
  ],
  'credential.not_service_account': [
    { name: 'casbah', owner: { type: 'user', role: 'owner' }, expires_at: daysAgo(-160) },
  ],
  'credential.more_than_read': [
    { name: 'casbah', owner: { type: 'service_account', role: 'owner' }, expires_at: daysAgo(-160) },
  ],
}

test.each(CONDITION_NAMES)('%s is as it says', (condition) => {
  expect(shown(condition)).toMatchObject(FACTS[condition])
})

test('the owner of what is orphaned is who is gone', () => {
  const [key, user] = shown('nhi.orphaned')
  expect(key).toMatchObject({ owner: { user: { id: user?.id } } })
  expect(user).toMatchObject({ projects: { data: [expect.anything()] } })
  const [agent, member] = shown('agent.orphaned')
  expect(agent?.owner_id).toBe(member?.id)
})

interface Gpt {
  readonly latest_config: {
    readonly data: readonly {
      readonly tools: { readonly data: readonly Readonly<Record<string, string>>[] }
    }[]
  }
}

const toolOf = (condition: Condition) =>
  (shown(condition)[0] as unknown as Gpt).latest_config.data[0]?.tools.data[0] ?? {}

test('the broad action is broad in each way', () => {
  const schema = JSON.parse(toolOf('gpt.action_broad').action_openapi_raw ?? '')
  const operations = Object.values(schema.paths).flatMap((path) => Object.keys(path as object))
  expect(operations).toHaveLength(25)
  expect(schema.servers).toHaveLength(2)
  expect(JSON.stringify(schema.paths['/v1/{path}'])).toContain('"name":"query"')
})

test('the insecure action has no privacy policy, the broken one no form', () => {
  expect(toolOf('gpt.action_insecure')).not.toHaveProperty('action_privacy_policy_url')
  expect(() => JSON.parse(toolOf('gpt.action_broken').action_openapi_raw ?? '')).toThrow(SyntaxError)
})

test('with a person as the owner, who is at risk is a reader', () => {
  const planted = ['credential.owner_at_risk', 'credential.not_service_account'] as const
  const world = standingWorld({ ...SIZE, planted })
  const state = [...walkState(world)]
  const own = state.find(({ value }) => value.name === 'casbah')?.value.owner as { readonly id: string }
  expect(own).toMatchObject({ type: 'user', role: 'reader' })
  expect(state.find(({ noun, id }) => noun === 'platform.users' && id === own.id)?.value.role).toBe('reader')
})
