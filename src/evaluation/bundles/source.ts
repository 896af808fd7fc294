import type { Sql } from '../../db/client.ts'
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
  /** What is the same for all chunks, asked once an evaluation: to ask for each chunk grows with both. */
  readonly once: <T>(name: string, ask: () => Promise<T>) => Promise<T>
}

export function bundleSource(parts: Omit<BundleSource, 'once'>): BundleSource {
  const asked = new Map<string, Promise<unknown>>()
  return {
    ...parts,
    once<T>(name: string, ask: () => Promise<T>) {
      const answer = asked.get(name) ?? ask()
      asked.set(name, answer)
      return answer as Promise<T>
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
