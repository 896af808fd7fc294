import type { AssetKind } from '../model/core/assets.ts'
import type { Capability } from '../model/core/capabilities.ts'
import type { CredentialKind } from '../model/core/credentials.ts'
import type { Definition } from '../model/core/definitions.ts'
import type { DirectoryStatus } from '../model/core/directory.ts'
import type { ApprovalId, AssetId, PersonId } from '../model/core/ids.ts'
import type { ActivitySignal } from '../model/core/signals.ts'
import type { StreamName } from '../model/core/streams.ts'
import type { AttributesOf } from '../model/schema/assets.ts'
import type { CredentialStanding } from './own-credentials.ts'
import type { PersonDays } from './person-days.ts'
import type { UseHistory } from './use-history.ts'

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

/** Whether whoever owns a thing may still act: `gone` is absent from a list of users that was read to its end. */
export type OwnerStanding = 'active' | 'disabled' | 'gone' | 'unknown'

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
  readonly owner: OwnerStanding
  readonly use: UseHistory
  /** Null where nobody has approved its definition, or they took it back. */
  readonly approval: GptApproval | null
}

/** A version of a definition. */
interface DefinedVersion {
  readonly no: number
  readonly hash: string
  readonly definition: Definition
}

/** What people approved of a GPT, and what it is now. */
export interface GptApproval {
  readonly approvalId: ApprovalId
  readonly approved: DefinedVersion
  /** The newest that was read. */
  readonly current: DefinedVersion
}

export interface AdminKeyBundle extends Judged<'platform.admin_key'> {
  readonly subject: 'admin_key'
  /** Which of our own credentials its last characters are those of. */
  readonly own: CredentialKind | null
  /** The admin listing can name project keys too; those are judged as what they are. */
  readonly isProjectKey: boolean
  readonly owner: OwnerStanding
  readonly use: UseHistory
}

export interface ProjectKeyBundle extends Judged<'platform.project_key'> {
  readonly subject: 'project_key'
  readonly own: CredentialKind | null
  readonly project: InProject
  readonly owner: OwnerStanding
  readonly use: UseHistory
}

export type ProjectState = 'live' | 'archived' | 'deleted' | 'unknown'

/** The platform project that a thing is part of. */
export interface InProject {
  readonly externalId: string
  readonly name: string | null
  readonly state: ProjectState
}

export interface ServiceAccountBundle extends Judged<'platform.service_account'> {
  readonly subject: 'service_account'
  readonly project: InProject
}

/** A platform project with what it allows. */
export interface ProjectBundle extends Judged<'platform.project'> {
  readonly subject: 'project'
  readonly state: ProjectState
  /** Null where they were not read. */
  readonly settings: Judged<'platform.project_settings'> | null
}

export interface AgentBundle extends Judged<'chatgpt.agent'> {
  readonly subject: 'agent'
  readonly owner: OwnerStanding
}

/** One of our own credentials, and the key upstream that it is. */
export interface CredentialBundle extends Judged<'casbah.credential'> {
  readonly subject: 'credential'
  readonly standing: CredentialStanding
  /** The key upstream that it is; null where no listing has it. */
  readonly key: AssetIdentity | null
  /** What the key may do, as the audit log last told of it; null where it does not. */
  readonly scopes: readonly string[] | null
}

/** What was readable before and is refused now. */
export interface LostCapability {
  readonly capability: Capability
  /** Words for people, from the connection test. */
  readonly detail: string
  readonly streams: readonly StreamName[]
}

/** A part of upstream's history that was deleted before it was read. */
export interface LostHistory {
  readonly stream: StreamName
  /** ISO. */
  readonly from: string
  readonly until: string
}

/** A log that may be read. */
export interface LogReading {
  readonly stream: StreamName
  /** When it was last read to its end, in unix seconds. */
  readonly readAt: number
}

/** The organization or the workspace as a whole. */
export interface TenantBundle extends Judged<'platform.organization' | 'chatgpt.workspace'> {
  readonly subject: 'tenant'
  /**
   * Enabled people, those of them with the power of an admin, and those whose role is absent or one that nobody has
   * described; null where users were not read.
   */
  readonly people: { readonly all: number; readonly admins: number; readonly unknown: number } | null
  readonly lostCapabilities: readonly LostCapability[]
  readonly lostHistory: readonly LostHistory[]
  /** Logs of this plane that may be read and have been, to their end, once at least. */
  readonly logs: readonly LogReading[]
  /** Of the workspace, whose log tells of our own calls; null for the organization. Unix seconds. */
  readonly auditLog: AuditLogStanding | null
}

export interface AuditLogStanding {
  /** When its newest event happened; null where none is stored. */
  readonly newestAt: number | null
  /** When it was last read to its end; null where it never was. */
  readonly readAt: number | null
  /** When the first run ended that began after its newest event; null where none did. */
  readonly untoldSince: number | null
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

/** The company's own directory as a whole, as it stands for an integration. Times are unix seconds. */
export interface DirectoryStanding {
  readonly loaded: boolean
  /**
   * Since when an identity provider has been telling its people one by one, where it began lately and no file was
   * imported: whoever is absent may be on the way. Null where absence means something.
   */
  readonly fillingSince: number | null
}

/** What the directory says of one human. */
export interface DirectoryEntry {
  readonly status: DirectoryStatus
  /** Null where nobody has said when. */
  readonly leftAt: number | null
  readonly department: string | null
  readonly managerKnown: boolean
}

interface User<Kind extends 'platform.user' | 'chatgpt.user'> extends Judged<Kind> {
  readonly subject: 'user'
  readonly kind: Kind
  readonly logs: readonly SignalReading[]
  /** Lower case; null where the address is not known. */
  readonly emailDomain: string | null
  readonly ownDomains: readonly string[]
  /** By the address of the user's person; the entry is null where it is not in there. */
  readonly directory: DirectoryStanding & { readonly entry: DirectoryEntry | null }
  /** API keys that this human owns and that still open something; null where keys were not read. */
  readonly liveKeys: number | null
  /** By signal, of those that watch the account's own plane. */
  readonly days: readonly PersonDays[]
}

export type UserBundle = User<'platform.user'> | User<'chatgpt.user'>

/** As much of a user as tells whether the account lets anybody in. */
export type Account =
  | Pick<User<'platform.user'>, 'kind' | 'attributes'>
  | Pick<User<'chatgpt.user'>, 'kind' | 'attributes'>

export type Bundle =
  | GptBundle
  | AdminKeyBundle
  | ProjectKeyBundle
  | ServiceAccountBundle
  | ProjectBundle
  | AgentBundle
  | InviteBundle
  | UserBundle
  | CredentialBundle
  | TenantBundle
export type Subject = Bundle['subject']
export type BundleOf<S extends Subject> = Extract<Bundle, { readonly subject: S }>

/** The kinds of asset that a subject's bundles are built around. */
export const KINDS_OF_SUBJECT = {
  gpt: ['chatgpt.gpt'],
  admin_key: ['platform.admin_key'],
  project_key: ['platform.project_key'],
  service_account: ['platform.service_account'],
  project: ['platform.project'],
  agent: ['chatgpt.agent'],
  invite: ['platform.invite'],
  user: ['platform.user', 'chatgpt.user'],
  credential: ['casbah.credential'],
  tenant: ['platform.organization', 'chatgpt.workspace'],
} as const satisfies Record<Subject, readonly AssetKind[]>
