import type { z } from 'zod'
import type { TokenSchema } from '../../api/schemas/token.ts'
import { ROLES, SCOPES_OF_ROLE } from '../../model/core/access.ts'

export type TokenView = z.infer<typeof TokenSchema>

/** The role that has just these scopes, or the scopes. */
export function describeScopes({ scopes }: Pick<TokenView, 'scopes'>): string {
  const role = ROLES.find((name) => {
    const those = SCOPES_OF_ROLE[name]
    return those.length === scopes.length && those.every((scope) => scopes.includes(scope))
  })
  return role ?? scopes.join(' ')
}

const DAY_END = 10

/** `until 2027-02-28`, `revoked`, `ended 2026-11-01`. */
export function describeStanding({ expires_at, revoked_at }: TokenView, now: Date): string {
  if (revoked_at !== null) return 'revoked'
  if (expires_at === null) return 'without an end'
  const day = expires_at.slice(0, DAY_END)
  return Date.parse(expires_at) <= now.getTime() ? `ended ${day}` : `until ${day}`
}
