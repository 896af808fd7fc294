import { AGENTS, PLANTED_AGENT } from './agents.ts'
import type { Condition } from './conditions.ts'
import { CONDITION_NAMES, isPlanted } from './conditions.ts'
import { GPT_CONDITIONS, plantedGpt } from './gpt-plans.ts'
import { gptIdOf } from './gpts.ts'
import { invite, PLANTED_INVITES } from './invites.ts'
import { ADMIN_KEY_CASES, OWN_KEY, PLANTED_PROJECT, PROJECT_KEY_CASES } from './key-lives.ts'
import { adminKey, projectKey } from './keys.ts'
import { userIdOf } from './people.ts'
import { PLANTED_ACCOUNT, platformProject, serviceAccount } from './platform-projects.ts'
import { MCP_PROJECT, UNRESTRICTED_PROJECT } from './platform-settings.ts'
import { platformIdentity } from './platform-users.ts'
import { apartMember, apartPosition } from './population.ts'
import { BUSY_MEMBER, FIRST_OWNERS, OWNERS_OF_TOO_MANY } from './standing.ts'
import type { Tenant } from './tenant.ts'

/** What a condition makes of the tenant, by the list that shows it and upstream's id; below a project, `project/id`. */
export interface PlantedObject {
  readonly stream: string
  readonly id: string
}

type Finder = (tenant: Tenant) => readonly PlantedObject[]

const one = (stream: string, id: (tenant: Tenant) => string): Finder => {
  return (tenant) => [{ stream, id: id(tenant) }]
}

const both =
  (...finders: readonly Finder[]): Finder =>
  (tenant) =>
    finders.flatMap((find) => find(tenant))

const platformUsers =
  (...positions: readonly ((tenant: Tenant) => number)[]): Finder =>
  (tenant) =>
    positions.map((position) => ({
      stream: 'platform.users',
      id: platformIdentity(tenant, position(tenant)).id,
    }))

const apartUser = (condition: Parameters<typeof apartPosition>[1]): Finder =>
  platformUsers((tenant) => apartPosition(tenant, condition))

const member = (condition: Parameters<typeof apartMember>[1]): Finder =>
  one('chatgpt.users', (tenant) => userIdOf(tenant, apartMember(tenant, condition)))

const gptOf = (condition: (typeof GPT_CONDITIONS)[number]): Finder =>
  one('chatgpt.gpts', (tenant) => gptIdOf(tenant, plantedGpt(tenant, condition)))

const adminKeyAt = (k: number): Finder => one('platform.admin_keys', (tenant) => adminKey(tenant, k).id)

const projectKeyOf = (condition: keyof typeof PROJECT_KEY_CASES): Finder =>
  one('platform.project_keys', (tenant) => {
    const { id } = platformProject(tenant, PLANTED_PROJECT)
    return `${id}/${projectKey(tenant, PLANTED_PROJECT, PROJECT_KEY_CASES[condition].k).id}`
  })

const inviteOf = (condition: keyof typeof PLANTED_INVITES): Finder =>
  one('platform.invites', (tenant) => invite(tenant, PLANTED_INVITES[condition].index).id)

const settingsOf = (p: number): Finder =>
  one('platform.project_settings', (tenant) => `${platformProject(tenant, p).id}/settings`)

const OWN_ADMIN_KEY = adminKeyAt(OWN_KEY)

const FINDERS: { readonly [C in Exclude<Condition, (typeof GPT_CONDITIONS)[number]>]: Finder } = {
  'key.admin_not_rotated': adminKeyAt(ADMIN_KEY_CASES['key.admin_not_rotated'].k),
  'key.project_not_rotated': projectKeyOf('key.project_not_rotated'),
  'key.admin_unused': adminKeyAt(ADMIN_KEY_CASES['key.admin_unused'].k),
  'key.project_unused': projectKeyOf('key.project_unused'),
  'key.owner_lost_access': projectKeyOf('key.owner_lost_access'),
  'nhi.no_expiry': projectKeyOf('nhi.no_expiry'),
  'nhi.woke_up': projectKeyOf('nhi.woke_up'),
  'nhi.orphaned': both(projectKeyOf('nhi.orphaned'), apartUser('nhi.orphaned')),
  'nhi.admin': one('platform.service_accounts', (tenant) => {
    const { p, k } = PLANTED_ACCOUNT
    return `${platformProject(tenant, p).id}/${serviceAccount(tenant, p, k).id}`
  }),
  'agent.orphaned': both(
    one('chatgpt.agents', (tenant) => AGENTS.item(tenant, PLANTED_AGENT).id),
    member('agent.orphaned'),
  ),
  'invite.high_privilege': inviteOf('invite.high_privilege'),
  'invite.stale': inviteOf('invite.stale'),
  'user.inactive': both(apartUser('user.inactive'), member('user.inactive')),
  'user.unusual_activity': one('chatgpt.users', (tenant) => userIdOf(tenant, BUSY_MEMBER)),
  'user.dormant_admin': apartUser('user.dormant_admin'),
  'user.admin_external_domain': apartUser('user.admin_external_domain'),
  'user.too_many_admins': platformUsers(
    ...Array.from({ length: OWNERS_OF_TOO_MANY - FIRST_OWNERS }, (_, k) => () => FIRST_OWNERS + k),
  ),
  'project.models_unrestricted': settingsOf(UNRESTRICTED_PROJECT),
  'project.mcp_enabled': settingsOf(MCP_PROJECT),
  'credential.owner_at_risk': OWN_ADMIN_KEY,
  'credential.expiring': OWN_ADMIN_KEY,
  'credential.not_service_account': OWN_ADMIN_KEY,
  'credential.more_than_read': OWN_ADMIN_KEY,
}

const finderOf = (condition: Condition): Finder => {
  const gpt = GPT_CONDITIONS.find((each) => each === condition)
  return gpt === undefined ? FINDERS[condition as keyof typeof FINDERS] : gptOf(gpt)
}

/** The objects of every planted condition: whoever plants should not have to know where. */
export const plantedObjects = (
  tenant: Tenant,
): Readonly<Partial<Record<Condition, readonly PlantedObject[]>>> =>
  Object.fromEntries(
    CONDITION_NAMES.filter((condition) => isPlanted(tenant, condition)).map((condition) => [
      condition,
      finderOf(condition)(tenant),
    ]),
  )
