import type { Sql } from '../../db/client.ts'
import { liveConfigurations } from '../../db/findings/gpt-parts.ts'
import { projectSettings } from '../../db/findings/key-parts.ts'
import type { LiveAsset } from '../../db/findings/next-assets.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import { ASSET_SCHEMAS } from '../../model/schema/assets.ts'
import type { AssetIdentity } from '../../rules/bundles.ts'
import type { CustomSubject } from '../../rules/custom/judge.ts'
import type { CustomKind } from '../../rules/custom/kinds.ts'
import { CUSTOM_PARTS } from '../../rules/custom/kinds.ts'
import { identity } from '../bundles/source.ts'
import type { JudgedInputs } from '../judged-inputs.ts'
import { judgedAssets } from '../judged-inputs.ts'

/** An asset with its documented attributes and nothing beside: all that an expression may look at. */
export interface BareBundle extends CustomSubject {
  readonly subject: 'bare'
  /** What was judged with it. */
  readonly part: { readonly asset: AssetIdentity } | null
}

/** What a verdict about it is made of: the asset and its part, and nothing beside. */
export const inputsOfBare = ({ asset, part }: BareBundle): JudgedInputs =>
  judgedAssets(part === null ? [asset] : [asset, part.asset])

/** One statement more for kinds with a part, none for others. */
export async function bareBundles(
  sql: Sql,
  integrationId: IntegrationId,
  kind: CustomKind,
  assets: readonly LiveAsset[],
): Promise<readonly BareBundle[]> {
  const schema = ASSET_SCHEMAS[kind]
  const parts = await partsOf(sql, integrationId, kind, assets)
  return assets.map((asset) => {
    const attributes = schema.parse(asset.attributes)
    const part = parts.get(asset.externalId)
    return part === undefined
      ? {
          subject: 'bare',
          asset: identity(kind, asset),
          attributes,
          part: null,
          unread: unreadOf(kind, attributes),
        }
      : {
          subject: 'bare',
          asset: identity(kind, asset),
          attributes: { ...attributes, [part.name]: part.attributes },
          part: { asset: part.asset },
          unread: null,
        }
  })
}

/** Of an asset whose part is not stored: whether upstream has one all the same. */
function unreadOf(kind: CustomKind, attributes: object): BareBundle['unread'] {
  if (kind === 'platform.project')
    return { part: CUSTOM_PARTS[kind].name, detail: 'its settings were not read' }
  if (kind !== 'chatgpt.gpt') return null
  const { latest_config: latest } = ASSET_SCHEMAS[kind].parse(attributes)
  return latest?.id == null
    ? null
    : { part: CUSTOM_PARTS[kind].name, detail: 'its latest configuration was not read' }
}

interface Part {
  readonly name: string
  readonly asset: AssetIdentity
  readonly attributes: object
}

async function partsOf(
  sql: Sql,
  integrationId: IntegrationId,
  kind: CustomKind,
  assets: readonly LiveAsset[],
): Promise<ReadonlyMap<string, Part>> {
  const ids = assets.map(({ externalId }) => externalId)
  if (kind === 'chatgpt.gpt') return named(kind, await liveConfigurations(sql, integrationId, ids))
  if (kind === 'platform.project') return named(kind, await projectSettings(sql, integrationId, ids))
  return new Map()
}

function named(
  owner: keyof typeof CUSTOM_PARTS,
  rows: readonly (LiveAsset & { readonly parentId: string })[],
): ReadonlyMap<string, Part> {
  const { name, kind } = CUSTOM_PARTS[owner]
  const schema = ASSET_SCHEMAS[kind]
  return new Map(
    rows.map((row) => [
      row.parentId,
      { name, asset: identity(kind, row), attributes: schema.parse(row.attributes) },
    ]),
  )
}
