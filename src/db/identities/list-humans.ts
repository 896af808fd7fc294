import type { SQL } from 'drizzle-orm'
import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { IntegrationId, PersonId } from '../../model/core/ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import { people } from '../schema/inventory.ts'
import { within } from '../scope.ts'

/**
 * One human of an integration: all rows of `people` with the same address, letter case aside. Never by name: two people
 * may share one, and joining them would give one the keys of the other. Whoever has no address is a human alone.
 */
export interface Human {
  /** The first of their rows, by which they are listed. */
  readonly id: PersonId
  readonly integrationId: IntegrationId
  readonly personIds: readonly PersonId[]
}

export interface HumanFilter {
  readonly integrationId?: IntegrationId | undefined
  /** Part of an address or a name, or an id of OpenAI. */
  readonly q?: string | undefined
  readonly after?: PersonId | undefined
  readonly limit: number
}

/** The rows of the same human as `people` of the outer query; looked up by the index over addresses. */
const SAME = sql`other.integration_id = people.integration_id
  and (other.id = people.id or lower(other.email) = lower(people.email))`

const PERSON_IDS = sql<PersonId[]>`array(select other.id from people other where ${SAME} order by other.id)`

const IS_FIRST = sql`not exists (select 1 from people other
  where other.integration_id = people.integration_id and lower(other.email) = lower(people.email)
    and other.id < people.id)`

/** Not `like`: what people type is no pattern. */
const mentions = (q: string): SQL => sql`exists (select 1 from people other where ${SAME}
  and (position(lower(${q}) in lower(other.email)) > 0 or position(lower(${q}) in lower(other.name)) > 0
    or other.ref = ${`user:${q}`}))`

const COLUMNS = { id: people.id, integrationId: people.integrationId, personIds: PERSON_IDS }

export function listHumans(db: Db, scope: Scope, filter: HumanFilter): Promise<Human[]> {
  return db
    .select(COLUMNS)
    .from(people)
    .where(
      and(
        within(scope, people.integrationId),
        filter.integrationId && eq(people.integrationId, filter.integrationId),
        filter.after && gt(people.id, filter.after),
        filter.q === undefined ? undefined : mentions(filter.q),
        IS_FIRST,
      ),
    )
    .orderBy(asc(people.id))
    .limit(filter.limit)
}

/** The human behind any of their rows; null where there is none, or it is out of scope. */
export async function getHuman(db: Db, scope: Scope, personId: PersonId): Promise<Human | null> {
  const [row] = await db
    .select(COLUMNS)
    .from(people)
    .where(and(eq(people.id, personId), within(scope, people.integrationId)))
  return row === undefined ? null : { ...row, id: row.personIds[0] ?? row.id }
}
