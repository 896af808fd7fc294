import type { JsonObject } from '../model/core/json.ts'
import type { InviteBundle } from './bundles.ts'
import { isoTime } from './time.ts'

export type InviteStanding = 'pending' | 'expired' | 'closed' | 'unknown'

/** Upstream keeps saying `pending` after `expires_at`, and its older texts have no status for that at all. */
export function standingOf({ attributes }: InviteBundle, now: number): InviteStanding {
  const { status, expires_at: expiresAt, accepted_at: acceptedAt } = attributes
  if (status === 'accepted' || (acceptedAt !== undefined && acceptedAt !== null)) return 'closed'
  if (status === 'expired') return 'expired'
  if (status === undefined || status === null) return 'unknown'
  if (status !== 'pending') return 'closed'
  return expiresAt !== undefined && expiresAt !== null && expiresAt < now ? 'expired' : 'pending'
}

/** The field was called `invited_at` until 2025; both are still sent. */
export const sentAt = ({ attributes }: InviteBundle): number | null =>
  attributes.created_at ?? attributes.invited_at ?? null

export const inviteEvidence = (bundle: InviteBundle): JsonObject => ({
  invite_id: bundle.asset.externalId,
  invitee_person_id: bundle.asset.people.self ?? bundle.asset.people.invitee ?? null,
  email_domain: bundle.emailDomain,
  role: bundle.attributes.role ?? null,
  project_roles:
    bundle.attributes.projects?.map(({ id, role }) => ({ project_id: id ?? null, role: role ?? null })) ??
    null,
  status: bundle.attributes.status ?? null,
  sent_at: isoTime(sentAt(bundle)),
  expires_at: isoTime(bundle.attributes.expires_at),
  inviter_person_id: bundle.inviter,
})
