import type { Sql } from '../db/client.ts'
import type { LiveAsset } from '../db/findings/next-assets.ts'
import { nextAssets } from '../db/findings/next-assets.ts'
import type { AssetKind } from '../model/core/assets.ts'
import type { IntegrationId } from '../model/core/ids.ts'

/** Live assets of a kind after an external id, so many at a time. The next ones are read while these are judged: two chunks are in memory. */
export async function* chunksOf(
  sql: Sql,
  integrationId: IntegrationId,
  kind: AssetKind,
  limit: number,
  from: string | null = null,
): AsyncIterable<readonly LiveAsset[]> {
  const read = (after: string | null): Promise<LiveAsset[]> => {
    const rows = nextAssets(sql, { integrationId, kind, after, limit })
    // Whoever stops early leaves the last read to nobody; whoever goes on meets its failure at `await`.
    rows.catch(() => undefined)
    return rows
  }
  let coming = read(from)
  for (;;) {
    const assets = await coming
    const isLast = assets.length < limit
    if (!isLast) coming = read(assets.at(-1)?.externalId ?? null)
    if (assets.length > 0) yield assets
    if (isLast) return
  }
}
