import type { IntegrationId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'
import type { LiveAsset } from './next-assets.ts'

interface Project {
  readonly externalId: string
  readonly attributes: JsonObject
  readonly deleted: boolean
}

/** Platform projects by id, deleted ones too. */
export function projectsById(
  sql: Sql,
  integrationId: IntegrationId,
  ids: readonly string[],
): Promise<Project[]> {
  return quietly(sql<Project[]>`
    select external_id as "externalId", attributes, deleted_at is not null as deleted
    from assets
    where integration_id = ${integrationId} and kind = 'platform.project'
      and external_id = any(${ids as string[]}::text[])`)
}

type Settings = LiveAsset & { readonly parentId: string }

/** What platform projects allow, one row a project. */
export function projectSettings(
  sql: Sql,
  integrationId: IntegrationId,
  projectIds: readonly string[],
): Promise<Settings[]> {
  return quietly(sql<Settings[]>`
    select id, kind, external_id as "externalId", parent_id as "parentId", attributes,
      person_ids as "personIds", content_hash as "contentHash",
      extract(epoch from changed_at)::float8 as "changedAt"
    from assets
    where integration_id = ${integrationId} and kind = 'platform.project_settings' and deleted_at is null
      and parent_id = any(${projectIds as string[]}::text[])`)
}

/** Which of these key ids belong to project keys, whose external ids are `<project>/<key>`. */
export async function projectKeysAmong(
  sql: Sql,
  integrationId: IntegrationId,
  keyIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await quietly(sql<{ keyId: string }[]>`
    select distinct split_part(external_id, '/', 2) as "keyId" from assets
    where integration_id = ${integrationId} and kind = 'platform.project_key' and deleted_at is null
      and split_part(external_id, '/', 2) = any(${keyIds as string[]}::text[])`)
  return new Set(rows.map(({ keyId }) => keyId))
}

export interface KeyOwner {
  readonly externalId: string
  readonly disabled: boolean
  readonly gone: boolean
}

/** Platform users that own keys, and whether they still may. */
export function keyOwners(
  sql: Sql,
  integrationId: IntegrationId,
  userIds: readonly string[],
): Promise<KeyOwner[]> {
  return quietly(sql<KeyOwner[]>`
    select external_id as "externalId", deleted_at is not null as gone,
      (attributes ->> 'enabled' = 'false' or attributes ->> 'banned' = 'true') is true as disabled
    from assets
    where integration_id = ${integrationId} and kind = 'platform.user'
      and external_id = any(${userIds as string[]}::text[])`)
}
