import type { SQL } from 'drizzle-orm'
import { and, sql } from 'drizzle-orm'
import type { PersonId } from '../../model/core/ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import { isoOfPostgres } from '../client.ts'
import { people } from '../schema/inventory.ts'
import { within } from '../scope.ts'
import { fixed } from '../statement.ts'
import type { KnownPerson } from './get-people.ts'

/**
 * Who some ids are, as one value in the statement that finds the ids: what names people is read with them in one way there
 * and back. Whoever is unknown or out of scope is absent.
 */
export type PeopleJson = readonly KnownPerson[] | null

const PEOPLE = fixed(sql`
  select json_agg(json_build_object('id', ${people.id}, 'email', ${people.email}, 'name', ${people.name},
    'erasedAt', ${people.erasedAt}::text))
  from ${people}`)

/** @param ids a statement of uuids. */
export const peopleJson = (scope: Scope, ids: SQL): SQL =>
  sql`(${PEOPLE} where ${and(sql`${people.id} in (${ids})`, within(scope, people.integrationId))})`

export const peopleById = (found: PeopleJson): ReadonlyMap<PersonId, KnownPerson> =>
  new Map(
    found?.map((person) => [
      person.id,
      { ...person, erasedAt: person.erasedAt === null ? null : isoOfPostgres(person.erasedAt) },
    ]),
  )
