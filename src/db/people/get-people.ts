import { and } from 'drizzle-orm'
import type { PersonId } from '../../model/core/ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import { isAnyOf } from '../is-any-of.ts'
import { people } from '../schema/inventory.ts'
import { within } from '../scope.ts'

export type Person = typeof people.$inferSelect

/** What is shown of one. */
export type KnownPerson = Pick<Person, 'id' | 'email' | 'name' | 'erasedAt'>

/** People by id; ids that are unknown or out of scope are absent. */
export async function getPeople(
  db: Db,
  scope: Scope,
  ids: readonly PersonId[],
): Promise<Map<PersonId, Person>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select()
    .from(people)
    .where(and(isAnyOf(people.id, ids), within(scope, people.integrationId)))
    .prepare('get_people')
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}
