import * as oidc from 'openid-client'
import type { RefusalReason } from './refused.ts'
import { SignInRefused } from './refused.ts'

/**
 * What an error of the provider means. The line that matters is between a *no* (the person may not, or the answer is not
 * to be trusted), which ends what it is about, and an *absence*, which is waited out.
 */
export function refusalOf(error: unknown): SignInRefused {
  if (error instanceof SignInRefused) return error
  if (error instanceof oidc.AuthorizationResponseError)
    return new SignInRefused(reasonOf(error.error), wordOf(error.error))
  if (error instanceof oidc.ResponseBodyError) {
    const isAway = error.status >= SERVER_ERROR || error.status === TOO_MANY
    return new SignInRefused(isAway ? 'away' : reasonOf(error.error), wordOf(error.error))
  }
  if (error instanceof oidc.WWWAuthenticateChallengeError) return new SignInRefused('said-no', 'challenge')
  if (error instanceof oidc.ClientError) {
    const isAway = error.code === undefined || ABSENCES.has(error.code)
    return new SignInRefused(isAway ? 'away' : 'bad-answer', error.code ?? null)
  }
  // What `fetch` says of a host that is not there.
  if (error instanceof TypeError && error.cause !== undefined)
    return new SignInRefused('away', codeOf(error.cause))
  throw error
}

const SERVER_ERROR = 500
const TOO_MANY = 429

/** No answer, or none of the provider's: a proxy's page, half a body. */
const ABSENCES: ReadonlySet<string> = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
])

/** RFC 6749, 4.1.2.1 and 5.2. */
const REASONS: Readonly<Record<string, RefusalReason>> = {
  invalid_client: 'not-set-up',
  unauthorized_client: 'not-set-up',
  unsupported_response_type: 'not-set-up',
  unsupported_grant_type: 'not-set-up',
  invalid_scope: 'not-set-up',
  invalid_request: 'not-set-up',
  server_error: 'away',
  temporarily_unavailable: 'away',
}

const reasonOf = (code: string): RefusalReason =>
  Object.hasOwn(REASONS, code) ? (REASONS[code] ?? 'said-no') : 'said-no'

/** A stranger may have written it. */
const wordOf = (code: string): string => (/^[a-z_]{1,40}$/.test(code) ? code : 'unknown')

const codeOf = (cause: unknown): string | null => {
  const code = (cause as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : null
}
