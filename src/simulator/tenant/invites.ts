import type { Condition } from './conditions.ts'
import { isDemo, isPlanted } from './conditions.ts'
import { idKind, indexOfId, makeId } from './ids.ts'
import { platformProject } from './platform-projects.ts'
import { saltOf } from './prng.ts'
import type { Tenant } from './tenant.ts'
import { daysBefore } from './tenant.ts'
import { unixSeconds } from './time.ts'

const INVITE = idKind('invite-', 24)
const INVITE_SALT = saltOf('invite')

interface Case {
  readonly role: 'owner' | 'reader'
  readonly status: 'pending' | 'accepted' | 'expired'
  readonly domain: string
  readonly ageDays: number
  /** Days from the epoch; negative is past; null: never. */
  readonly expiresInDays: number | null
  readonly project: 'owner' | 'member' | null
}

// Nine invites hold every verdict of both invite rules, with the escalation (an owner outside the verified domains).
const CASES: readonly Case[] = [
  { role: 'reader', status: 'pending', domain: 'example.com', ageDays: 2, expiresInDays: 5, project: null },
  { role: 'owner', status: 'pending', domain: 'example.com', ageDays: 1, expiresInDays: 6, project: null },
  {
    role: 'owner',
    status: 'pending',
    domain: 'partner.example.net',
    ageDays: 3,
    expiresInDays: 4,
    project: null,
  },
  {
    role: 'reader',
    status: 'pending',
    domain: 'example.com',
    ageDays: 2,
    expiresInDays: 5,
    project: 'owner',
  },
  {
    role: 'reader',
    status: 'pending',
    domain: 'example.com',
    ageDays: 30,
    expiresInDays: null,
    project: 'member',
  },
  { role: 'reader', status: 'pending', domain: 'example.org', ageDays: 20, expiresInDays: -6, project: null },
  {
    role: 'reader',
    status: 'expired',
    domain: 'example.com',
    ageDays: 40,
    expiresInDays: -33,
    project: null,
  },
  {
    role: 'reader',
    status: 'accepted',
    domain: 'example.com',
    ageDays: 60,
    expiresInDays: -53,
    project: 'member',
  },
  {
    role: 'owner',
    status: 'pending',
    domain: 'contractor.example.net',
    ageDays: 14,
    expiresInDays: -7,
    project: null,
  },
]

const FRESH: Case = {
  role: 'reader',
  status: 'pending',
  domain: 'example.com',
  ageDays: 2,
  expiresInDays: 5,
  project: null,
}

export const PLANTED_INVITES = {
  'invite.high_privilege': { index: 1, shape: { ...FRESH, role: 'owner', ageDays: 1, expiresInDays: 6 } },
  'invite.stale': { index: 2, shape: { ...FRESH, ageDays: 30, expiresInDays: null } },
} as const satisfies { readonly [C in Condition]?: { readonly index: number; readonly shape: Case } }

function shapeOf(tenant: Tenant, index: number): Case {
  if (isDemo(tenant)) return CASES[index % CASES.length] as Case
  for (const condition of ['invite.high_privilege', 'invite.stale'] as const) {
    const planted = PLANTED_INVITES[condition]
    if (planted.index === index && isPlanted(tenant, condition)) return planted.shape
  }
  return FRESH
}

const USERS_PER_INVITE = 20

export interface Invite {
  readonly object: 'organization.invite'
  readonly id: string
  readonly email: string
  readonly role: string
  readonly status: string
  readonly created_at: number
  readonly expires_at: number | null
  readonly accepted_at: number | null
  readonly projects: readonly { readonly id: string; readonly role: string }[]
}

export function inviteCount(tenant: Tenant): number {
  return Math.max(CASES.length, Math.ceil(tenant.users / USERS_PER_INVITE))
}

export function invite(tenant: Tenant, index: number): Invite {
  const shape = shapeOf(tenant, index)
  const days = (count: number) => unixSeconds(daysBefore(tenant, count, INVITE_SALT, index))
  const local = index % 4 === 2 ? `New.Colleague${index}` : `new.colleague${index}`
  return {
    object: 'organization.invite',
    id: makeId(tenant.seed, INVITE, index),
    email: `${local}@${shape.domain}`,
    role: shape.role,
    status: shape.status,
    created_at: days(shape.ageDays),
    expires_at: shape.expiresInDays === null ? null : days(-shape.expiresInDays),
    accepted_at: shape.status === 'accepted' ? days(shape.ageDays - 1) : null,
    projects: shape.project === null ? [] : [{ id: platformProject(tenant, 0).id, role: shape.project }],
  }
}

export function invitePosition(tenant: Tenant, id: string): number | undefined {
  const index = indexOfId(tenant.seed, INVITE, id)
  return index !== undefined && index < inviteCount(tenant) ? index : undefined
}
