import type { AssetId, IntegrationId, PersonId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

export interface OwnedKey {
  /** Of those asked for. */
  readonly personId: PersonId
  readonly assetId: AssetId
  readonly kind: 'platform.project_key' | 'platform.admin_key'
  readonly externalId: string
  readonly attributes: JsonObject
}

/**
 * API keys that open something, by the human who owns them under whichever of their ids. Left out: keys past their
 * expiry, those of platform projects that are archived or deleted, and what the admin listing names a second time.
 * Keys are some thousands, so they are read once a chunk; people may be a hundred thousand, so they are looked up.
 */
export function liveKeysOwned(
  sql: Sql,
  of: {
    readonly integrationId: IntegrationId
    readonly personIds: readonly PersonId[]
    /** Unix seconds. */
    readonly now: number
  },
): Promise<OwnedKey[]> {
  const { integrationId } = of
  return quietly(sql<OwnedKey[]>`
    with asked as materialized (
      select p.id, o.id::text as owner, o.ref from people p cross join lateral (
        select p.id, p.ref union
        select o.id, o.ref from people o
        where o.integration_id = p.integration_id and lower(o.email) = lower(p.email)) o
      where p.integration_id = ${integrationId} and p.id = any(${of.personIds as PersonId[]}::uuid[])),
    keys as materialized (
      select id, kind, external_id, attributes, person_ids ->> 'owner' as owner,
        'user:' || (attributes ->> 'owner_id') as ref,
        coalesce(nullif(split_part(external_id, '/', 2), ''), external_id) as key_id
      from assets k
      where k.integration_id = ${integrationId} and k.kind in ('platform.project_key', 'platform.admin_key')
        and k.deleted_at is null and k.attributes ->> 'owner_type' is distinct from 'service_account'
        and (jsonb_typeof(k.attributes -> 'expires_at') is distinct from 'number'
          or (k.attributes ->> 'expires_at')::float8 > ${of.now})
        and not exists (select 1 from assets j where j.integration_id = k.integration_id
          and j.kind = 'platform.project' and j.external_id = k.parent_id
          and (j.deleted_at is not null or j.attributes ->> 'status' = 'archived'
            or jsonb_typeof(j.attributes -> 'archived_at') = 'number'))),
    -- Two joins by hash: one with "or" in it would compare each key with each person.
    owned as (
      select asked.id as person_id, keys.* from asked join keys on keys.owner = asked.owner
      union all
      select asked.id as person_id, keys.* from asked join keys on keys.ref = asked.ref)
    select distinct on (person_id, key_id) person_id as "personId", id as "assetId", kind,
      external_id as "externalId", attributes
    from owned
    -- Of a key that both listings name, the project's own entry.
    order by person_id, key_id, kind desc`)
}
