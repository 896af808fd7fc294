/** Why somebody was not signed in, as data: what their page says, and whose fault it may be. */
export const REFUSALS = {
  'no-attempt': {
    status: 400,
    title: 'This sign-in is over',
    next: 'It was begun in another browser or window, more than ten minutes ago, or has been used. Sign in again.',
  },
  'wrong-state': {
    status: 400,
    title: 'This is not the sign-in that was begun here',
    next: 'If you followed a link to get here, do not use it again. Sign in again; in one window at a time.',
  },
  'said-no': {
    status: 403,
    title: 'Your identity provider did not sign you in',
    next: 'Sign in again. If that does not help, ask whoever runs the provider whether you may use Casbah.',
  },
  'bad-answer': {
    status: 403,
    title: 'The answer of the identity provider was not accepted',
    next: 'Sign in again. If it happens again, whoever runs Casbah finds the reason in the log of the API.',
  },
  'not-set-up': {
    status: 503,
    title: 'The identity provider does not take Casbah’s request',
    next: 'Whoever runs Casbah should compare CASBAH_OIDC_CLIENT_ID, CASBAH_OIDC_CLIENT_SECRET and CASBAH_PUBLIC_URL with what is registered there; the log of the API has its answer.',
  },
  away: {
    status: 503,
    title: 'The identity provider does not answer',
    next: 'Sign in again in a moment. Bearer tokens work meanwhile.',
  },
  'no-role': {
    status: 403,
    title: 'You are signed in, and may not use Casbah',
    next: 'Your identity provider knows you, but none of your groups opens Casbah. Ask whoever runs it to be added to one that does, then sign in again.',
  },
  disabled: {
    status: 403,
    title: 'You may not use Casbah any more',
    next: 'An administrator has disabled your access. Ask them if that is a mistake.',
  },
  'bad-next': {
    status: 400,
    title: 'This link leads away from Casbah',
    next: 'It asks to go to another address after signing in. Do not use it again; open Casbah by its own address.',
  },
  'too-many': {
    status: 429,
    title: 'Too many sign-ins from your network',
    next: 'Wait a minute, and sign in again.',
  },
  'cross-site': {
    status: 403,
    title: 'Another site asked for this',
    next: 'Nothing was done. Open Casbah by its own address and do it there.',
  },
  'not-offered': {
    status: 404,
    title: 'Nobody signs in here',
    next: 'This Casbah has no identity provider: CASBAH_OIDC_ISSUER and the settings beside it are not set. Its API takes bearer tokens.',
  },
} as const satisfies Record<string, { status: number; title: string; next: string }>

export type RefusalReason = keyof typeof REFUSALS

/** Thrown where a sign-in ends; `code` is a word of the protocol's for the log, never a value of anybody's. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused'
  readonly reason: RefusalReason
  readonly code: string | null

  constructor(reason: RefusalReason, code: string | null = null) {
    super(`A sign-in was refused: ${reason}.`)
    this.reason = reason
    this.code = code
  }
}
