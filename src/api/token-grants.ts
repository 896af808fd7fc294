import type { ApiScope } from '../model/core/access.ts'
import type { Caller } from './context.ts'
import { ApiProblem } from './problem.ts'
import { DEFAULT_LIFE_DAYS } from './schemas/token.ts'

/**
 * Whoever makes a token gives of their own: no scope that they lack, no integration that they do not see (which a route
 * looks up among those they do), and no longer than they have. So a token that leaks cannot be made into a better one,
 * nor kept alive beyond its end by making another.
 */
export function refuseTooMuch(
  caller: Caller,
  asked: { readonly scopes: readonly ApiScope[]; readonly expiresAt: string },
): void {
  refuseScopes(caller, asked.scopes)
  if (caller.expiresAt !== null && Date.parse(asked.expiresAt) > Date.parse(caller.expiresAt)) {
    throw new ApiProblem(
      'too-much-asked',
      `This token ends at ${caller.expiresAt}, and what it makes not later.`,
    )
  }
}

/** Nobody makes or revokes what can do more than they can. */
export function refuseScopes(caller: Pick<Caller, 'scopes' | 'actor'>, scopes: readonly ApiScope[]): void {
  const lacking = scopes.filter((scope) => !caller.scopes.includes(scope))
  if (lacking.length > 0) {
    throw new ApiProblem('too-much-asked', `${whoIs(caller)} does not have ${lacking.join(', ')} itself.`)
  }
}

const whoIs = ({ actor }: Pick<Caller, 'actor'>): string =>
  actor.kind === 'user' ? 'Your role' : 'This token'

const DAY_MS = 86_400_000

/** Who names no number of days means no more than there can be. */
export function expiryOf({ expiresAt }: Pick<Caller, 'expiresAt'>, days: number | undefined): string {
  const end = new Date(Date.now() + (days ?? DEFAULT_LIFE_DAYS) * DAY_MS).toISOString()
  const isTooLate = expiresAt !== null && Date.parse(expiresAt) < Date.parse(end)
  return days === undefined && isTooLate ? expiresAt : end
}
