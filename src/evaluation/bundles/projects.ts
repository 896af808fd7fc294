import { projectSettings, projectsById } from '../../db/findings/key-parts.ts'
import type { LiveAsset } from '../../db/findings/next-assets.ts'
import type { JsonObject } from '../../model/core/json.ts'
import { ASSET_SCHEMAS } from '../../model/schema/assets.ts'
import type { Bundle, InProject, ProjectState } from '../../rules/bundles.ts'
import type { BundleSource } from './source.ts'
import { identity } from './source.ts'

export async function projectBundles(
  { sql, integrationId }: BundleSource,
  assets: readonly LiveAsset[],
): Promise<readonly Bundle[]> {
  const ids = assets.map(({ externalId }) => externalId)
  const settings = new Map((await projectSettings(sql, integrationId, ids)).map((one) => [one.parentId, one]))
  return assets.map((asset) => {
    const own = settings.get(asset.externalId)
    return {
      subject: 'project',
      asset: identity('platform.project', asset),
      attributes: ASSET_SCHEMAS['platform.project'].parse(asset.attributes),
      state: stateOf(asset.attributes, false),
      settings: own
        ? {
            asset: identity('platform.project_settings', own),
            attributes: ASSET_SCHEMAS['platform.project_settings'].parse(own.attributes),
          }
        : null,
    }
  })
}

export async function serviceAccountBundles(
  source: BundleSource,
  assets: readonly LiveAsset[],
): Promise<readonly Bundle[]> {
  const projectOf = await projectsOf(source, assets)
  return assets.map((asset) => ({
    subject: 'service_account',
    asset: identity('platform.service_account', asset),
    attributes: ASSET_SCHEMAS['platform.service_account'].parse(asset.attributes),
    project: projectOf(asset),
  }))
}

/** The platform projects that things are part of. */
export async function projectsOf(
  { sql, integrationId }: BundleSource,
  assets: readonly LiveAsset[],
): Promise<(asset: LiveAsset) => InProject> {
  const ids = [...new Set(assets.flatMap(({ parentId }) => parentId ?? []))]
  const rows = await projectsById(sql, integrationId, ids)
  const projects = new Map(rows.map((project) => [project.externalId, project]))
  return ({ parentId }) => {
    const externalId = parentId ?? ''
    const project = projects.get(externalId)
    if (project === undefined) return { externalId, name: null, state: 'unknown' }
    const { name } = ASSET_SCHEMAS['platform.project'].parse(project.attributes)
    return { externalId, name: name ?? null, state: stateOf(project.attributes, project.deleted) }
  }
}

function stateOf(attributes: JsonObject, isDeleted: boolean): ProjectState {
  if (isDeleted) return 'deleted'
  const { status, archived_at: archivedAt } = ASSET_SCHEMAS['platform.project'].parse(attributes)
  return status === 'archived' || (archivedAt !== undefined && archivedAt !== null) ? 'archived' : 'live'
}
