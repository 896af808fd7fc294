import type { Person } from './people.ts'
import { lastKeyUse, person } from './people.ts'
import { platformProject, platformProjectMembers } from './platform-projects.ts'
import { isRobot, platformPersonIndex, platformPopulation } from './population.ts'
import { isBanned, isDisabled, platformRole } from './standing.ts'
import type { Tenant } from './tenant.ts'
import { unixSeconds } from './time.ts'

/** How many projects the user object itself names. */
const LISTED_PROJECTS = 3

export interface PlatformUser {
  readonly object: 'organization.user'
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: string
  readonly added_at: number
  readonly [field: string]: unknown
}

/** What a platform user's e-mail and name are: service accounts have made-up ones. */
export function platformIdentity(tenant: Tenant, position: number): Person {
  const index = platformPersonIndex(tenant, position)
  if (index === undefined) throw new Error(`there is no platform user ${position}`)
  const human = person(tenant, index)
  if (!isRobot(tenant, position)) return human
  return { ...human, name: `svc-automation-${position}`, email: `svc-automation-${position}@example.com` }
}

function projectsOf(tenant: Tenant, position: number): { id: string; name: string; role: string }[] {
  const found: { id: string; name: string; role: string }[] = []
  for (let p = 0; p < Math.min(tenant.projects, LISTED_PROJECTS); p++) {
    const member = platformProjectMembers(tenant, p).find((entry) => entry.position === position)
    const project = platformProject(tenant, p)
    if (member) found.push({ id: project.id, name: project.name, role: member.role })
  }
  return found
}

export function platformUser(tenant: Tenant, position: number): PlatformUser {
  const { id, name, email, joined } = platformIdentity(tenant, position)
  const used = lastKeyUse(tenant, position)
  const banned = isBanned(tenant, position)
  const added = unixSeconds(joined)
  return {
    object: 'organization.user',
    id,
    name,
    email,
    role: platformRole(tenant, position),
    added_at: added,
    created: added - 3600,
    is_default: position === 0,
    is_service_account: isRobot(tenant, position),
    is_scim_managed: position % 3 === 1,
    is_scale_tier_authorized_purchaser: null,
    api_key_last_used_at: used === null ? null : unixSeconds(used),
    technical_level: null,
    developer_persona: null,
    user: {
      object: 'user',
      id,
      email,
      name,
      picture: null,
      enabled: !isDisabled(tenant, position),
      banned,
      banned_at: banned ? added + 86_400 : null,
    },
    projects: { object: 'list', data: projectsOf(tenant, position) },
  }
}

export function platformUserCount(tenant: Tenant): number {
  return platformPopulation(tenant).total
}
