import { sql } from 'drizzle-orm'
import type { ApprovalState } from '../../model/core/definitions.ts'

/** Of a GPT, `assets` of the outer query: whether the configuration that it calls its latest is stored. */
export const IS_LATEST_READ = sql<boolean>`exists (select 1 from assets c
  where c.integration_id = assets.integration_id and c.kind = 'chatgpt.gpt_config'
    and c.external_id = assets.external_id || '/' || (assets.attributes #>> '{latest_config,id}')
    and c.deleted_at is null)`

/** How its live approval stands to what it is now. Nowhere stored, so that it is never behind either of them. */
export const APPROVAL_STATE = sql<ApprovalState>`coalesce((
  select case
    when not ${IS_LATEST_READ} then 'unread'
    when p.definition_hash = (select v.definition_hash from asset_versions v
      where v.integration_id = assets.integration_id and v.asset_id = assets.id
      order by v.no desc limit 1) then 'approved'
    else 'changed' end
  from definition_approvals p where p.asset_id = assets.id and p.ended_at is null), 'none')`
