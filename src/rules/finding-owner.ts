/**
 * Whose a finding is, of the people that its evidence names: who owns the thing, who is the thing, who wrote it, who
 * sent it. Nobody else: whom it is given to for repair is `assignee`, and people's to say.
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
