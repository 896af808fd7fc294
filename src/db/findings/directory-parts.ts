import type { DirectoryStatus } from '../../model/core/directory.ts'
import type { IntegrationId, PersonId } from '../../model/core/ids.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

export interface KnownInDirectory {
  readonly personId: PersonId
  readonly status: DirectoryStatus
  /** Unix seconds; null where nobody has said. */
  readonly leftAt: number | null
  readonly department: string | null
  readonly managerKnown: boolean
}

/**
 * What the directory says of people, by their addresses, which stay here; whoever it does not know is absent. One
 * address may stand in it several times. The identity provider goes before a file, which was true on the day that it
 * was written; then somebody who works here before somebody who left: a person who came back has both.
 * `lateral` with `limit` makes Postgres look each address up: a join of the two tables would read both for each chunk.
 */
export function directoryEntries(
  sql: Sql,
  integrationId: IntegrationId,
  personIds: readonly PersonId[],
): Promise<KnownInDirectory[]> {
  return quietly(sql<KnownInDirectory[]>`
    select p.id as "personId", d.status, extract(epoch from d.left_at)::float8 as "leftAt", d.department,
      d.manager_email is not null as "managerKnown"
    from people p cross join lateral (
      select * from directory_people d
      where d.integration_id = p.integration_id and lower(d.email) = lower(trim(p.email))
      order by d.source = 'scim' desc, d.status = 'active' desc, d.left_at desc nulls last
      limit 1) d
    where p.integration_id = ${integrationId} and p.id = any(${personIds as PersonId[]}::uuid[])`)
}
