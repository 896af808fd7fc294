import type { AssetKind } from '../model/core/assets.ts'
import type { CredentialKind } from '../model/core/credentials.ts'
import type { AssetId, PersonId } from '../model/core/ids.ts'
import type { ActivitySignal } from '../model/core/signals.ts'
import type { AttributesOf } from '../model/schema/assets.ts'

/** What every judged asset carries: enough to name it and to make its verdict again. */
export interface AssetIdentity<Kind extends AssetKind = AssetKind> {
  readonly id: AssetId
  readonly kind: Kind
  readonly externalId: string
  readonly contentHash: string
  /** Unix seconds. */
  readonly changedAt: number
  readonly people: Readonly<Record<string, PersonId>>
}

interface Judged<Kind extends AssetKind> {
  readonly asset: AssetIdentity<Kind>
  readonly attributes: AttributesOf<Kind>
}

/** A GPT with its newest live configuration. */
export interface GptBundle extends Judged<'chatgpt.gpt'> {
  readonly subject: 'gpt'
  readonly configuration: Judged<'chatgpt.gpt_config'> | null
  /** The listing names a latest configuration, and that one was not read: an older one says nothing of the GPT. */
  readonly isLatestUnread: boolean
  /** People it is shared with directly; null where that was not read. */
  readonly shares: number | null
  /** Active members of the workspace; null where that was not read. */
  readonly workspaceMembers: number | null
}

export interface AdminKeyBundle extends Judged<'platform.admin_key'> {
  readonly subject: 'admin_key'
  /** Which of our own credentials its last characters are those of. */
  readonly own: CredentialKind | null
  /** The admin listing can name project keys too; those are judged as what they are. */
  readonly isProjectKey: boolean
}

export interface ProjectKeyBundle extends Judged<'platform.project_key'> {
  readonly subject: 'project_key'
  readonly own: CredentialKind | null
  readonly project: {
    readonly externalId: string
    readonly name: string | null
    readonly state: 'live' | 'archived' | 'deleted' | 'unknown'
  }
}

export interface InviteBundle extends Judged<'platform.invite'> {
  readonly subject: 'invite'
  /** Lower case; null where the address is not known. */
  readonly emailDomain: string | null
  readonly ownDomains: readonly string[]
  readonly inviter: PersonId | null
}

/** A source of signs of life as it stands for one user. Times are unix seconds. */
export interface SignalReading {
  readonly signal: ActivitySignal | 'api_key_last_used_at'
  /** Why it cannot speak; null where it can. */
  readonly missing: string | null
  readonly lastAt: number | null
  /** From when on upstream's history is held; null for all of it. */
  readonly coveredFrom: number | null
  /** Whether it watches the plane that this account belongs to. */
  readonly ofOwnPlane: boolean
  /** It can be read and has not been to its end yet: silence says nothing until then. */
  readonly pending?: boolean
}

interface User<Kind extends 'platform.user' | 'chatgpt.user'> extends Judged<Kind> {
  readonly subject: 'user'
  readonly kind: Kind
  readonly logs: readonly SignalReading[]
}

export type UserBundle = User<'platform.user'> | User<'chatgpt.user'>

export type Bundle = GptBundle | AdminKeyBundle | ProjectKeyBundle | InviteBundle | UserBundle
export type Subject = Bundle['subject']
export type BundleOf<S extends Subject> = Extract<Bundle, { readonly subject: S }>

/** The kinds of asset that a subject's bundles are built around. */
export const KINDS_OF_SUBJECT = {
  gpt: ['chatgpt.gpt'],
  admin_key: ['platform.admin_key'],
  project_key: ['platform.project_key'],
  invite: ['platform.invite'],
  user: ['platform.user', 'chatgpt.user'],
} as const satisfies Record<Subject, readonly AssetKind[]>
