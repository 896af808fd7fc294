import { and, desc, eq, inArray, lt } from 'drizzle-orm'
import type { ApprovalState } from '../../model/core/definitions.ts'
import type { AssetId, IntegrationId } from '../../model/core/ids.ts'
import type { Db } from '../client.ts'
import { assetVersions } from '../schema/definitions.ts'
import { assets } from '../schema/inventory.ts'
import { APPROVAL_STATE, IS_LATEST_READ } from './approval-state.ts'

export type AssetVersion = typeof assetVersions.$inferSelect

interface VersionedAsset {
  readonly integrationId: IntegrationId
  readonly id: AssetId
}

const ofAsset = ({ integrationId, id }: VersionedAsset) =>
  and(eq(assetVersions.integrationId, integrationId), eq(assetVersions.assetId, id))

/** Versions of an asset that was read within a scope before, the newest first. */
export function listVersions(
  db: Db,
  asset: VersionedAsset,
  page: { readonly before?: number | undefined; readonly limit: number },
): Promise<AssetVersion[]> {
  return db
    .select()
    .from(assetVersions)
    .where(and(ofAsset(asset), page.before === undefined ? undefined : lt(assetVersions.no, page.before)))
    .orderBy(desc(assetVersions.no))
    .limit(page.limit)
}

export async function getVersion(db: Db, asset: VersionedAsset, no: number): Promise<AssetVersion | null> {
  const [row] = await db
    .select()
    .from(assetVersions)
    .where(and(ofAsset(asset), eq(assetVersions.no, no)))
  return row ?? null
}

export interface DefinitionStanding {
  readonly approval: ApprovalState
  /** Whether the newest version is what the GPT is now. */
  readonly isRead: boolean
  readonly newest: AssetVersion | null
}

/** How definitions of GPTs of one integration stand, which were read within a scope before. */
export async function definitionStandings(
  db: Db,
  integrationId: IntegrationId,
  ids: readonly AssetId[],
): Promise<ReadonlyMap<AssetId, DefinitionStanding>> {
  if (ids.length === 0) return new Map()
  const newest = await db
    .selectDistinctOn([assetVersions.assetId])
    .from(assetVersions)
    .where(and(eq(assetVersions.integrationId, integrationId), inArray(assetVersions.assetId, [...ids])))
    .orderBy(assetVersions.assetId, desc(assetVersions.no))
  const versions = new Map(newest.map((row) => [row.assetId, row]))
  const rows = await db
    .select({ id: assets.id, approval: APPROVAL_STATE, isRead: IS_LATEST_READ })
    .from(assets)
    .where(and(eq(assets.integrationId, integrationId), inArray(assets.id, [...ids])))
  return new Map(
    rows.map(({ id, approval, isRead }) => [id, { approval, isRead, newest: versions.get(id) ?? null }]),
  )
}
