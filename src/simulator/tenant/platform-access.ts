import { isDemo } from './conditions.ts'
import { idKind, indexOfId, makeId } from './ids.ts'
import { PER_PROJECT, platformProject, platformProjectMembers } from './platform-projects.ts'
import { platformIdentity, platformUserCount } from './platform-users.ts'
import { settledOnPlatform } from './population.ts'
import { hashOf, saltOf } from './prng.ts'
import { platformRole } from './standing.ts'
import type { Tenant } from './tenant.ts'
import { daysBefore } from './tenant.ts'
import { unixSeconds } from './time.ts'

// Groups, roles, and who has which role: at the organization and in each project.

const GROUP = idKind('group-', 24)
const ROLE = idKind('role-', 24)
const ACCESS_SALT = saltOf('platform-access')

const TEAMS = ['Engineering', 'Security', 'Data science', 'Contractors'] as const
const USERS_PER_GROUP = 40
const MEMBERS = 5
/** Custom roles of projects use ids above all of the organization's. */
const PROJECT_ROLE_BASE = 2 ** 20

export function groupCount(tenant: Tenant): number {
  return TEAMS.length + Math.floor(tenant.users / USERS_PER_GROUP)
}

export function groupIdOf(tenant: Tenant, g: number): string {
  return makeId(tenant.seed, GROUP, g)
}

export function groupIndexOf(tenant: Tenant, id: string): number | undefined {
  const g = indexOfId(tenant.seed, GROUP, id)
  return g !== undefined && g < groupCount(tenant) ? g : undefined
}

export function group(tenant: Tenant, g: number) {
  const round = Math.floor(g / TEAMS.length)
  return {
    id: groupIdOf(tenant, g),
    name: `${TEAMS[g % TEAMS.length]}${round === 0 ? '' : ` ${round + 1}`}`,
    created_at: unixSeconds(daysBefore(tenant, 90 + g * 7, ACCESS_SALT, g)),
    is_scim_managed: g % 2 === 0,
    group_type: g % 3 === 2 ? 'tenant_group' : 'group',
  }
}

/** Only people who are settled, and in the demo machines too. */
const inGroups = (tenant: Tenant): number =>
  isDemo(tenant) ? platformUserCount(tenant) : settledOnPlatform(tenant)

export function groupMembers(tenant: Tenant, g: number) {
  const people = inGroups(tenant)
  const count = Math.min(people, 1 + (g % MEMBERS))
  return Array.from({ length: count }, (_, k) => {
    const { id, name, email } = platformIdentity(tenant, (g * MEMBERS + k) % people)
    return { id, name, email }
  })
}

interface Made {
  readonly id: string
  readonly name: string
  readonly permissions: readonly string[]
  readonly predefined: boolean
}

const OWNER_MAY = ['api.management.read', 'api.management.write', 'api.usage.read']
const READER_MAY = ['api.management.read']

/** Two that every organization has, and two of its own. */
function organizationRoles(tenant: Tenant): readonly Made[] {
  const predefined = (name: string) =>
    `role-api-organization-${name}__api-organization__${tenant.organizationId}`
  return [
    { id: predefined('owner'), name: 'owner', permissions: OWNER_MAY, predefined: true },
    { id: predefined('reader'), name: 'reader', permissions: READER_MAY, predefined: true },
    {
      id: makeId(tenant.seed, ROLE, 0),
      name: 'Group keeper',
      permissions: ['api.groups.write'],
      predefined: false,
    },
    {
      id: makeId(tenant.seed, ROLE, 1),
      name: 'Auditor',
      permissions: ['api.groups.read'],
      predefined: false,
    },
  ]
}

const PROJECT_MAY = {
  owner: ['api.organization.projects.api_keys.write', 'api.organization.projects.api_keys.read'],
  member: ['api.organization.projects.api_keys.read'],
} as const

function projectRolesOf(tenant: Tenant, p: number): readonly Made[] {
  const { id: projectId } = platformProject(tenant, p)
  const predefined = (name: 'owner' | 'member'): Made => ({
    id: `role-api-project-${name}__api-project__${projectId}`,
    name,
    permissions: PROJECT_MAY[name],
    predefined: true,
  })
  const own = { id: makeId(tenant.seed, ROLE, PROJECT_ROLE_BASE + p), name: 'Key rotator', predefined: false }
  return [
    predefined('owner'),
    predefined('member'),
    ...(p % 2 === 1 ? [{ ...own, permissions: PROJECT_MAY.owner }] : []),
  ]
}

