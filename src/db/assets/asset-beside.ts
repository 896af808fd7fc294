import type { AssetKind } from '../../model/core/assets.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

/** Another live asset of the kind, the one that upstream was seen to have last; null where there is none. */
export async function assetBeside(
  sql: Sql,
  input: { readonly integrationId: IntegrationId; readonly kind: AssetKind; readonly externalId: string },
): Promise<string | null> {
  const [row] = await quietly(sql<{ externalId: string }[]>`
    select a.external_id as "externalId" from assets a left join asset_sightings s on s.asset_id = a.id
    where a.integration_id = ${input.integrationId} and a.kind = ${input.kind} and a.deleted_at is null
      and a.external_id <> ${input.externalId}
    order by s.seen_at desc nulls last, a.external_id limit 1`)
  return row?.externalId ?? null
}
