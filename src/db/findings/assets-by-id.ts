import type { AssetId, IntegrationId } from '../../model/core/ids.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'
import type { LiveAsset } from './next-assets.ts'

export interface KeptAsset extends LiveAsset {
  /** It is no longer upstream; its row says what was last read of it. */
  readonly gone: boolean
}

/** Assets by our own ids, gone ones too; those that were purged are absent. */
export function assetsById(
  sql: Sql,
  integrationId: IntegrationId,
  ids: readonly AssetId[],
): Promise<KeptAsset[]> {
  return quietly(sql<KeptAsset[]>`
    select id, kind, external_id as "externalId", parent_id as "parentId", attributes,
      person_ids as "personIds", content_hash as "contentHash",
      extract(epoch from changed_at)::float8 as "changedAt", deleted_at is not null as gone
    from assets
    where integration_id = ${integrationId} and id = any(${ids as AssetId[]}::uuid[])`)
}