function role(made: Made, resourceType: string) {
  return {
    object: 'role',
    id: made.id,
    name: made.name,
    description: made.predefined ? null : `What a ${made.name} may do.`,
    permissions: [...made.permissions],
    resource_type: resourceType,
    predefined_role: made.predefined,
  }
}

export const platformRoles = (tenant: Tenant) =>
  organizationRoles(tenant).map((made) => role(made, 'api.organization'))

export const platformProjectRoles = (tenant: Tenant, p: number) =>
  projectRolesOf(tenant, p).map((made) => role(made, 'api.project'))

type Source = { readonly principal_id: string; readonly principal_type: 'user' | 'group' }

function assigned(
  tenant: Tenant,
  made: Made,
  resourceType: string,
  index: number,
  sources: readonly Source[],
) {
  const at = unixSeconds(daysBefore(tenant, 15 + (index % 200), ACCESS_SALT, index))
  const { object: _, ...rest } = role(made, resourceType)
  return {
    ...rest,
    created_at: made.predefined ? null : at,
    updated_at: made.predefined ? null : at,
    created_by: made.predefined ? null : platformIdentity(tenant, 0).id,
    created_by_user_obj: null,
    metadata: null,
    assignment_sources: sources,
  }
}

/** Everybody has the role of the user object; every fifth is an auditor too, by a group. */
export function userRoles(tenant: Tenant, position: number) {
  const [owner, reader, , auditor] = organizationRoles(tenant) as [Made, Made, Made, Made]
  const { id } = platformIdentity(tenant, position)
  const direct = platformRole(tenant, position) === 'owner' ? owner : reader
  const own: Source = { principal_id: id, principal_type: 'user' }
  const roles = [assigned(tenant, direct, 'api.organization', position, [own])]
  if (position % 5 === 2 && position < inGroups(tenant)) {
    const through: Source = { principal_id: groupIdOf(tenant, 1), principal_type: 'group' }
    roles.push(assigned(tenant, auditor, 'api.organization', position, [through]))
  }
  return roles
}

export function groupRoles(tenant: Tenant, g: number) {
  const [, , keeper, auditor] = organizationRoles(tenant) as [Made, Made, Made, Made]
  const own: Source = { principal_id: groupIdOf(tenant, g), principal_type: 'group' }
  if (g % 3 === 2) return []
  return [assigned(tenant, isDemo(tenant) && g % 3 === 0 ? keeper : auditor, 'api.organization', g, [own])]
}

/** Groups with a part in a project. */
export function projectGroupNumbers(tenant: Tenant, p: number): readonly number[] {
  const count = p % 3
  return Array.from({ length: count }, (_, k) => (p + k) % groupCount(tenant))
}

export function projectGroups(tenant: Tenant, p: number) {
  const { id: projectId } = platformProject(tenant, p)
  return projectGroupNumbers(tenant, p).map((g) => {
    const { id, name, group_type } = group(tenant, g)
    return {
      object: 'project.group',
      project_id: projectId,
      group_id: id,
      group_name: name,
      group_type,
      created_at: unixSeconds(daysBefore(tenant, 12, ACCESS_SALT, p * PER_PROJECT + g)),
    }
  })
}

export function projectUserRoles(tenant: Tenant, p: number, userId: string) {
  const members = platformProjectMembers(tenant, p)
  const k = members.findIndex(({ position }) => platformIdentity(tenant, position).id === userId)
  const member = members[k]
  if (member === undefined) return undefined
  const [owner, regular] = projectRolesOf(tenant, p) as [Made, Made]
  const made = member.role === 'owner' ? owner : regular
  const own: Source = { principal_id: userId, principal_type: 'user' }
  return [assigned(tenant, made, 'api.project', p * PER_PROJECT + k, [own])]
}

export function projectGroupRoles(tenant: Tenant, p: number, groupId: string) {
  const g = projectGroupNumbers(tenant, p).find((number) => groupIdOf(tenant, number) === groupId)
  if (g === undefined) return undefined
  const roles = projectRolesOf(tenant, p)
  const [, regular] = roles as [Made, Made]
  const any = roles[hashOf(tenant.seed, ACCESS_SALT, p, g) % roles.length] as Made
  const made = isDemo(tenant) ? any : regular
  return [
    assigned(tenant, made, 'api.project', p * PER_PROJECT + g, [
      { principal_id: groupId, principal_type: 'group' },
    ]),
  ]
}
