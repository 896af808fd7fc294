import type { AssetKind } from '../../model/core/assets.ts'
import type { AssetId, IntegrationId, PersonId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

/** An asset as rules are fed with it. Times are unix seconds. */
export interface LiveAsset {
  readonly id: AssetId
  readonly kind: AssetKind
  readonly externalId: string
  readonly parentId: string | null
  readonly attributes: JsonObject
  readonly personIds: Readonly<Record<string, PersonId>>
  readonly contentHash: string
  readonly changedAt: number
}

/**
 * The next live assets of a kind in the order of their external ids, so that a tenant of any size is walked in chunks. In that
 * of their bytes, the same on every server: a walk that goes on compares them, too.
 */
export function nextAssets(
  sql: Sql,
  page: {
    readonly integrationId: IntegrationId
    readonly kind: AssetKind
    readonly after: string | null
    readonly limit: number
  },
): Promise<LiveAsset[]> {
  return quietly(sql<LiveAsset[]>`
    select id, kind, external_id as "externalId", parent_id as "parentId", attributes,
      person_ids as "personIds", content_hash as "contentHash",
      extract(epoch from changed_at)::float8 as "changedAt"
    from assets
    where integration_id = ${page.integrationId} and kind = ${page.kind} and deleted_at is null
      and external_id collate "C" > ${page.after ?? ''}
    order by external_id collate "C"
    limit ${page.limit}`)
}

/** These assets, as far as they live. */
export function liveAssets(
  sql: Sql,
  integrationId: IntegrationId,
  ids: readonly AssetId[],
): Promise<LiveAsset[]> {
  return quietly(sql<LiveAsset[]>`
    select id, kind, external_id as "externalId", parent_id as "parentId", attributes,
      person_ids as "personIds", content_hash as "contentHash",
      extract(epoch from changed_at)::float8 as "changedAt"
    from assets
    where integration_id = ${integrationId} and id = any(${ids as AssetId[]}::uuid[]) and deleted_at is null`)
}
