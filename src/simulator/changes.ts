import type { GptEdit } from './tenant/gpts.ts'
import { gptIdOf, MOST_GPT_EDITS } from './tenant/gpts.ts'
import type { Invite } from './tenant/invites.ts'
import { invite, inviteCount } from './tenant/invites.ts'
import type { AdminKey } from './tenant/keys.ts'
import { adminKey, adminKeyCount } from './tenant/keys.ts'
import { userIdOf } from './tenant/people.ts'
import { platformAuditTimeline } from './tenant/platform-audit.ts'
import { platformProject } from './tenant/platform-projects.ts'
import type { Tenant } from './tenant/tenant.ts'
import { MICROS_PER_DAY, unixSeconds } from './tenant/time.ts'

// What happens in the tenant while it is being watched. The tenant itself is a function of its seed; a change is what
// a test made somebody do since, at an instant, with the trace that upstream leaves of it in an audit log. It is
// forgotten with the process.

export const CHANGE_KINDS = [
  'gpt_public',
  'gpt_private',
  'gpt_deleted',
  'gpt_reworded',
  'gpt_armed',
  'gpt_restored',
  'owner_invite',
  'admin_key',
  'user_deleted',
  'retention_changed',
] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

/** A trace in the workspace's audit log. */
export interface WorkspaceDeed {
  readonly action: string
  readonly data: Readonly<Record<string, string>>
}

/** A trace in the platform's audit log: what its next event says. */
export interface PlatformDeed {
  readonly type: string
  readonly detail: Readonly<Record<string, unknown>>
}

export interface Made {
  /** Upstream's id of what changed. */
  readonly id: string
  readonly workspace: WorkspaceDeed | null
  /** Microseconds at which the platform's audit log shows it; null for the workspace's. */
  readonly platformAt: number | null
}

const INVITE_DAYS = 7

export class Changes {
  readonly publicGpts = new Set<number>()
  readonly privateGpts = new Set<number>()
  readonly deletedGpts = new Set<number>()
  /** What people have saved as newer configurations of GPTs, the oldest first. */
  readonly gptEdits = new Map<number, GptEdit[]>()
  readonly deletedUsers = new Set<number>()
  readonly invites: Invite[] = []
  readonly adminKeys: AdminKey[] = []
  /** Platform projects whose data retention is no longer the organization's. */
  readonly retention = new Set<number>()
  readonly #tenant: Tenant
  readonly #platform = new Map<number, PlatformDeed>()

  constructor(tenant: Tenant) {
    this.#tenant = tenant
  }

  /** What the platform's audit log says in place of its n-th event, if that is where a change is told. */
  platformDeed(n: number): PlatformDeed | undefined {
    return this.#platform.get(n)
  }

  /** Makes the change now (microseconds). `index` says which GPT or user; kinds that add something need none. */
  make(kind: ChangeKind, index: number, now: number): Made {
    switch (kind) {
      case 'gpt_public':
        this.privateGpts.delete(index)
        this.publicGpts.add(index)
        return this.#inWorkspace(gptIdOf(this.#tenant, index), 'CUSTOM_GPT_CHANGE_VISIBILITY', {
          shared_to: 'gpt-store',
        })
      case 'gpt_private':
        this.publicGpts.delete(index)
        this.privateGpts.add(index)
        return this.#inWorkspace(gptIdOf(this.#tenant, index), 'CUSTOM_GPT_CHANGE_VISIBILITY', {
          shared_to: 'invite-only',
        })
      case 'gpt_deleted':
        this.deletedGpts.add(index)
        return this.#inWorkspace(gptIdOf(this.#tenant, index), 'CUSTOM_GPT_DELETE', {})
      case 'gpt_reworded':
      case 'gpt_armed':
      case 'gpt_restored':
        return this.#editGpt(index, kind, now)
      case 'user_deleted': {
        this.deletedUsers.add(index)
        const id = userIdOf(this.#tenant, index)
        return { id, workspace: { action: 'USER_DELETE', data: { deleted_user_id: id } }, platformAt: null }
      }
      case 'owner_invite':
        return this.#inviteOwner(now)
      case 'admin_key':
        return this.#makeAdminKey(now)
      case 'retention_changed':
        this.retention.add(index)
        // Upstream's audit log has no deed of this name: nothing tells, and the settings show it at once.
        return { id: platformProject(this.#tenant, index).id, workspace: null, platformAt: now }
      default:
        return kind satisfies never
    }
  }

  /** Upstream's audit log has no word for it: the listing alone shows it. */
  #editGpt(index: number, kind: GptEdit['kind'], now: number): Made {
    const edits = this.gptEdits.get(index) ?? []
    if (edits.length >= MOST_GPT_EDITS) {
      throw new Error(`GPT ${index} was edited ${MOST_GPT_EDITS} times, and there are no ids for more.`)
    }
    this.gptEdits.set(index, [...edits, { kind, at: now }])
    return { id: gptIdOf(this.#tenant, index), workspace: null, platformAt: now }
  }

  #inWorkspace(id: string, action: string, more: Readonly<Record<string, string>>): Made {
    return { id, workspace: { action, data: { id, ...more } }, platformAt: null }
  }

  #inviteOwner(now: number): Made {
    const next = invite(this.#tenant, inviteCount(this.#tenant) + this.invites.length)
    const sent: Invite = {
      ...next,
      role: 'owner',
      status: 'pending',
      created_at: unixSeconds(now),
      expires_at: unixSeconds(now + INVITE_DAYS * MICROS_PER_DAY),
      accepted_at: null,
      projects: [],
    }
    this.invites.push(sent)
    return this.#onPlatform(sent.id, now, 'invite.sent', {
      id: sent.id,
      data: { email: sent.email, role: sent.role },
    })
  }

  #makeAdminKey(now: number): Made {
    const next = adminKey(this.#tenant, adminKeyCount(this.#tenant) + this.adminKeys.length)
    const made: AdminKey = {
      ...next,
      name: 'made-while-watched',
      created_at: unixSeconds(now),
      last_used_at: null,
      expires_at: null,
    }
    this.adminKeys.push(made)
    return this.#onPlatform(made.id, now, 'api_key.created', { id: made.id })
  }

  #onPlatform(id: string, now: number, type: string, detail: Readonly<Record<string, unknown>>): Made {
    const timeline = platformAuditTimeline(this.#tenant)
    let n = timeline.firstAt(now)
    while (this.#platform.has(n)) n += 1
    this.#platform.set(n, { type, detail })
    return { id, workspace: null, platformAt: timeline.at(n) }
  }
}

/** What a test asked for, or why it cannot be. */
export function readChange(
  body: Readonly<Record<string, unknown>>,
  tenant: Tenant,
): { readonly kind: ChangeKind; readonly index: number } {
  const kind = CHANGE_KINDS.find((known) => known === body.kind)
  if (kind === undefined)
    throw new Error(`Unknown change "${String(body.kind)}". Known: ${CHANGE_KINDS.join(', ')}.`)
  const { index = 0 } = body
  const { users, projects, gpts } = tenant
  const bound = kind === 'user_deleted' ? users : kind === 'retention_changed' ? projects : gpts
  if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index >= bound)
    throw new Error(`index must be a whole number from 0 to ${bound - 1}, not "${String(index)}".`)
  return { kind, index }
}
