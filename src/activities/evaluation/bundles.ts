import type { Sql } from '../../db/client.ts'
import { countShares, countWorkspaceMembers, liveConfigurations } from '../../db/findings/gpt-parts.ts'
import { projectKeysAmong, projectsById } from '../../db/findings/key-parts.ts'
import type { LiveAsset } from '../../db/findings/next-assets.ts'
import { emailDomains, inviteSenders, signsOfLife } from '../../db/findings/people-parts.ts'
import type { AssetKind } from '../../model/core/assets.ts'
import type { IntegrationId, PersonId } from '../../model/core/ids.ts'
import { ASSET_SCHEMAS } from '../../model/schema/assets.ts'
import type { AssetIdentity, Bundle, ProjectKeyBundle, UserBundle } from '../../rules/bundles.ts'
import { ownKindOf } from '../../rules/own-credentials.ts'
import type { LastSeen } from '../../rules/signals.ts'
import { logReadings } from '../../rules/signals.ts'
import type { EvaluationFacts } from './facts.ts'

/** Kinds that rules are built around. */
export type JudgedKind =
  | 'chatgpt.gpt'
  | 'platform.admin_key'
  | 'platform.project_key'
  | 'platform.invite'
  | UserBundle['kind']

export interface BundleSource {
  readonly sql: Sql
  readonly integrationId: IntegrationId
  readonly facts: EvaluationFacts
  /** Unix seconds. */
  readonly now: number
}

/** Joins a chunk of assets with what rules want to know beside them: a few statements a chunk, never one an asset. */
export function loadBundles(
  source: BundleSource,
  kind: JudgedKind,
  assets: readonly LiveAsset[],
): Promise<readonly Bundle[]> {
  switch (kind) {
    case 'chatgpt.gpt':
      return gptBundles(source, assets)
    case 'platform.admin_key':
      return adminKeyBundles(source, assets)
    case 'platform.project_key':
      return projectKeyBundles(source, assets)
    case 'platform.invite':
      return inviteBundles(source, assets)
    case 'platform.user':
    case 'chatgpt.user':
      return userBundles(source, kind, assets)
    default:
      return kind satisfies never
  }
}

const identity = <Kind extends AssetKind>(kind: Kind, asset: LiveAsset): AssetIdentity<Kind> => ({
  id: asset.id,
  kind,
  externalId: asset.externalId,
  contentHash: asset.contentHash,
  changedAt: asset.changedAt,
  people: asset.personIds,
})

const wasRead = ({ facts }: BundleSource, stream: keyof EvaluationFacts['streams']): boolean =>
  facts.streams[stream]?.completedAt != null

async function gptBundles(source: BundleSource, assets: readonly LiveAsset[]): Promise<readonly Bundle[]> {
  const { sql, integrationId } = source
  const ids = assets.map(({ externalId }) => externalId)
  const configurations = new Map(
    (await liveConfigurations(sql, integrationId, ids)).map((one) => [one.parentId, one]),
  )
  const shares = wasRead(source, 'chatgpt.gpt_shared_users')
    ? new Map((await countShares(sql, integrationId, ids)).map((one) => [one.gptId, one.shares]))
    : null
  const workspaceMembers = wasRead(source, 'chatgpt.users')
    ? await countWorkspaceMembers(sql, integrationId)
    : null
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
    }
  })
}

/** Only admin keys begin so: what one looks like outweighs an id that it shares with a project key. */
const ADMIN_KEY = /^sk-admin/

async function adminKeyBundles(
  { sql, integrationId, facts }: BundleSource,
  assets: readonly LiveAsset[],
): Promise<readonly Bundle[]> {
  const ids = assets.map(({ externalId }) => externalId)
  const projectKeys = await projectKeysAmong(sql, integrationId, ids)
  return assets.map((asset) => {
    const attributes = ASSET_SCHEMAS['platform.admin_key'].parse(asset.attributes)
    return {
      subject: 'admin_key',
      asset: identity('platform.admin_key', asset),
      attributes,
      own: ownKindOf(attributes.redacted_value, facts.credentials),
      isProjectKey: projectKeys.has(asset.externalId) && !ADMIN_KEY.test(attributes.redacted_value ?? ''),
    }
  })
}

async function projectKeyBundles(
  { sql, integrationId, facts }: BundleSource,
  assets: readonly LiveAsset[],
): Promise<readonly Bundle[]> {
  const ids = [...new Set(assets.flatMap(({ parentId }) => parentId ?? []))]
  const projects = new Map(
    (await projectsById(sql, integrationId, ids)).map((project) => [project.externalId, project]),
  )
  return assets.map((asset) => {
    const attributes = ASSET_SCHEMAS['platform.project_key'].parse(asset.attributes)
    return {
      subject: 'project_key',
      asset: identity('platform.project_key', asset),
      attributes,
      own: ownKindOf(attributes.redacted_value, facts.credentials),
      project: describeProject(asset.parentId ?? '', projects.get(asset.parentId ?? '')),
    }
  })
}

function describeProject(
  externalId: string,
  project: Awaited<ReturnType<typeof projectsById>>[number] | undefined,
): ProjectKeyBundle['project'] {
  if (!project) return { externalId, name: null, state: 'unknown' }
  const {
    name,
    status,
    archived_at: archivedAt,
  } = ASSET_SCHEMAS['platform.project'].parse(project.attributes)
  const archived = status === 'archived' || (archivedAt !== undefined && archivedAt !== null)
  const state = project.deleted ? 'deleted' : archived ? 'archived' : 'live'
  return { externalId, name: name ?? null, state }
}

async function inviteBundles(
  { sql, integrationId, facts }: BundleSource,
  assets: readonly LiveAsset[],
): Promise<readonly Bundle[]> {
  const invitees = assets.flatMap(({ personIds }) => personIds.invitee ?? [])
  const domains = await emailDomains(sql, integrationId, invitees)
  const senders = await inviteSenders(
    sql,
    integrationId,
    assets.map(({ externalId }) => externalId),
  )
  return assets.map((asset) => ({
    subject: 'invite',
    asset: identity('platform.invite', asset),
    attributes: ASSET_SCHEMAS['platform.invite'].parse(asset.attributes),
    emailDomain: (asset.personIds.invitee && domains.get(asset.personIds.invitee)) ?? null,
    ownDomains: facts.ownDomains,
    inviter: senders.get(asset.externalId) ?? null,
  }))
}

async function userBundles(
  { sql, integrationId, facts, now }: BundleSource,
  kind: UserBundle['kind'],
  assets: readonly LiveAsset[],
): Promise<readonly Bundle[]> {
  const selves = assets.flatMap(({ personIds }) => personIds.self ?? [])
  const lastSeen = new Map<PersonId, { -readonly [Signal in keyof LastSeen]: LastSeen[Signal] }>()
  for (const { personId, signal, lastAt } of await signsOfLife(sql, integrationId, selves)) {
    const seen = lastSeen.get(personId) ?? {}
    seen[signal] = lastAt
    lastSeen.set(personId, seen)
  }
  return assets.map((asset): UserBundle => {
    const { self } = asset.personIds
    const logs = logReadings(kind, facts, (self && lastSeen.get(self)) ?? {}, now)
    return kind === 'platform.user'
      ? {
          subject: 'user',
          kind,
          asset: identity(kind, asset),
          attributes: ASSET_SCHEMAS[kind].parse(asset.attributes),
          logs,
        }
      : {
          subject: 'user',
          kind,
          asset: identity(kind, asset),
          attributes: ASSET_SCHEMAS[kind].parse(asset.attributes),
          logs,
        }
  })
}
