import type { IntegrationId } from '../../model/core/ids.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'
import type { LiveAsset } from './next-assets.ts'

type Configuration = LiveAsset & { readonly parentId: string }

/**
 * The live configuration of each GPT: the one that the listing calls its latest, and none where that one is not stored;
 * the newest where the listing did not say. `created_at` is compared as JSON, in which numbers are ordered by value and
 * whatever is no number comes last.
 */
export function liveConfigurations(
  sql: Sql,
  integrationId: IntegrationId,
  gptIds: readonly string[],
): Promise<Configuration[]> {
  return quietly(sql<Configuration[]>`
    select distinct on (c.parent_id) c.id, c.kind, c.external_id as "externalId", c.parent_id as "parentId",
      c.attributes, c.person_ids as "personIds", c.content_hash as "contentHash",
      extract(epoch from c.changed_at)::float8 as "changedAt"
    from assets c
    join assets g on g.integration_id = c.integration_id and g.kind = 'chatgpt.gpt'
      and g.external_id = c.parent_id
    where c.integration_id = ${integrationId} and c.kind = 'chatgpt.gpt_config'
      and c.parent_id = any(${gptIds as string[]}::text[]) and c.deleted_at is null
      and c.external_id = coalesce(g.external_id || '/' || (g.attributes #>> '{latest_config,id}'), c.external_id)
    order by c.parent_id, c.attributes -> 'created_at' desc nulls last, c.external_id desc`)
}

/** People that each GPT is shared with directly; GPTs without any are absent. */
export function countShares(
  sql: Sql,
  integrationId: IntegrationId,
  gptIds: readonly string[],
): Promise<{ gptId: string; shares: number }[]> {
  return quietly(sql<{ gptId: string; shares: number }[]>`
    select parent_id as "gptId", count(*) as shares
    from assets
    where integration_id = ${integrationId} and kind = 'chatgpt.gpt_share'
      and parent_id = any(${gptIds as string[]}::text[]) and deleted_at is null
    group by parent_id`)
}

/** Members of the workspace who are not deactivated: the audience of what the workspace can see. */
export async function countWorkspaceMembers(sql: Sql, integrationId: IntegrationId): Promise<number> {
  const [row] = await quietly(sql<{ members: number }[]>`
    select count(*) as members from assets
    where integration_id = ${integrationId} and kind = 'chatgpt.user' and deleted_at is null
      and attributes ->> 'status' is distinct from 'inactive'`)
  return row?.members ?? 0
}
