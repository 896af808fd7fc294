import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { FindingOwner } from '../../model/core/assignment-routes.ts'
import type { DirectoryStatus } from '../../model/core/directory.ts'
import type { IntegrationId, PersonId } from '../../model/core/ids.ts'
import type { Db, Sql, Tx } from '../client.ts'
import { rowsOf } from '../rows-of.ts'

export interface KnownInDirectory {
  readonly personId: PersonId
  readonly status: DirectoryStatus
  /** Unix seconds; null where nobody has said. */
  readonly leftAt: number | null
  readonly department: string | null
  readonly managerKnown: boolean
}

/**
 * The one entry that speaks for an address. One address may stand in the directory several times. The identity provider
 * goes before a file, which was true on the day that it was written; then somebody who works here before somebody who
 * left: a person who came back has both.
 * `limit` within a `lateral` makes Postgres look each address up: a join of the two tables would read both for each chunk.
 */
const entryAt = (integrationId: IntegrationId, address: SQL): SQL => sql`(
  select * from directory_people d
  where d.integration_id = ${integrationId} and lower(d.email) = lower(trim(${address}))
  order by d.source = 'scim' desc, d.status = 'active' desc, d.left_at desc nulls last
  limit 1)`

/** One parameter, whatever their number. */
const among = (ids: readonly PersonId[]): SQL =>
  sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`

/** What the directory says of people, by their addresses, which stay here; whoever it does not know is absent. */
export function directoryEntries(
  on: Sql,
  integrationId: IntegrationId,
  personIds: readonly PersonId[],
): Promise<KnownInDirectory[]> {
  return rowsOf<KnownInDirectory>(
    on,
    sql`
      select p.id as "personId", d.status, extract(epoch from d.left_at)::float8 as "leftAt", d.department,
        d.manager_email is not null as "managerKnown"
      from people p cross join lateral ${entryAt(integrationId, sql`p.email`)} d
      where p.integration_id = ${integrationId} and p.id in ${among(personIds)}`,
  )
}

/**
 * Whom findings can be given to, of people whom their evidence names, and where they work. Unlike what rules are told, it
 * holds addresses: it is for those who assign and hand on, and goes no further than that.
 */
export async function findingOwners(
  on: Db | Sql | Tx,
  integrationId: IntegrationId,
  personIds: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, FindingOwner>> {
  if (personIds.length === 0) return new Map()
  const rows = await rowsOf<FindingOwner & { readonly personId: PersonId }>(
    on,
    sql`
      select p.id as "personId", nullif(trim(p.email), '') as email, d.department,
        coalesce(d.status = 'left', false) as "hasLeft",
        case when m.status is distinct from 'left' then nullif(trim(d.manager_email), '') end as "managerEmail"
      from people p
      left join lateral ${entryAt(integrationId, sql`p.email`)} d on true
      left join lateral ${entryAt(integrationId, sql`d.manager_email`)} m on true
      where p.integration_id = ${integrationId} and p.id in ${among(personIds)}`,
  )
  return new Map(rows.map(({ personId, ...owner }) => [personId, owner]))
}
