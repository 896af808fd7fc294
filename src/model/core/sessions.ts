/**
 * The session of a person who signed in with the company's identity provider. It lives between two clocks (twelve hours
 * from the sign-in, one hour from the last request) and is checked against the provider on the way: every five minutes of
 * use the provider is asked for new tokens, and its answer says who the person is now and in which groups. So whoever is
 * disabled there, or taken out of a group, has lost their access five minutes later.
 *
 * Where the provider is away, the last answer is trusted for fifteen minutes in all; then requests wait for it (503), and
 * the session goes on when it is back. A provider that gives no refresh token cannot be asked: such a session lasts an
 * hour, and signing in again is a redirect for whoever is still signed in there.
 */

/** Milliseconds from signing in, whatever is done: a working day. */
export const SESSION_LIFE_MS = 12 * 3_600_000
/** Milliseconds without a request: an unwatched screen does not stay open over lunch. */
export const SESSION_IDLE_MS = 3_600_000
/** Milliseconds that a session lasts which cannot be checked. */
export const UNCHECKED_LIFE_MS = 3_600_000
/** Milliseconds between checks: as long as a change of groups may take, and twelve requests an hour a person. */
export const CHECK_EVERY_MS = 5 * 60_000
/** Milliseconds that an answer of the provider is good for while it is away. */
export const TRUSTED_FOR_MS = 15 * 60_000

/** Why a session is no more. */
export const SESSION_ENDS = [
  'signed_out',
  'signed_in_again',
  'idle',
  'expired',
  'refused_by_provider',
  'no_role',
  'disabled',
] as const

export type SessionEnd = (typeof SESSION_ENDS)[number]

/** Which of the clocks has run out; null: neither. */
export function endedByTime(
  { lastSeenAt, endsAt }: { readonly lastSeenAt: string; readonly endsAt: string },
  now: Date,
): 'idle' | 'expired' | null {
  if (Date.parse(endsAt) <= now.getTime()) return 'expired'
  return Date.parse(lastSeenAt) + SESSION_IDLE_MS <= now.getTime() ? 'idle' : null
}
