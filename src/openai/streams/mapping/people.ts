import type { PersonIdentity } from '../../../model/core/records.ts'

interface Described {
  readonly id?: string | null | undefined
  readonly email?: string | null | undefined
  readonly name?: string | null | undefined
}

/** Some events carry the account user's id, `user-…__<workspace>`: the same person as `user-…`. */
export const userIdOf = (id: string): string => id.split('__', 1)[0] ?? id

/** Names a person by id, or by address where there is no id; null where there is neither. */
export function personOf({ id, email, name }: Described): PersonIdentity | null {
  // Upstream writes one address in different cases from feed to feed.
  const address = email?.trim().toLowerCase() || null
  const shown = name || null
  if (id !== undefined && id !== null && id !== '') {
    return { ref: `user:${userIdOf(id)}`, email: address, name: shown }
  }
  if (address === null) return null
  return { ref: `email:${address}`, email: address, name: shown }
}

/** People by role, those left out that upstream did not name. */
export function peopleOf(
  roles: Readonly<Record<string, PersonIdentity | null>>,
): Readonly<Record<string, PersonIdentity>> {
  return Object.fromEntries(
    Object.entries(roles).filter((entry): entry is [string, PersonIdentity] => entry[1] !== null),
  )
}
