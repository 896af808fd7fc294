import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import type { IntegrationId, PersonId } from '../../model/core/ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import { people, personActivity } from '../schema/inventory.ts'
import { within } from '../scope.ts'

export type Person = typeof people.$inferSelect
export type PersonActivity = typeof personActivity.$inferSelect

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
    .where(and(inArray(people.id, [...ids]), within(scope, people.integrationId)))
  return new Map(rows.map((row) => [row.id, row]))
}

/** A page of an integration's people in the order of their ids. */
export function listPeople(
  db: Db,
  page: {
    readonly integrationId: IntegrationId
    readonly after?: PersonId | undefined
    readonly limit: number
  },
): Promise<Person[]> {
  return db
    .select()
    .from(people)
    .where(and(eq(people.integrationId, page.integrationId), page.after && gt(people.id, page.after)))
    .orderBy(asc(people.id))
    .limit(page.limit)
}

/** The newest sign of life by signal, of some people. */
export function activityOf(
  db: Db,
  integrationId: IntegrationId,
  ids: readonly PersonId[],
): Promise<PersonActivity[]> {
  if (ids.length === 0) return Promise.resolve([])
  return db
    .select()
    .from(personActivity)
    .where(and(eq(personActivity.integrationId, integrationId), inArray(personActivity.personId, [...ids])))
}
