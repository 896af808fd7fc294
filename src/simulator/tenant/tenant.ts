import type { SimulatorOptions } from '../options.ts'
import type { Condition } from './conditions.ts'
import { idKind, randomText } from './ids.ts'
import { hashOf, hex32, saltOf, uuidOf } from './prng.ts'
import { MICROS_PER_DAY, parseIsoMicros } from './time.ts'

/** The fixed facts that every record of the tenant is a function of. */
export interface Tenant {
  readonly seed: number
  /** Where the past ends; ages of keys, invites and people count back from here. Microseconds. */
  readonly epoch: number
  /** The first instant with logs. Microseconds. */
  readonly origin: number
  readonly users: number
  readonly gpts: number
  readonly projects: number
  readonly messagesPerDay: number
  /** What is wrong in it: by the numbers of things, as in the demo, or these conditions alone. */
  readonly planted: 'demo' | ReadonlySet<Condition>
  readonly organizationId: string
  readonly workspaceId: string
  /** A workspace that exists but belongs to somebody else. */
  readonly otherWorkspaceId: string
  readonly tokens: { readonly admin: string; readonly compliance: string; readonly project: string }
}

/** Verified domains of the simulated company; everything else is a guest. */
export const OWN_DOMAINS = ['example.com', 'example.org'] as const

const ORGANIZATION = idKind('org-', 24)
const TOKEN_SALT = saltOf('token')
const WORKSPACE_SALT = saltOf('workspace')
const TOKEN_LENGTH = 48

export function makeTenant(options: SimulatorOptions): Tenant {
  const { seed } = options
  const epoch = parseIsoMicros(options.epoch)
  if (epoch === undefined) throw new Error(`epoch "${options.epoch}" is not an instant`)
  const token = (prefix: string, index: number) => prefix + randomText(seed, TOKEN_SALT, index, TOKEN_LENGTH)
  return {
    seed,
    epoch,
    origin: epoch - options.days * MICROS_PER_DAY,
    users: options.users,
    gpts: options.gpts,
    projects: options.projects,
    messagesPerDay: options.messagesPerDay,
    planted: options.planted === 'demo' ? 'demo' : new Set(options.planted),
    organizationId: ORGANIZATION.prefix + randomText(seed, ORGANIZATION.salt, 0, ORGANIZATION.length),
    workspaceId: uuidOf(seed, WORKSPACE_SALT, 0),
    otherWorkspaceId: uuidOf(seed, WORKSPACE_SALT, 1),
    tokens: {
      admin: token('sk-admin-', 0),
      compliance: token('sk-admin-', 1),
      project: token('sk-proj-', 2),
    },
  }
}

/** An instant so many days before the epoch, moved by up to a day so that no two objects share a second by design. */
export function daysBefore(tenant: Tenant, days: number, salt: number, index: number): number {
  const within = hashOf(tenant.seed, salt, index, 77) % 3_600_000
  return (
    tenant.epoch -
    Math.round(days * MICROS_PER_DAY) -
    within * 1000 -
    (hashOf(tenant.seed, salt, index, 78) % 1000)
  )
}

/** The way upstream shows a key: its kind and its last four characters. */
export function redactToken(token: string): string {
  const kind = /^(sk-[a-z]+)-/.exec(token)?.[1] ?? 'sk'
  return `${kind}...${token.slice(-4)}`
}

/** The form of a key in the compliance audit log: first three and last four characters. */
export function redactForAudit(token: string): string {
  return `${token.slice(0, 3)}...${token.slice(-4)}`
}

/** The redacted value of a key whose secret nobody has. */
export function inventedRedaction(prefix: string, seed: number, salt: number, index: number): string {
  return `${prefix}...${hex32(hashOf(seed, salt, index, 5)).slice(0, 4)}`
}
