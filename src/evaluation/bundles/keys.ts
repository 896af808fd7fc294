import type { KeyOwner } from '../../db/findings/key-parts.ts'
import { keyOwners, projectKeysAmong } from '../../db/findings/key-parts.ts'
import type { LiveAsset } from '../../db/findings/next-assets.ts'
import { ownIdOf } from '../../model/core/assets.ts'
import { ASSET_SCHEMAS } from '../../model/schema/assets.ts'
import type { AdminKeyBundle, Bundle, OwnerStanding } from '../../rules/bundles.ts'
import { listedAmong, ownKindOf } from '../../rules/own-credentials.ts'
import { projectsOf } from './projects.ts'
import type { BundleSource } from './source.ts'
import { identity, standingOfAbsent, wasRead } from './source.ts'
import { usesOf } from './use.ts'

/** Only admin keys begin so: what one looks like outweighs an id that it shares with a project key. */
const ADMIN_KEY = /^sk-admin/

export async function adminKeyBundles(
  source: BundleSource,
  assets: readonly LiveAsset[],
): Promise<readonly Bundle[]> {
  const { sql, integrationId, facts } = source
  const credentials = listedAmong('platform.admin_key', facts.credentials)
  const ids = assets.map(({ externalId }) => externalId)
  const projectKeys = await projectKeysAmong(sql, integrationId, ids)
  const keys = assets.map((asset) => ({
    asset,
    attributes: ASSET_SCHEMAS['platform.admin_key'].parse(asset.attributes),
  }))
  const ownerOf = await ownersAmongUsers(source, keys)
  const useOf = await usesOfKeys(source, 'platform.admin_keys', assets)
  return keys.map(({ asset, attributes }) => ({
    subject: 'admin_key',
    asset: identity('platform.admin_key', asset),
    attributes,
    own: ownKindOf(attributes.redacted_value, credentials),
    isProjectKey: projectKeys.has(asset.externalId) && !ADMIN_KEY.test(attributes.redacted_value ?? ''),
    owner: ownerOf({ asset, attributes }),
    use: useOf(ownIdOf(asset.externalId)),
  }))
}

export async function projectKeyBundles(
  source: BundleSource,
  assets: readonly LiveAsset[],
): Promise<readonly Bundle[]> {
  const credentials = listedAmong('platform.project_key', source.facts.credentials)
  const projectOf = await projectsOf(source, assets)
  const keys = assets.map((asset) => ({
    asset,
    attributes: ASSET_SCHEMAS['platform.project_key'].parse(asset.attributes),
  }))
  const ownerOf = await ownersAmongUsers(source, keys)
  const useOf = await usesOfKeys(source, 'platform.project_keys', assets)
  return keys.map(({ asset, attributes }) => ({
    subject: 'project_key',
    asset: identity('platform.project_key', asset),
    attributes,
    own: ownKindOf(attributes.redacted_value, credentials),
    project: projectOf(asset),
    owner: ownerOf({ asset, attributes }),
    use: useOf(ownIdOf(asset.externalId)),
  }))
}

/** What an admin key does is no usage, and only some of it is in the audit log. */
const LOG_OF = { 'platform.admin_keys': null, 'platform.project_keys': 'platform.usage' } as const

const usesOfKeys = (
  source: BundleSource,
  list: 'platform.admin_keys' | 'platform.project_keys',
  assets: readonly LiveAsset[],
) =>
  usesOf(source, {
    subjectKind: 'api_key',
    subjects: assets.map(({ externalId }) => ownIdOf(externalId)),
    list,
    log: LOG_OF[list],
  })

interface ParsedKey {
  readonly asset: LiveAsset
  readonly attributes: AdminKeyBundle['attributes']
}

/** How the owners of keys stand among the platform's users. A service account's keys go with it, so it is there. */
async function ownersAmongUsers(
  source: BundleSource,
  keys: readonly ParsedKey[],
): Promise<(key: ParsedKey) => OwnerStanding> {
  if (!wasRead(source, 'platform.users')) return () => 'unknown'
  const ids = keys.flatMap(({ attributes }) => attributes.owner_id ?? [])
  const rows = await keyOwners(source.sql, source.integrationId, [...new Set(ids)])
  const owners = new Map(rows.map((row) => [row.externalId, row]))
  return ({ asset, attributes: { owner_type: type, owner_id: id } }) => {
    if (type === 'service_account') return 'active'
    if (type !== 'user' || id === undefined || id === null) return 'unknown'
    const owner = owners.get(id)
    return owner === undefined ? standingOfAbsent(source, 'platform.users', asset) : standingOf(owner)
  }
}

function standingOf({ gone, disabled }: KeyOwner): OwnerStanding {
  if (gone) return 'gone'
  return disabled ? 'disabled' : 'active'
}
