import type { Sql } from '../../db/client.ts'
import { countWorkspaceMembers } from '../../db/findings/gpt-parts.ts'
import type { LiveAsset } from '../../db/findings/next-assets.ts'
import type { AssetKind } from '../../model/core/assets.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { AnyRuleId } from '../../model/core/rule-ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { AssetIdentity, OwnerStanding } from '../../rules/bundles.ts'
import type { EvaluationFacts } from '../facts.ts'
import type { OwnKeys } from '../own-keys.ts'

/** Where bundles are made from. */
export interface BundleSource {
  readonly sql: Sql
  readonly integrationId: IntegrationId
  readonly facts: EvaluationFacts
  /** Which of the keys that were walked so far are our own. */
  readonly ownKeys: OwnKeys
  /** Unix seconds. */
  readonly now: number
  /** Which rules look at the bundles: what none of them reads is not asked for. */
  readonly ruleIds: ReadonlySet<AnyRuleId>
  /** Members of the workspace. Counted once an evaluation: to count them for each chunk of GPTs grows with both. */
  readonly workspaceMembers: () => Promise<number>
}

export function bundleSource(parts: Omit<BundleSource, 'workspaceMembers'>): BundleSource {
  let members: Promise<number> | undefined
  return {
    ...parts,
    workspaceMembers() {
      members ??= countWorkspaceMembers(parts.sql, parts.integrationId)
      return members
    },
  }
}

export const identity = <Kind extends AssetKind>(kind: Kind, asset: LiveAsset): AssetIdentity<Kind> => ({
  id: asset.id,
  kind,
  externalId: asset.externalId,
  contentHash: asset.contentHash,
  changedAt: asset.changedAt,
  people: asset.personIds,
})

export const wasRead = ({ facts }: Pick<BundleSource, 'facts'>, stream: StreamName): boolean =>
  facts.streams[stream]?.completedAt != null

/**
 * How somebody stands whom a list of users does not name at all: gone, unless the thing that they own is newer than the
 * list. Then they may have come with it.
 */
export const standingOfAbsent = (
  { facts }: Pick<BundleSource, 'facts'>,
  users: 'chatgpt.users' | 'platform.users',
  { changedAt }: Pick<LiveAsset, 'changedAt'>,
): OwnerStanding => {
  const readAt = facts.streams[users]?.completedAt ?? null
  return readAt === null || changedAt > readAt ? 'unknown' : 'gone'
}
