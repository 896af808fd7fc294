import type { ApiScope } from '../model/core/access.ts'
import type { Caller } from './context.ts'
import { ApiProblem } from './problem.ts'

/**
 * Whoever makes a token gives of their own: no scope that they lack, no integration that they do not see (which a route
 * looks up among those they do), and no longer than they have. So a token that leaks cannot be made into a better one,
 * nor kept alive beyond its end by making another.
 */
export function refuseTooMuch(
  caller: Caller,
  asked: { readonly scopes: readonly ApiScope[]; readonly expiresAt: string },
): void {
  const lacking = asked.scopes.filter((scope) => !caller.scopes.includes(scope))
  if (lacking.length > 0) {
    throw new ApiProblem('too-much-asked', `This token does not have ${lacking.join(', ')} itself.`)
  }
  if (caller.expiresAt !== null && Date.parse(asked.expiresAt) > Date.parse(caller.expiresAt)) {
    throw new ApiProblem(
      'too-much-asked',
      `This token ends at ${caller.expiresAt}, and what it makes not later.`,
    )
  }
}

const DAY_MS = 86_400_000

export const expiryAfter = (now: Date, days: number): string =>
  new Date(now.getTime() + days * DAY_MS).toISOString()
