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
        and (k.person_ids ->> 'owner' = any(array(select owner from asked))
          or 'user:' || (k.attributes ->> 'owner_id') = any(array(select ref from asked)))
        and (jsonb_typeof(k.attributes -> 'expires_at') is distinct from 'number'
          or (k.attributes ->> 'expires_at')::float8 > ${of.now})
        and not exists (select 1 from assets j where j.integration_id = k.integration_id
          and j.kind = 'platform.project' and j.external_id = k.parent_id
          and (j.deleted_at is not null or j.attributes ->> 'status' = 'archived'
            or jsonb_typeof(j.attributes -> 'archived_at') = 'number')))
    select distinct on (asked.id, keys.key_id) asked.id as "personId", keys.id as "assetId", keys.kind,
      keys.external_id as "externalId", keys.attributes
    from asked join keys on keys.owner = asked.owner or keys.ref = asked.ref
    -- Of a key that both listings name, the project's own entry.
    order by asked.id, keys.key_id, keys.kind desc`)
}
