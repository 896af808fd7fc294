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

/**
 * Live API keys by the human who owns them, under whichever of their ids; whoever owns none is absent. Not counted:
 * keys past their expiry, those of platform projects that are archived, and what the admin listing names a second time.
 */
export function liveKeyCounts(
  sql: Sql,
  of: {
    readonly integrationId: IntegrationId
    readonly personIds: readonly PersonId[]
    /** Unix seconds. */
    readonly now: number
  },
): Promise<{ personId: PersonId; keys: number }[]> {
  const { integrationId } = of
  return quietly(sql<{ personId: PersonId; keys: number }[]>`
    with asked as materialized (
      select p.id, o.id::text as owner, o.ref from people p cross join lateral (
        select p.id, p.ref union
        select o.id, o.ref from people o
        where o.integration_id = p.integration_id and lower(o.email) = lower(p.email)) o
      where p.integration_id = ${integrationId} and p.id = any(${of.personIds as PersonId[]}::uuid[])),
    keys as materialized (
      select person_ids ->> 'owner' as owner, 'user:' || (attributes ->> 'owner_id') as ref,
        coalesce(nullif(split_part(external_id, '/', 2), ''), external_id) as key_id
      from assets k
      where k.integration_id = ${integrationId} and k.kind in ('platform.project_key', 'platform.admin_key')
        and k.deleted_at is null and k.attributes ->> 'owner_type' is distinct from 'service_account'
        and (k.person_ids ->> 'owner' = any(array(select owner from asked))
          or 'user:' || (k.attributes ->> 'owner_id') = any(array(select ref from asked)))
        and (jsonb_typeof(k.attributes -> 'expires_at') is distinct from 'number'
          or (k.attributes ->> 'expires_at')::float8 > ${of.now})
        and not exists (select 1 from assets j where j.integration_id = k.integration_id
          and j.kind = 'platform.project' and j.external_id = k.parent_id
          and (j.deleted_at is not null or j.attributes ->> 'status' = 'archived'
            or jsonb_typeof(j.attributes -> 'archived_at') = 'number')))
    select asked.id as "personId", count(distinct keys.key_id)::int as keys
    from asked join keys on keys.owner = asked.owner or keys.ref = asked.ref
    group by 1`)
}
