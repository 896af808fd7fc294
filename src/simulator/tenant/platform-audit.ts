import { isDemo, isPlanted } from './conditions.ts'
import { idKind, indexOfId, makeId } from './ids.ts'
import { invite, inviteCount } from './invites.ts'
import { OWN_KEY } from './key-lives.ts'
import { adminKey, projectKey, projectKeyCount, workingAdminKey } from './keys.ts'
import { platformProject } from './platform-projects.ts'
import { platformIdentity } from './platform-users.ts'
import { platformPopulation } from './population.ts'
import { hashOf, hex32, pickBy, saltOf } from './prng.ts'
import { isSilentOnPlatform } from './standing.ts'
import type { Tenant } from './tenant.ts'
import { unixSeconds } from './time.ts'
import { Timeline } from './timeline.ts'

const AUDIT = idKind('audit_log-', 24)
const AUDIT_SALT = saltOf('platform-audit')
const EVENTS_PER_USER_AND_DAY = 2
const LEAST_PER_DAY = 24

export interface PlatformAuditEvent {
  readonly id: string
  readonly type: string
  readonly effective_at: number
  readonly project?: { readonly id: string; readonly name: string }
  readonly actor: Record<string, unknown> | null
  readonly [detail: string]: unknown
}

type Detail = (tenant: Tenant, hash: number) => Record<string, unknown>

function anyProject(tenant: Tenant, hash: number): number {
  return (hash >>> 6) % tenant.projects
}

function anyKeyId(tenant: Tenant, hash: number): string {
  const p = anyProject(tenant, hash)
  return projectKey(tenant, p, hash % projectKeyCount(tenant, p)).id
}

function anyUserId(tenant: Tenant, hash: number): string {
  return platformIdentity(tenant, (hash >>> 5) % platformPopulation(tenant).total).id
}

const inviteSent: Detail = (tenant, hash) => {
  const sent = invite(tenant, hash % inviteCount(tenant))
  return { id: sent.id, data: { email: sent.email, role: sent.role } }
}

// Sign-ins fill most days; the rest is a choice of the documented types.
const TYPES: readonly (readonly [string, Detail])[] = [
  ['login.succeeded', () => ({})],
  ['login.succeeded', () => ({})],
  ['login.succeeded', () => ({})],
  ['login.succeeded', () => ({})],
  ['logout.succeeded', () => ({})],
  ['login.failed', () => ({ error_code: 'invalid_credentials', error_message: 'Wrong e-mail or password.' })],
  [
    'api_key.created',
    (tenant, hash) => ({ id: anyKeyId(tenant, hash), data: { scopes: ['api.model.request'] } }),
  ],
  ['api_key.updated', (tenant, hash) => ({ id: anyKeyId(tenant, hash), changes_requested: { scopes: [] } })],
  ['invite.sent', inviteSent],
  [
    'project.updated',
    (tenant, hash) => ({
      id: platformProject(tenant, anyProject(tenant, hash)).id,
      changes_requested: { title: 'Renamed' },
    }),
  ],
  [
    'user.updated',
    (tenant, hash) => ({ id: anyUserId(tenant, hash), changes_requested: { role: 'reader' } }),
  ],
  ['service_account.created', (_, hash) => ({ id: `svc_acct_${hex32(hash)}`, data: { role: 'member' } })],
  [
    'rate_limit.updated',
    (_, hash) => ({ id: `rl-${hex32(hash)}`, changes_requested: { max_requests_per_1_minute: 500 } }),
  ],
  [
    'organization.updated',
    (tenant) => ({ id: tenant.organizationId, changes_requested: { title: 'Example' } }),
  ],
]

const PROJECT_TYPES = [
  'api_key.created',
  'api_key.updated',
  'project.updated',
  'service_account.created',
  'rate_limit.updated',
]

/** Which event of a tenant of chosen conditions tells of our own key: no listing shows what it may do. */
const OWN_KEY_TOLD = 1
const READS = ['api.management.read', 'api.audit_logs.read', 'api.usage.read']

function ownKeyTold(tenant: Tenant): readonly [string, Record<string, unknown>] {
  const more = isPlanted(tenant, 'credential.more_than_read') ? ['api.management.write'] : []
  return [
    'api_key.updated',
    { id: adminKey(tenant, OWN_KEY).id, changes_requested: { scopes: [...READS, ...more] } },
  ]
}

export function platformAuditTimeline(tenant: Tenant): Timeline {
  const perDay = Math.max(LEAST_PER_DAY, tenant.users * EVENTS_PER_USER_AND_DAY)
  return new Timeline(tenant.seed, AUDIT_SALT, perDay, tenant.origin)
}

/** Everybody with an account signs in by turns, but for the dormant and the machines. */
function actorPosition(tenant: Tenant, n: number): number {
  const { shared, alone } = platformPopulation(tenant)
  let position = n % (shared + alone)
  while (isSilentOnPlatform(tenant, position)) position = (position + 1) % (shared + alone)
  return position
}

function actorOf(tenant: Tenant, n: number, hash: number, type: string): Record<string, unknown> | null {
  // Some events name nobody. Elsewhere each is somebody's sign of life, which a rule would miss.
  if (isDemo(tenant) && hash % 61 === 0 && !type.startsWith('log')) return null
  const { id, email } = platformIdentity(tenant, actorPosition(tenant, n))
  if (hash % 5 === 0 && !type.startsWith('log')) {
    const key = workingAdminKey(tenant, hash)
    return { type: 'api_key', api_key: { id: key.id, type: 'user', user: { id, email } } }
  }
  return {
    type: 'session',
    // Fields beyond the schema, as OpenAI's own samples have them.
    session: {
      user: { id, email },
      ip_address: `203.0.113.${1 + (hash % 250)}`,
      user_agent: 'Mozilla/5.0',
      ja3: hex32(hash),
    },
  }
}

export function platformAuditEvent(tenant: Tenant, timeline: Timeline, n: number): PlatformAuditEvent {
  const hash = hashOf(tenant.seed, AUDIT_SALT, n, 1)
  const [picked, detailOf] = pickBy(TYPES, hash >>> 8)
  const [type, detail] =
    n === OWN_KEY_TOLD && !isDemo(tenant) ? ownKeyTold(tenant) : [picked, detailOf(tenant, hash)]
  const project = platformProject(tenant, anyProject(tenant, hash))
  return {
    id: makeId(tenant.seed, AUDIT, n),
    type,
    effective_at: unixSeconds(timeline.at(n)),
    ...(PROJECT_TYPES.includes(type) ? { project: { id: project.id, name: project.name } } : {}),
    actor: actorOf(tenant, n, hash, type),
    [type]: detail,
  }
}

export function platformAuditPosition(tenant: Tenant, id: string): number | undefined {
  return indexOfId(tenant.seed, AUDIT, id)
}
