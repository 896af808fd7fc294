import { approvedDefinitions } from '../../db/definitions/approved-definitions.ts'
import { countShares, countWorkspaceMembers, liveConfigurations } from '../../db/findings/gpt-parts.ts'
import type { LiveAsset } from '../../db/findings/next-assets.ts'
import { memberStandings } from '../../db/findings/people-parts.ts'
import type { AssetId } from '../../model/core/ids.ts'
import { ASSET_SCHEMAS } from '../../model/schema/assets.ts'
import type { Bundle, GptApproval, OwnerStanding } from '../../rules/bundles.ts'
import type { BundleSource } from './source.ts'
import { identity, standingOfAbsent, wasRead } from './source.ts'
import { usesOf } from './use.ts'

export async function gptBundles(
  source: BundleSource,
  assets: readonly LiveAsset[],
): Promise<readonly Bundle[]> {
  const { sql, integrationId } = source
  const ids = assets.map(({ externalId }) => externalId)
  const configurations = new Map(
    (await liveConfigurations(sql, integrationId, ids)).map((one) => [one.parentId, one]),
  )
  const shares = wasRead(source, 'chatgpt.gpt_shared_users')
    ? new Map((await countShares(sql, integrationId, ids)).map((one) => [one.gptId, one.shares]))
    : null
  const workspaceMembers = wasRead(source, 'chatgpt.users')
    ? await source.once('members', () => countWorkspaceMembers(sql, integrationId))
    : null
  const ownerOf = await ownersAmongMembers(source, assets)
  const approvals = await approvalsOf(source, assets)
  const useOf = await usesOf(source, {
    subjectKind: 'gpt',
    subjects: ids,
    list: null,
    log: 'logs.CONVERSATION_MESSAGE',
  })
  return assets.map((asset) => {
    const configuration = configurations.get(asset.externalId)
    const attributes = ASSET_SCHEMAS['chatgpt.gpt'].parse(asset.attributes)
    return {
      subject: 'gpt',
      asset: identity('chatgpt.gpt', asset),
      attributes,
      isLatestUnread: configuration === undefined && attributes.latest_config?.id != null,
      configuration: configuration
        ? {
            asset: identity('chatgpt.gpt_config', configuration),
            attributes: ASSET_SCHEMAS['chatgpt.gpt_config'].parse(configuration.attributes),
          }
        : null,
      shares: shares === null ? null : (shares.get(asset.externalId) ?? 0),
      workspaceMembers,
      owner: ownerOf(asset),
      approval: approvals.get(asset.id) ?? null,
      use: useOf(asset.externalId),
    }
  })
}

async function approvalsOf(
  { sql, integrationId }: BundleSource,
  assets: readonly LiveAsset[],
): Promise<ReadonlyMap<AssetId, GptApproval>> {
  const ids = assets.map(({ id }) => id)
  const rows = await approvedDefinitions(sql, integrationId, ids)
  return new Map(rows.map(({ assetId, ...approval }) => [assetId, approval]))
}

export async function agentBundles(
  source: BundleSource,
  assets: readonly LiveAsset[],
): Promise<readonly Bundle[]> {
  const ownerOf = await ownersAmongMembers(source, assets)
  return assets.map((asset) => ({
    subject: 'agent',
    asset: identity('chatgpt.agent', asset),
    attributes: ASSET_SCHEMAS['chatgpt.agent'].parse(asset.attributes),
    owner: ownerOf(asset),
  }))
}

/** How the owners of things in the workspace stand there. */
async function ownersAmongMembers(
  source: BundleSource,
  assets: readonly LiveAsset[],
): Promise<(asset: LiveAsset) => OwnerStanding> {
  if (!wasRead(source, 'chatgpt.users')) return () => 'unknown'
  const owners = assets.flatMap(({ personIds }) => personIds.owner ?? [])
  const rows = await memberStandings(source.sql, source.integrationId, owners)
  const standings = new Map(rows.map(({ personId, standing }) => [personId, standing]))
  return (asset) => {
    const { owner } = asset.personIds
    const standing = (owner && standings.get(owner)) ?? 'unknown'
    return standing === 'absent' ? standingOfAbsent(source, 'chatgpt.users', asset) : standing
  }
}
