import type { PersonId } from './ids.ts'
import { asPersonId } from './ids.ts'
import type { JsonObject } from './json.ts'

/**
 * Whose a finding is, of the people that its evidence names: who owns the thing, who is the thing, who wrote it, who
 * sent it. Nobody else: whom it is given to for repair is `assignee`, for people to say, or for their routes.
 */
export const OWNER_ROLES = ['owner', 'self', 'author', 'inviter'] as const
export type OwnerRole = (typeof OWNER_ROLES)[number]

export function ownerOf<Person>(
  people: Readonly<Record<string, Person>>,
): { readonly person: Person; readonly role: OwnerRole } | null {
  for (const role of OWNER_ROLES) {
    const person = people[role]
    if (person !== undefined) return { person, role }
  }
  return null
}

/** How names in evidence end whose values are people. */
export const PERSON_KEY_END = 'person_id'
const PERSON_KEY = /^(?:(?<role>[a-z_]+)_)?person_id$/

/** People named in evidence, by role: `owner_person_id` is `owner`, a bare `person_id` is `self`. */
export function peopleIn(evidence: JsonObject): readonly (readonly [role: string, id: PersonId])[] {
  const found: (readonly [role: string, id: PersonId])[] = []
  for (const key in evidence) {
    // Asked of every name in every finding of an export; most are no person's.
    if (!key.endsWith(PERSON_KEY_END)) continue
    const value = evidence[key]
    const match = PERSON_KEY.exec(key)
    if (match !== null && typeof value === 'string')
      found.push([match.groups?.role ?? 'self', asPersonId(value)])
  }
  return found
}

/** The owner among people who are known by their ids; null where the evidence names none of them. */
export function ownerAmong<Person>(
  evidence: JsonObject,
  people: ReadonlyMap<PersonId, Person>,
): Person | null {
  const known: Record<string, Person> = {}
  for (const [role, id] of peopleIn(evidence)) {
    const person = people.get(id)
    if (person !== undefined) known[role] = person
  }
  return ownerOf(known)?.person ?? null
}
