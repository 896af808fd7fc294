import type { Sql } from '../db/client.ts'
import type { LiveAsset } from '../db/findings/next-assets.ts'
import { nextAssets } from '../db/findings/next-assets.ts'
import type { AssetKind } from '../model/core/assets.ts'
import type { IntegrationId } from '../model/core/ids.ts'

/** Live assets of a kind, so many at a time. */
export async function* chunksOf(
  sql: Sql,
  integrationId: IntegrationId,
  kind: AssetKind,
  limit: number,
): AsyncIterable<readonly LiveAsset[]> {
  let after: string | null = null
  for (;;) {
    const assets: LiveAsset[] = await nextAssets(sql, { integrationId, kind, after, limit })
    if (assets.length > 0) yield assets
    if (assets.length < limit) return
    after = assets.at(-1)?.externalId ?? null
  }
}
