import type { JsonObject } from '../model/core/json.ts'
import type { CredentialBundle } from './bundles.ts'
import type { CredentialNote } from './own-credentials.ts'
import type { Verdict } from './verdict.ts'
import { absentUpstream, fail, PASS } from './verdict.ts'

export const evidenceOfOwnKey = ({ standing }: CredentialBundle): JsonObject => ({
  credential: standing.kind,
  key_id: standing.keyId,
  owner_role: standing.ownerRole,
  expires_at: standing.expiresAt,
})

/** A key that is in no listing says nothing. */
export const UNLISTED_KEY: Verdict = absentUpstream('the key itself, in no listing that we may read,')

/** Fails where upstream's listing of our own key shows one of these; a key that is in no listing says nothing. */
export function judgeOwnKey(bundle: CredentialBundle, notes: readonly CredentialNote[]): Verdict {
  const { standing } = bundle
  if (standing.keyId === null) return UNLISTED_KEY
  const found = standing.notes.filter((note) => notes.includes(note))
  if (found.length === 0) return PASS
  return fail({
    evidence: { ...evidenceOfOwnKey(bundle), because: found },
    moving: { age_days: standing.ageDays },
  })
}
