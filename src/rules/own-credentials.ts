import type { CredentialKind } from '../model/core/credentials.ts'
import type { AttributesOf } from '../model/schema/assets.ts'
import { daysSince, isoTime, wholeDays } from './time.ts'

/**
 * How our own keys stand upstream. A key check looks at them as at any other key, because the day
 * they die collecting ends: by expiry, or with their owner's role.
 */

/** Days before an expiry from which it is said. */
const EXPIRING_WITHIN_DAYS = 14

export const CREDENTIAL_NOTES = [
  'not_listed',
  'expired',
  'expiring',
  'owner_not_an_owner',
  'owner_disabled',
  'owner_gone',
  'owned_by_a_person',
] as const
export type CredentialNote = (typeof CREDENTIAL_NOTES)[number]

export interface OwnCredential {
  readonly kind: CredentialKind
  readonly lastFour: string
}

/** The listed key that our credential's last characters are those of. */
export interface ListedKey {
  readonly keyId: string
  readonly attributes: AttributesOf<'platform.admin_key'> | AttributesOf<'platform.project_key'>
  /** The owner's platform user; null where there is none of that id. */
  readonly owner: { readonly disabled: boolean; readonly gone: boolean } | null
}

export interface CredentialStanding {
  readonly kind: CredentialKind
  readonly keyId: string | null
  readonly ageDays: number | null
  readonly expiresAt: string | null
  readonly ownerRole: string | null
  readonly notes: readonly CredentialNote[]
}

/** Upstream shows a key as `sk-admin-…k2Z`; some show three last characters, some four. */
const SHOWN_END = /[A-Za-z0-9_-]{3,}$/

/** Whether a redacted value may be of the secret that ends so. A likeness, good enough to mark a row with. */
export function endsLike(redacted: string | null | undefined, lastFour: string): boolean {
  const shown = SHOWN_END.exec(redacted ?? '')?.[0]
  const ours = SHOWN_END.exec(lastFour)?.[0]
  if (!shown || !ours) return false
  return shown.endsWith(ours) || ours.endsWith(shown)
}

export const ownKindOf = (
  redacted: string | null | undefined,
  credentials: readonly OwnCredential[],
): CredentialKind | null => credentials.find(({ lastFour }) => endsLike(redacted, lastFour))?.kind ?? null

/** Kinds of credentials that each listing may name. */
const KINDS_LISTED: Readonly<
  Record<'platform.admin_key' | 'platform.project_key', readonly CredentialKind[]>
> = {
  'platform.admin_key': ['admin_key', 'compliance_key'],
  'platform.project_key': ['project_key'],
}

/** Of our credentials those that a listing may name: an ending is short, and any key of another kind may share it. */
export const listedAmong = (
  listing: keyof typeof KINDS_LISTED,
  credentials: readonly OwnCredential[],
): readonly OwnCredential[] => credentials.filter(({ kind }) => KINDS_LISTED[listing].includes(kind))

export function judgeOwnCredential(
  credential: OwnCredential,
  listed: ListedKey | null,
  now: number,
): CredentialStanding {
  if (listed === null) {
    const unknown = { keyId: null, ageDays: null, expiresAt: null, ownerRole: null }
    return { kind: credential.kind, ...unknown, notes: ['not_listed'] }
  }
  const { attributes, keyId } = listed
  const { created_at: createdAt } = attributes
  return {
    kind: credential.kind,
    keyId,
    ageDays: createdAt === undefined || createdAt === null ? null : wholeDays(daysSince(createdAt, now)),
    expiresAt: isoTime(attributes.expires_at),
    ownerRole: attributes.owner_role ?? null,
    notes: [...expiryNotes(attributes.expires_at, now), ...ownerNotes(credential.kind, listed)],
  }
}

function expiryNotes(expiresAt: number | null | undefined, now: number): CredentialNote[] {
  if (expiresAt === undefined || expiresAt === null) return []
  if (expiresAt <= now) return ['expired']
  return -daysSince(expiresAt, now) <= EXPIRING_WITHIN_DAYS ? ['expiring'] : []
}

function ownerNotes(kind: CredentialKind, { attributes, owner }: ListedKey): CredentialNote[] {
  const notes: CredentialNote[] = []
  const { owner_role: role, owner_type: type } = attributes
  if (kind === 'admin_key' && role !== undefined && role !== null && role !== 'owner') {
    notes.push('owner_not_an_owner')
  }
  if (owner?.gone) notes.push('owner_gone')
  else if (owner?.disabled) notes.push('owner_disabled')
  if (type === 'user') notes.push('owned_by_a_person')
  return notes
}
