import type { AssetKind } from '../../model/core/assets.ts'
import type { AssetId, IntegrationId } from '../../model/core/ids.ts'
import type { Sql, Tx } from '../client.ts'

export interface KnownAsset {
  readonly id: AssetId
  readonly kind: AssetKind
  readonly externalId: string
}

/** What events are about, also where it is gone by now; unknown things are absent. */
export function assetsByUpstreamId(
  tx: Sql | Tx,
  integrationId: IntegrationId,
  asked: readonly { readonly kind: AssetKind; readonly externalId: string }[],
): Promise<KnownAsset[]> {
  return tx<KnownAsset[]>`
    select a.id, a.kind, a.external_id as "externalId" from assets a
    join unnest(${asked.map(({ kind }) => kind)}::text[], ${asked.map(({ externalId }) => externalId)}::text[])
      as u(kind, external_id) on a.kind = u.kind and a.external_id = u.external_id
    where a.integration_id = ${integrationId}`
}
