import type { JsonObject } from '../model/core/json.ts'
import type { UserBundle } from './bundles.ts'
import { isAdminRole } from './roles.ts'
import { isoTime } from './time.ts'
import { outsideOf } from './user-silence.ts'
import type { Escalation, Verdict } from './verdict.ts'
import { absentUpstream, noDirectory } from './verdict.ts'

/**
 * What keeps both rules about the directory from speaking of an account: it lets nobody in, there is no directory to
 * hold it against, or no address to look it up by.
 */
export function beyondDirectory(bundle: UserBundle): Verdict | null {
  const outside = outsideOf(bundle)
  if (outside) return outside
  if (!bundle.directory.loaded) return noDirectory('no directory was imported')
  return bundle.emailDomain === null ? absentUpstream('email') : null
}

/** Of the directory only the day of leaving: what else it says of somebody is read there, and goes with it. */
export function identityEvidence({ asset, kind, attributes, directory, liveKeys }: UserBundle): JsonObject {
  return {
    user_id: asset.externalId,
    person_id: asset.people.self ?? null,
    plane: kind === 'platform.user' ? 'platform' : 'chatgpt',
    role: attributes.role ?? null,
    left_at: isoTime(directory.entry?.leftAt ?? null),
    live_keys: liveKeys,
  }
}

/** Why somebody who has left can still do the most harm. */
export function harmOf({ attributes, liveKeys }: UserBundle): Escalation | null {
  const isAdmin = isAdminRole(attributes.role)
  const ownsKeys = (liveKeys ?? 0) > 0
  if (!isAdmin && !ownsKeys) return null
  const reason =
    isAdmin && ownsKeys
      ? 'an owner or admin who also owns live API keys'
      : isAdmin
        ? 'an owner or admin'
        : 'owns live API keys'
  return { severity: 'critical', reason }
}
